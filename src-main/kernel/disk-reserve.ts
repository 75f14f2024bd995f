import { randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import { open, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';

const BLOCK = 1024 * 1024;
/** So much of its size must be free before it is made: a disk that was full must not be filled by it. */
const AMPLE = 2;

/**
 * Room on the disk that is kept for one purpose: a file without meaning that is given up when the disk is full
 * (reliability reference 3.7).
 */
export class DiskReserve {
  readonly #folder: string;
  readonly #path: string;
  readonly #bytes: number;
  /** Random, so that a file system that compresses keeps every block of it. */
  #block: Buffer | undefined;
  #isThere = false;
  #making: Promise<void> | undefined;

  constructor(folder: string, bytes: number) {
    this.#folder = folder;
    this.#path = join(folder, 'reserve');
    this.#bytes = bytes;
  }

  /** Whether there is something to give up. */
  get isThere(): boolean {
    return this.#isThere;
  }

  /**
   * Takes the room unless it is taken already, without anybody waiting for it: a start does not wait for a disk. To be
   * asked again after what was written, because where the disk has no ample room the reserve stays away and its owner
   * works without.
   */
  make(): void {
    if (this.#bytes === 0 || this.#isThere || this.#making) return;
    if (statSync(this.#path, { throwIfNoEntry: false })?.size === this.#bytes) {
      this.#isThere = true;
      return;
    }
    this.#making = this.#fill()
      .catch(() => rm(this.#path, { force: true }))
      .finally(() => {
        this.#making = undefined;
        this.#block = undefined;
      });
  }

  /** Gives the room up. @returns false when there was none. */
  async giveUp(): Promise<boolean> {
    await this.#making;
    if (!this.#isThere) return false;
    await rm(this.#path, { force: true });
    this.#isThere = false;
    return true;
  }

  /** Ends what is being made. */
  async settled(): Promise<void> {
    await this.#making;
  }

  async #fill(): Promise<void> {
    const { bavail, bsize } = await statfs(this.#folder);
    if (bavail * bsize < this.#bytes * AMPLE) return;
    const file = await open(this.#path, 'w');
    try {
      for (let done = 0; done < this.#bytes; ) done += (await file.write(this.#piece(done))).bytesWritten;
      await file.datasync();
    } finally {
      await file.close();
    }
    this.#isThere = true;
  }

  #piece(done: number): Buffer {
    this.#block ??= randomBytes(Math.min(BLOCK, this.#bytes));
    return this.#block.subarray(0, this.#bytes - done);
  }
}
