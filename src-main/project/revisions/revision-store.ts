import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { syncFolder, writeAtomic } from '../../kernel/write-atomic.ts';
import type { ProjectText } from '../project-text.ts';

/** One applied, numbered state of a project. */
export interface Revision {
  readonly number: number;
  /** µs since 1970 UTC. */
  readonly timeUs: number;
  readonly author: string;
  readonly comment: string;
  /** Path → SHA-256 of its content. */
  readonly files: Readonly<Record<string, string>>;
}

/** Revisions kept; older ones go when a new one comes. */
const KEPT = 100;
const REVISION_NAME = /^(\d{6})\.json$/;
const PENDING = 'pending.json';

/**
 * The numbered states of a project in `.nexus/revisions`: contents by their hash, so that a hundred revisions of a large
 * plant cost what really changed. A revision is there whole or not at all.
 */
export class RevisionStore {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** All revisions, oldest first. */
  async list(): Promise<readonly Revision[]> {
    const names = await readdir(this.#folder).catch(() => []);
    const numbers = names.filter((name) => REVISION_NAME.test(name)).sort();
    return await Promise.all(numbers.map((name) => this.#read(name)));
  }

  /** The newest revision; undefined before the first. */
  async newest(): Promise<Revision | undefined> {
    const names = await readdir(this.#folder).catch(() => []);
    const last = names
      .filter((name) => REVISION_NAME.test(name))
      .sort()
      .at(-1);
    return last === undefined ? undefined : await this.#read(last);
  }

  /** @throws NexusError NX_NOT_FOUND */
  async get(number: number): Promise<Revision> {
    return await this.#read(nameOf(number)).catch((cause: unknown) => {
      const text = `There is no revision ${number}. The last ${KEPT} are kept.`;
      throw new NexusError('NX_NOT_FOUND', text, { revision: number }, { cause });
    });
  }

  /** The files of a revision. */
  async text(revision: Revision): Promise<ProjectText> {
    const entries = Object.entries(revision.files).map(async ([path, hash]) => {
      const content = await readFile(this.#objectPath(hash), 'utf8');
      if (hashOf(content) !== hash) {
        throw new NexusError('NX_NOT_FOUND', `Revision ${revision.number} is damaged: ${path} has another content.`);
      }
      return [path, content] as const;
    });
    return new Map(await Promise.all(entries));
  }

  /** One file of a revision; undefined where it had none by this path. @throws NexusError NX_NOT_FOUND, as `text`. */
  async file(revision: Revision, path: string): Promise<string | undefined> {
    const hash = revision.files[path];
    if (hash === undefined) return undefined;
    return (await this.text({ ...revision, files: { [path]: hash } })).get(path);
  }

  /**
   * Announces a revision: from here on a crash ends with the new state. `finish` must follow once its files stand.
   * Contents are on the medium when this resolves.
   */
  async begin(text: ProjectText, about: Omit<Revision, 'number' | 'files'>): Promise<Revision> {
    await mkdir(join(this.#folder, 'objects'), { recursive: true });
    const files: Record<string, string> = {};
    for (const [path, content] of text) {
      files[path] = hashOf(content);
      await this.#keep(files[path], content);
    }
    const number = ((await this.newest())?.number ?? 0) + 1;
    const revision: Revision = { number, ...about, files };
    await writeAtomic(join(this.#folder, PENDING), JSON.stringify(revision, undefined, 1));
    return revision;
  }

  /** The revision whose files may stand in part: a crash came between `begin` and `finish`. */
  async pending(): Promise<Revision | undefined> {
    return await readFile(join(this.#folder, PENDING), 'utf8').then(
      (content) => JSON.parse(content) as Revision,
      () => undefined,
    );
  }

  /** Numbers the revision that was begun; its files stand. Old revisions go. */
  async finish(revision: Revision): Promise<void> {
    await rename(join(this.#folder, PENDING), join(this.#folder, nameOf(revision.number)));
    await syncFolder(this.#folder);
    await this.#prune();
  }

  async #read(name: string): Promise<Revision> {
    return JSON.parse(await readFile(join(this.#folder, name), 'utf8')) as Revision;
  }

  async #keep(hash: string, content: string): Promise<void> {
    const path = this.#objectPath(hash);
    // A content that is there already was synced with the revision that brought it.
    const isThere = await readFile(path, 'utf8').then(
      (known) => hashOf(known) === hash,
      () => false,
    );
    if (!isThere) await writeAtomic(path, content);
  }

  async #prune(): Promise<void> {
    const revisions = await this.list();
    if (revisions.length <= KEPT) return;
    const kept = new Set(revisions.slice(-KEPT).flatMap(({ files }) => Object.values(files)));
    for (const { number } of revisions.slice(0, -KEPT)) await rm(join(this.#folder, nameOf(number)), { force: true });
    for (const hash of await readdir(join(this.#folder, 'objects'))) {
      if (!kept.has(hash)) await rm(this.#objectPath(hash), { force: true });
    }
  }

  #objectPath(hash: string): string {
    return join(this.#folder, 'objects', hash);
  }
}

export const hashOf = (content: string): string => createHash('sha256').update(content).digest('hex');

/** True when a revision has exactly these files. */
export function isSameText(revision: Revision, text: ProjectText): boolean {
  const paths = Object.keys(revision.files);
  return paths.length === text.size && [...text].every(([path, content]) => revision.files[path] === hashOf(content));
}

const nameOf = (number: number): string => `${String(number).padStart(6, '0')}.json`;
