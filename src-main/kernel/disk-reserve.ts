import { closeSync, fdatasyncSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';

const BLOCK = 1024 * 1024;

/**
 * Room on the disk that is kept for one purpose: a file of zeros that is given up when the disk is full
 * (reliability reference 3.7).
 */
export class DiskReserve {
  readonly #path: string;
  readonly #bytes: number;
  #isThere = false;

  constructor(folder: string, bytes: number) {
    this.#path = join(folder, 'reserve');
    this.#bytes = bytes;
  }

  /** Whether there is something to give up. */
  get isThere(): boolean {
    return this.#isThere;
  }

  /** Takes the room unless it is taken already. Where the disk has none the reserve stays away: its owner works without. */
  make(): void {
    if (this.#bytes === 0 || this.#isThere) return;
    if (statSync(this.#path, { throwIfNoEntry: false })?.size === this.#bytes) {
      this.#isThere = true;
      return;
    }
    try {
      const descriptor = openSync(this.#path, 'w');
      try {
        // Zeros that are written take blocks; a size that is only set takes none.
        const block = Buffer.alloc(BLOCK);
        for (let done = 0; done < this.#bytes; )
          done += writeSync(descriptor, block, 0, Math.min(block.length, this.#bytes - done));
        fdatasyncSync(descriptor);
      } finally {
        closeSync(descriptor);
      }
      this.#isThere = true;
    } catch {
      rmSync(this.#path, { force: true });
    }
  }

  /** Gives the room up. @returns false when there was none. */
  async giveUp(): Promise<boolean> {
    if (!this.#isThere) return false;
    await rm(this.#path, { force: true });
    this.#isThere = false;
    return true;
  }
}
