import { truncateSync } from 'node:fs';
import { crashPoint } from '../../kernel/crash-point.ts';
import type { Disposable } from '../../kernel/lifetime.ts';
import { type FileStep, SyncedFiles } from '../../kernel/synced-files.ts';
import { type EntryFields, sealLine, type TrailHead } from './audit-line.ts';
import { trailPath } from './trail-files.ts';
import type { TrailTail } from './trail-tail.ts';

export interface TrailWriterOptions {
  readonly folder: string;
  readonly key: Uint8Array;
  /** A file is closed before it grows larger. */
  readonly fileBytes: number;
  readonly reserveBytes: number;
  /** What has to follow an entry, such as a checkpoint; asked after each. */
  readonly following: (head: TrailHead) => EntryFields | undefined;
  /** A group of entries is on the medium, or none of it is. Told before the next one is composed. */
  readonly settled: (isWritten: boolean) => void;
}

/** Some entries name the one before them, which is known only when they are written. */
export type EntryToWrite = EntryFields | ((before: TrailHead) => EntryFields);

interface Waiting {
  readonly entry: EntryToWrite;
  readonly done: (error: unknown, head: TrailHead) => void;
}

/** Entries that may wait for the disk; the next one is refused. */
const MAX_WAITING = 20_000;
/** Entries of one write: a sync of more takes no longer, but their memory does. */
const MAX_GROUP = 4_000;

/**
 * Puts entries into the chain and onto the medium. Entries that come while a sync is under way share the next one, so
 * that none waits longer than two syncs. An entry has its place in the chain only when it is written: one that the disk
 * did not take leaves no hole. On a full disk the reserve is given up first.
 */
export class TrailWriter implements Disposable {
  readonly #options: TrailWriterOptions;
  readonly #files: SyncedFiles;
  #head: TrailHead;
  #waiting: Waiting[] = [];
  #work: Promise<void> | undefined;

  constructor(options: TrailWriterOptions, { head, file, torn }: Pick<TrailTail, 'head' | 'file' | 'torn'>) {
    this.#options = options;
    this.#head = head;
    if (file && torn) truncateSync(trailPath(options.folder, file.number), file.bytes);
    const { folder, fileBytes, reserveBytes } = options;
    const pathOf = (number: number): string => trailPath(folder, number);
    this.#files = new SyncedFiles({ folder, pathOf, fileBytes, reserveBytes, mode: 0o600, passed }, file);
  }

  /** The last entry on the medium. */
  get head(): TrailHead {
    return this.#head;
  }

  /** The file that is written. */
  get fileNumber(): number {
    return this.#files.number;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /** Resolves with its place when the entry is on the medium; rejects when the disk did not take it. */
  append(entry: EntryToWrite): Promise<TrailHead> {
    if (this.#waiting.length >= MAX_WAITING)
      return Promise.reject(new Error(`${MAX_WAITING} entries wait for the disk`));
    return new Promise((resolve, reject) => {
      const done = (error: unknown, head: TrailHead): void => (error === undefined ? resolve(head) : reject(error));
      this.#waiting.push({ entry, done });
      this.#work ??= this.#writeAll().finally(() => {
        this.#work = undefined;
      });
    });
  }

  /** Writes what waits and closes. */
  async dispose(): Promise<void> {
    await this.#work;
    await this.#files.dispose();
  }

  async #writeAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const group = this.#waiting.splice(0, MAX_GROUP);
      const { text, places, head } = this.#compose(group);
      const error = await this.#files.append(Buffer.from(text));
      if (error === undefined) this.#head = head;
      this.#options.settled(error === undefined);
      for (const [index, { done }] of group.entries()) done(error, places[index]!);
    }
  }

  #compose(group: readonly Waiting[]): { text: string; places: TrailHead[]; head: TrailHead } {
    let head = this.#head;
    const places: TrailHead[] = [];
    const lines: string[] = [];
    const add = (fields: EntryFields): void => {
      const sealed = sealLine(this.#options.key, head, fields);
      lines.push(sealed.line);
      ({ head } = sealed);
    };
    for (const { entry } of group) {
      add(typeof entry === 'function' ? entry(head) : entry);
      places.push(head);
      const following = this.#options.following(head);
      if (following) add(following);
    }
    return { text: lines.join(''), places, head };
  }
}

const passed = (step: FileStep): void => {
  switch (step) {
    case 'written':
      crashPoint('audit.afterAppend');
      break;
    case 'synced':
      crashPoint('audit.afterSync');
      break;
    default:
      crashPoint('audit.rotate');
  }
};
