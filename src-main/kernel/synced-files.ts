import { mkdirSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { DiskReserve } from './disk-reserve.ts';
import { isDiskFull } from './is-disk-full.ts';
import type { Disposable } from './lifetime.ts';
import { syncFolder } from './sync-folder.ts';

/** The newest file of an earlier run, and its sound bytes. */
export interface NewestFile {
  readonly number: number;
  readonly bytes: number;
}

/** Of an append: its bytes are in the file, they are on the medium; a file was begun for it. */
export type FileStep = 'written' | 'synced' | 'begun';

export interface SyncedFilesOptions {
  readonly folder: string;
  /** Files are numbered from 1. */
  readonly pathOf: (number: number) => string;
  /** A file is closed before it grows larger; an append that is larger has a file to itself. */
  readonly fileBytes: number;
  /** Kept free for these files alone: given up when the disk is full (reliability reference 3.7). */
  readonly reserveBytes: number;
  /** Permissions of a file; the usual ones unless given. */
  readonly mode?: number;
  /** Told of each step of an append, so that tests can end the program there. */
  readonly passed?: (step: FileStep) => void;
}

/**
 * Bytes that are on the medium when their append resolves, whole or not at all, in numbered files of one folder. The
 * newest file goes on after a start: starts must not make files without end.
 */
export class SyncedFiles implements Disposable {
  readonly #options: SyncedFilesOptions;
  readonly #reserve: DiskReserve;
  #file: FileHandle | undefined;
  #number: number;
  #bytes: number;
  /** The newest file goes on where it is not open. */
  #goesOn: boolean;

  constructor(options: SyncedFilesOptions, newest: NewestFile | undefined) {
    mkdirSync(options.folder, { recursive: true, mode: 0o700 });
    this.#options = options;
    this.#number = newest?.number ?? 0;
    this.#bytes = newest?.bytes ?? 0;
    this.#goesOn = newest !== undefined;
    this.#reserve = new DiskReserve(options.folder, options.reserveBytes);
    this.#reserve.make();
  }

  /** The newest file; 0 when there is none. */
  get number(): number {
    return this.#number;
  }

  /**
   * One at a time. On a full disk the reserve is given up first.
   * @returns the error of a disk that did not take it, of which nothing will come later; else undefined.
   */
  async append(bytes: Uint8Array): Promise<unknown> {
    try {
      await this.#write(bytes);
      this.#reserve.make();
      return undefined;
    } catch (error) {
      if (!isDiskFull(error) || !(await this.#reserve.giveUp())) return error;
      return await this.#write(bytes).then(
        () => undefined,
        (again: unknown) => again,
      );
    }
  }

  /** To be called when no append is under way. */
  async dispose(): Promise<void> {
    await this.#reserve.settled();
    await this.#file?.close();
    this.#file = undefined;
  }

  async #write(bytes: Uint8Array): Promise<void> {
    const { passed } = this.#options;
    const file = await this.#fileFor(bytes.length);
    try {
      for (let done = 0; done < bytes.length; ) {
        const { bytesWritten } = await file.write(bytes, done, bytes.length - done, this.#bytes + done);
        done += bytesWritten;
      }
      passed?.('written');
      await file.datasync();
      passed?.('synced');
      this.#bytes += bytes.length;
    } catch (error) {
      // Nothing of the unsynced part is believed: it is cut off, and the next append takes its place.
      const isCut = await file.truncate(this.#bytes).then(
        () => true,
        () => false,
      );
      await file.close().catch(() => undefined);
      this.#file = undefined;
      // A disk that refused a sync may have lost more of the file than it says: only a full one goes on with it.
      this.#goesOn = isCut && isDiskFull(error);
      throw error;
    }
  }

  async #fileFor(bytes: number): Promise<FileHandle> {
    const { folder, pathOf, fileBytes, mode, passed } = this.#options;
    const hasRoom = this.#bytes === 0 || this.#bytes + bytes <= fileBytes;
    if (this.#file && hasRoom) return this.#file;
    await this.#file?.close();
    this.#file = undefined;
    if (this.#goesOn && hasRoom) return (this.#file = await open(pathOf(this.#number), 'r+'));
    const begun = await open(pathOf(this.#number + 1), 'wx', mode);
    this.#number++;
    this.#bytes = 0;
    // Where its name does not come onto the medium, the next append begins another.
    this.#goesOn = false;
    try {
      passed?.('begun');
      syncFolder(folder);
    } catch (error) {
      await begun.close();
      throw error;
    }
    this.#goesOn = true;
    return (this.#file = begun);
  }
}
