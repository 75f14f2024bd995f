import { randomBytes } from 'node:crypto';
import { type LogDisk, writeAll } from '../log-disk.ts';

const NAME = 'ballast';
/** Written between two syncs, so that none of them keeps values waiting for long. */
const STEP_BYTES = 16 * 1024 * 1024;
const CHUNK_BYTES = 1024 * 1024;

/** A file without meaning that takes up room until the disk is full and the room is needed to put things in order. */
export class Ballast {
  readonly wantedBytes: number;
  readonly #disk: LogDisk;
  /** Random, so that a file system that compresses keeps every block of it. */
  #content: Buffer | undefined;

  constructor(disk: LogDisk, wantedBytes: number) {
    this.#disk = disk;
    this.wantedBytes = wantedBytes;
  }

  get bytes(): number {
    return this.#disk.sizeOf(NAME) ?? 0;
  }

  /** What is still to be written; not positive when it is whole. */
  get missingBytes(): number {
    return this.wantedBytes - this.bytes;
  }

  /** Gives the room back. @returns false when there is none to give. */
  release(): boolean {
    if (this.bytes === 0) return false;
    this.#disk.removeFile(NAME);
    this.#disk.syncFolder();
    return true;
  }

  /** Writes the next piece. What a power cut leaves of it is gone on with. @throws what the disk throws. */
  grow(): void {
    const size = this.bytes;
    if (size === this.wantedBytes) return;
    const file = this.#disk.openFile(NAME, 'write') ?? this.#disk.createFile(NAME);
    try {
      const end = Math.min(size + STEP_BYTES, this.wantedBytes);
      if (size > end) file.truncate(end);
      this.#content ??= randomBytes(Math.min(CHUNK_BYTES, this.wantedBytes));
      for (let at = size; at < end; at += this.#content.length)
        writeAll(file, this.#content.subarray(0, Math.min(this.#content.length, end - at)), at);
      file.sync();
      this.#disk.syncFolder();
    } finally {
      file.close();
    }
    if (this.missingBytes <= 0) this.#content = undefined;
  }
}
