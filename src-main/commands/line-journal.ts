import { mkdirSync, readdirSync, readFileSync, truncateSync } from 'node:fs';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DiskReserve } from '../kernel/disk-reserve.ts';
import { isDiskFull } from '../kernel/is-disk-full.ts';
import type { Disposable } from '../kernel/lifetime.ts';
import { syncFolder } from '../kernel/sync-folder.ts';

export interface LineJournalOptions {
  /** A file is closed before it grows larger. */
  readonly fileBytes: number;
  /** Files kept, the open one included. */
  readonly files: number;
  /** Kept free for the journal alone: given up when the disk is full (reliability reference 3.7). */
  readonly reserveBytes: number;
}

export const JOURNAL_DEFAULTS: LineJournalOptions = {
  fileBytes: 16 * 1024 * 1024,
  files: 8,
  reserveBytes: 16 * 1024 * 1024,
};

const FILE_NAME = /^(\d{8})\.jsonl$/;
/** Lines that may wait for the disk; an append beyond it is refused. */
const MAX_WAITING = 20_000;

interface Waiting {
  readonly line: string;
  readonly done: (error?: unknown) => void;
}

/**
 * Lines that are on the medium when `append` resolves, in numbered files of one folder. Appends that come while a sync
 * is under way share the next one. On a full disk the reserve is given up first; only then an append rejects.
 */
export class LineJournal implements Disposable {
  readonly #folder: string;
  readonly #options: LineJournalOptions;
  #numbers: number[];
  #file: FileHandle | undefined;
  #bytes = 0;
  /** Bytes of the newest file of an earlier run, which is gone on with: starts must not push lines out. */
  #goesOnAt: number | undefined;
  #waiting: Waiting[] = [];
  #work: Promise<void> | undefined;
  readonly #reserve: DiskReserve;

  private constructor(folder: string, options: LineJournalOptions, numbers: number[], goesOnAt: number | undefined) {
    this.#folder = folder;
    this.#goesOnAt = goesOnAt;
    this.#options = options;
    this.#numbers = numbers;
    this.#reserve = new DiskReserve(folder, options.reserveBytes);
    this.#reserve.make();
  }

  /** Opens a folder, which is made when it is missing. A torn last line is cut off. @returns every whole line, oldest first. */
  static open(folder: string, options = JOURNAL_DEFAULTS): { readonly journal: LineJournal; readonly lines: string[] } {
    mkdirSync(folder, { recursive: true });
    const numbers = readdirSync(folder)
      .map((name) => Number(FILE_NAME.exec(name)?.[1] ?? Number.NaN))
      .filter((number) => !Number.isNaN(number))
      .sort((a, b) => a - b);
    const lines: string[] = [];
    let newestBytes: number | undefined;
    for (const number of numbers) {
      const path = pathOf(folder, number);
      const content = readFileSync(path);
      const end = content.lastIndexOf(10) + 1;
      if (end < content.length) truncateSync(path, end);
      newestBytes = end;
      for (const line of content.toString('utf8', 0, end).split('\n')) if (line !== '') lines.push(line);
    }
    return { journal: new LineJournal(folder, options, numbers, newestBytes), lines };
  }

  /** Resolves when the line is on the medium; rejects when the disk did not take it, and nothing of it will come later. */
  append(line: string): Promise<void> {
    if (this.#waiting.length >= MAX_WAITING) return Promise.reject(new Error(`${MAX_WAITING} lines wait for the disk`));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ line, done: (error) => (error === undefined ? resolve() : reject(error)) });
      this.#work ??= this.#writeAll().finally(() => {
        this.#work = undefined;
      });
    });
  }

  /** Writes what waits and closes. */
  async dispose(): Promise<void> {
    await this.#work;
    await this.#reserve.settled();
    await this.#file?.close();
    this.#file = undefined;
  }

  async #writeAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const group = this.#waiting;
      this.#waiting = [];
      const error = await this.#write(Buffer.from(group.map(({ line }) => `${line}\n`).join('')));
      for (const { done } of group) done(error);
    }
  }

  async #write(bytes: Buffer): Promise<unknown> {
    try {
      await this.#writeSynced(bytes);
      this.#reserve.make();
      return undefined;
    } catch (error) {
      if (!isDiskFull(error) || !(await this.#reserve.giveUp())) return error;
      return await this.#writeSynced(bytes).then(
        () => undefined,
        (again: unknown) => again,
      );
    }
  }

  async #writeSynced(bytes: Buffer): Promise<void> {
    const file = await this.#fileFor(bytes.length);
    try {
      for (let done = 0; done < bytes.length; ) {
        const { bytesWritten } = await file.write(bytes, done, bytes.length - done, this.#bytes + done);
        done += bytesWritten;
      }
      await file.datasync();
      this.#bytes += bytes.length;
    } catch (error) {
      // Nothing of this file's unsynced part is believed: it is cut off, and the next group begins a file of its own.
      await file.truncate(this.#bytes).catch(() => undefined);
      await file.close().catch(() => undefined);
      this.#file = undefined;
      throw error;
    }
  }

  async #fileFor(bytes: number): Promise<FileHandle> {
    if (this.#file && this.#bytes + bytes <= this.#options.fileBytes) return this.#file;
    await this.#file?.close();
    this.#file = undefined;
    const goesOnAt = this.#goesOnAt;
    this.#goesOnAt = undefined;
    if (goesOnAt !== undefined && goesOnAt + bytes <= this.#options.fileBytes) {
      this.#file = await open(pathOf(this.#folder, this.#numbers.at(-1)!), 'r+');
      this.#bytes = goesOnAt;
      return this.#file;
    }
    const number = (this.#numbers.at(-1) ?? 0) + 1;
    const file = await open(pathOf(this.#folder, number), 'wx');
    syncFolder(this.#folder);
    this.#numbers.push(number);
    this.#bytes = 0;
    this.#file = file;
    for (const old of this.#numbers.splice(0, this.#numbers.length - this.#options.files)) {
      await rm(pathOf(this.#folder, old), { force: true });
    }
    return file;
  }
}

const pathOf = (folder: string, number: number): string => join(folder, `${String(number).padStart(8, '0')}.jsonl`);
