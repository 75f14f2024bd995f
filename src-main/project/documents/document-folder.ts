import { createHash } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { z } from 'zod';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { Emitter } from '../../kernel/emitter.ts';
import { syncFolder, writeAtomic } from '../../kernel/write-atomic.ts';
import { checkSchema } from '../check/check-schema.ts';
import { type Fault, formatFault } from '../check/fault.ts';
import { faultIn } from '../check/fault-at.ts';
import { patchYaml } from '../yaml/patch-yaml.ts';
import { readConfigFile } from '../yaml/read-config-file.ts';
import { readYaml } from '../yaml/yaml-file.ts';

/** What every document has: its id is the name of its file. */
export interface Identified {
  readonly id: string;
}

/** One kind of document: where its files are, what stands in them, how many there may be. */
export interface DocumentKind<T extends Identified> {
  readonly folder: string;
  /** `watch table`, for texts. */
  readonly noun: string;
  readonly schema: z.ZodType<T>;
  /** Files that are no such id are passed over. */
  readonly id: z.ZodType<string>;
  readonly most: number;
}

/** A file of the folder: its document, or what is wrong with it. */
export type DocumentFile<T> =
  | { readonly id: string; readonly document: T; readonly version: string; readonly fault?: undefined }
  | { readonly id: string; readonly document?: undefined; readonly fault: string };

export interface DocumentChange {
  readonly id: string;
  /** Null: removed. */
  readonly version: string | null;
}

/**
 * Files of a person's own in the project, one YAML file each: they change nothing that the gateway does, so they are
 * no part of revisions and a fault in one stops nothing. Files edited by hand are seen at the next read. Comments
 * survive a save. Changes come one after another.
 */
export class DocumentFolder<T extends Identified> {
  /** After each save and removal through this object. */
  readonly changed = new Emitter<DocumentChange>();
  readonly #folder: string;
  readonly #kind: DocumentKind<T>;
  #last: Promise<unknown> = Promise.resolve();

  /** @param project the project's folder. */
  constructor(project: string, kind: DocumentKind<T>) {
    this.#folder = join(project, kind.folder);
    this.#kind = kind;
  }

  /** Every document, rising by id; those with a fault too. Never rejects for what a file holds. */
  async list(): Promise<readonly DocumentFile<T>[]> {
    const files: DocumentFile<T>[] = [];
    for (const id of await this.#ids()) {
      const found = await this.#read(id);
      if (found) files.push(found.file);
    }
    return files;
  }

  /** @throws NexusError NX_NOT_FOUND, NX_DOCUMENT_FAULT */
  async get(id: string): Promise<{ readonly document: T; readonly version: string }> {
    const found = await this.#read(this.#checkedId(id));
    if (!found) throw this.#notFound(id);
    return this.#sound(found.file);
  }

  /**
   * Makes or replaces a document. @param base the version it was made from; null: it must not exist; undefined: whatever
   * stands there is replaced. @returns the new version.
   * @throws NexusError NX_REVISION_CONFLICT, NX_DOCUMENT_FAULT for a file that a person has to mend, NX_REQUEST_INVALID
   * when there are as many as there may be.
   */
  save(document: T, base: string | null | undefined): Promise<string> {
    return this.#next(async () => {
      const id = this.#checkedId(document.id);
      const found = await this.#read(id);
      const before = found && this.#sound(found.file);
      if (base !== undefined && (before?.version ?? null) !== base) throw this.#conflict(id, before !== undefined);
      if (!found) await this.#requireRoom();
      const text = found ? patchYaml(found.text, document) : stringify(document, { lineWidth: 0 });
      return await this.#write(id, text);
    });
  }

  /** Puts a file there as it is, with its comments. @returns false where there is one already. */
  adopt(id: string, text: string): Promise<boolean> {
    return this.#next(async () => {
      if (await this.#read(this.#checkedId(id))) return false;
      await this.#requireRoom();
      await this.#write(id, text);
      return true;
    });
  }

  /** @returns false where there was none. */
  remove(id: string): Promise<boolean> {
    return this.#next(async () => {
      if (!(await this.#ids()).includes(this.#checkedId(id))) return false;
      await rm(this.#path(id), { force: true });
      await syncFolder(this.#folder);
      this.changed.emit({ id, version: null });
      return true;
    });
  }

  async #ids(): Promise<string[]> {
    const names = await readdir(this.#folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    });
    return names
      .filter((name) => name.endsWith('.yaml'))
      .map((name) => name.slice(0, -'.yaml'.length))
      .filter((id) => this.#kind.id.safeParse(id).success)
      .toSorted();
  }

  async #read(id: string): Promise<{ readonly file: DocumentFile<T>; readonly text: string } | undefined> {
    const name = `${this.#kind.folder}/${id}.yaml`;
    const text = await readConfigFile(this.#path(id), name);
    if (text === undefined) return undefined;
    if (typeof text !== 'string') return { file: { id, fault: formatFault(text) }, text: '' };
    const { yaml, faults } = readYaml(name, text);
    if (!yaml) return { file: { id, fault: told(faults) }, text };
    const checked = checkSchema(this.#kind.schema, yaml.value, yaml);
    if (!checked.value) return { file: { id, fault: told(checked.faults) }, text };
    if (checked.value.id !== id) {
      const words = `The id in it is “${checked.value.id}”. Name the file ${checked.value.id}.yaml, or change the id.`;
      return { file: { id, fault: told([faultIn(name, 'FILE_NAME', words)]) }, text };
    }
    return { file: { id, document: checked.value, version: versionOf(text) }, text };
  }

  async #write(id: string, text: string): Promise<string> {
    await mkdir(this.#folder, { recursive: true });
    await writeAtomic(this.#path(id), text);
    const version = versionOf(text);
    this.changed.emit({ id, version });
    return version;
  }

  #sound(file: DocumentFile<T>): { readonly document: T; readonly version: string } {
    if (file.fault !== undefined) throw new NexusError('NX_DOCUMENT_FAULT', file.fault, { id: file.id });
    return file;
  }

  /** An id is a name inside the folder, and never a way out of it. */
  #checkedId(id: string): string {
    if (!this.#kind.id.safeParse(id).success) throw this.#notFound(id);
    return id;
  }

  async #requireRoom(): Promise<void> {
    const { most, noun } = this.#kind;
    if ((await this.#ids()).length < most) return;
    throw new NexusError('NX_REQUEST_INVALID', `There are ${most} ${noun}s, which is the limit. Remove one first.`);
  }

  #notFound(id: string): NexusError {
    return new NexusError('NX_NOT_FOUND', `There is no ${this.#kind.noun} “${id}”.`, { id });
  }

  #conflict(id: string, exists: boolean): NexusError {
    const { noun } = this.#kind;
    const text = exists
      ? `The ${noun} “${id}” was changed elsewhere meanwhile. Read it again, then make the change once more.`
      : `The ${noun} “${id}” was removed elsewhere meanwhile.`;
    return new NexusError('NX_REVISION_CONFLICT', text, { id });
  }

  #path(id: string): string {
    return join(this.#folder, `${id}.yaml`);
  }

  #next<R>(step: () => Promise<R>): Promise<R> {
    const run = this.#last.then(step, step);
    this.#last = run.catch(() => undefined);
    return run;
  }
}

const versionOf = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 22);

/** The first fault, and how many more there are. */
function told(faults: readonly Fault[]): string {
  const more = faults.length > 1 ? ` (${faults.length - 1} more in this file)` : '';
  return `${formatFault(faults[0]!)}${more}`;
}
