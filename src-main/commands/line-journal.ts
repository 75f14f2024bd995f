import { mkdirSync, readdirSync, readFileSync, truncateSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Disposable } from '../kernel/lifetime.ts';
import { type NewestFile, SyncedFiles } from '../kernel/synced-files.ts';

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
  readonly #files: SyncedFiles;
  readonly #numbers: number[];
  #waiting: Waiting[] = [];
  #work: Promise<void> | undefined;

  private constructor(folder: string, options: LineJournalOptions, numbers: number[], newest: NewestFile | undefined) {
    this.#folder = folder;
    this.#options = options;
    this.#numbers = numbers;
    const { fileBytes, reserveBytes } = options;
    this.#files = new SyncedFiles(
      { folder, pathOf: (number) => pathOf(folder, number), fileBytes, reserveBytes },
      newest,
    );
  }

  /** Opens a folder, which is made when it is missing. A torn last line is cut off. @returns every whole line, oldest first. */
  static open(folder: string, options = JOURNAL_DEFAULTS): { readonly journal: LineJournal; readonly lines: string[] } {
    mkdirSync(folder, { recursive: true });
    const numbers = readdirSync(folder)
      .map((name) => Number(FILE_NAME.exec(name)?.[1] ?? Number.NaN))
      .filter((number) => !Number.isNaN(number))
      .sort((a, b) => a - b);
    const lines: string[] = [];
    let newest: NewestFile | undefined;
    for (const number of numbers) {
      const path = pathOf(folder, number);
      const content = readFileSync(path);
      const end = content.lastIndexOf(10) + 1;
      if (end < content.length) truncateSync(path, end);
      newest = { number, bytes: end };
      for (const line of content.toString('utf8', 0, end).split('\n')) if (line !== '') lines.push(line);
    }
    return { journal: new LineJournal(folder, options, numbers, newest), lines };
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
    await this.#files.dispose();
  }

  async #writeAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const group = this.#waiting;
      this.#waiting = [];
      const error = await this.#write(Buffer.from(group.map(({ line }) => `${line}\n`).join('')));
      for (const { done } of group) done(error);
    }
  }

  /** @returns the error of a disk that did not take them. */
  async #write(bytes: Buffer): Promise<unknown> {
    const error = await this.#files.append(bytes);
    const { number } = this.#files;
    if (number !== (this.#numbers.at(-1) ?? 0)) this.#numbers.push(number);
    for (const old of this.#numbers.splice(0, this.#numbers.length - this.#options.files))
      await rm(pathOf(this.#folder, old), { force: true });
    return error;
  }
}

const pathOf = (folder: string, number: number): string => join(folder, `${String(number).padStart(8, '0')}.jsonl`);
