import {
  closeSync,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { openCompressed } from './segment/compressed-segment.ts';

/** One file of the log. Every call is synchronous: the log and each of its readers has a thread of its own. */
export interface SegmentFile {
  readonly sizeBytes: number;
  /** Returns the bytes read; fewer than asked only at the end of the file. */
  read(into: Uint8Array, position: number): number;
  /** Returns the bytes written, which near a full disk may be fewer than given without an error. */
  write(bytes: Uint8Array, position: number): number;
  /** Returns when data and size are on the medium. */
  sync(): void;
  truncate(sizeBytes: number): void;
  close(): void;
}

/** How a segment lies in the folder. */
export interface StoredSegment {
  readonly ordinal: number;
  /** What it takes; both copies for the moment in which it is being compressed. */
  readonly bytes: number;
  readonly isCompressed: boolean;
}

/** Of the file system that the folder lies on, for users without privileges. */
export interface DiskSpace {
  readonly freeBytes: number;
  readonly totalBytes: number;
}

const SEGMENT_NAME = /^(\d{12})\.seg(\.zst)?$/;

export function segmentName(ordinal: number): string {
  return `${String(ordinal).padStart(12, '0')}.seg`;
}

/** The name of the compressed copy, which takes the place of the plain one. */
export function compressedName(ordinal: number): string {
  return `${segmentName(ordinal)}.zst`;
}

/**
 * The folder of the log: files by name below, segments by ordinal above. An abstract class, so that tests can stand in
 * for a disk that fills up or loses power.
 */
export abstract class LogDisk {
  /** Names of all files of the folder. */
  abstract names(): readonly string[];
  /** Undefined when there is no such file. */
  abstract sizeOf(name: string): number | undefined;
  /** Makes a file that does not exist yet. */
  abstract createFile(name: string): SegmentFile;
  /** Opens for reading, or for writing too. Undefined when there is no such file. */
  abstract openFile(name: string, mode?: 'read' | 'write'): SegmentFile | undefined;
  /** Puts a file in the place of `to`, whole or not at all. */
  abstract rename(from: string, to: string): void;
  /** Nothing happens when there is no such file. */
  abstract removeFile(name: string): void;
  /** Returns when names made, changed and removed are on the medium. */
  abstract syncFolder(): void;
  abstract space(): DiskSpace;

  /** Ordinals of all segments, rising. */
  list(): readonly number[] {
    const ordinals = new Set<number>();
    for (const name of this.names()) {
      const match = SEGMENT_NAME.exec(name);
      if (match) ordinals.add(Number(match[1]));
    }
    return [...ordinals].sort((a, b) => a - b);
  }

  /** All segments with what they take, by rising ordinal. */
  segments(): readonly StoredSegment[] {
    return this.list().map((ordinal) => {
      const plain = this.sizeOf(segmentName(ordinal));
      const compressed = this.sizeOf(compressedName(ordinal)) ?? 0;
      return { ordinal, bytes: (plain ?? 0) + compressed, isCompressed: plain === undefined };
    });
  }

  create(ordinal: number): SegmentFile {
    return this.createFile(segmentName(ordinal));
  }

  /** Opens for reading, unpacked if need be. Undefined when it was removed meanwhile. */
  open(ordinal: number): SegmentFile | undefined {
    const plain = this.openFile(segmentName(ordinal));
    if (plain) return plain;
    const compressed = this.openFile(compressedName(ordinal));
    return compressed && openCompressed(compressed);
  }

  remove(ordinal: number): void {
    // The plain copy last: while both are there it is the one that is read.
    this.removeFile(compressedName(ordinal));
    this.removeFile(segmentName(ordinal));
  }
}

/** The log in `folder`, which is made when it is missing. */
export function folderDisk(folder: string): LogDisk {
  mkdirSync(folder, { recursive: true });
  return new FolderDisk(folder);
}

class FolderDisk extends LogDisk {
  readonly #folder: string;

  constructor(folder: string) {
    super();
    this.#folder = folder;
  }

  names(): readonly string[] {
    return readdirSync(this.#folder);
  }

  sizeOf(name: string): number | undefined {
    return statSync(join(this.#folder, name), { throwIfNoEntry: false })?.size;
  }

  createFile(name: string): SegmentFile {
    return fileOf(openSync(join(this.#folder, name), 'wx+'));
  }

  openFile(name: string, mode: 'read' | 'write' = 'read'): SegmentFile | undefined {
    try {
      return fileOf(openSync(join(this.#folder, name), mode === 'read' ? 'r' : 'r+'));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  rename(from: string, to: string): void {
    renameSync(join(this.#folder, from), join(this.#folder, to));
  }

  removeFile(name: string): void {
    rmSync(join(this.#folder, name), { force: true });
  }

  syncFolder(): void {
    // Windows has no way to sync a folder; NTFS journals its names.
    if (process.platform === 'win32') return;
    const descriptor = openSync(this.#folder, 'r');
    try {
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  }

  space(): DiskSpace {
    const { bavail, blocks, bsize } = statfsSync(this.#folder);
    return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
  }
}

function fileOf(descriptor: number): SegmentFile {
  return {
    get sizeBytes() {
      return fstatSync(descriptor).size;
    },
    read: (into, position) => {
      let done = 0;
      while (done < into.length) {
        const count = readSync(descriptor, into, done, into.length - done, position + done);
        if (count === 0) break;
        done += count;
      }
      return done;
    },
    write: (bytes, position) => writeSync(descriptor, bytes, 0, bytes.length, position),
    sync: () => fdatasyncSync(descriptor),
    truncate: (sizeBytes) => ftruncateSync(descriptor, sizeBytes),
    close: () => closeSync(descriptor),
  };
}

/** Writes all of `bytes`. Near a full disk a write may be short without an error; the error comes with the next one. */
export function writeAll(file: SegmentFile, bytes: Uint8Array, position: number): void {
  for (let done = 0; done < bytes.length; ) {
    const count = file.write(bytes.subarray(done), position + done);
    if (count <= 0) throw Object.assign(new RangeError('the disk took nothing'), { code: 'ENOSPC' });
    done += count;
  }
}
