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
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

/** One segment file. Every call is synchronous: the log and each of its readers has a thread of its own. */
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

/** The folder of segments as the log needs it, so that tests can stand in for a disk that fills up or loses power. */
export interface LogDisk {
  /** Ordinals of all segments, rising. */
  list(): readonly number[];
  /** Makes a file that does not exist yet. */
  create(ordinal: number): SegmentFile;
  /** Opens for reading. Undefined when it was trimmed meanwhile. */
  open(ordinal: number): SegmentFile | undefined;
  remove(ordinal: number): void;
  /** Returns when names made and removed are on the medium. */
  syncFolder(): void;
}

const SEGMENT_NAME = /^(\d{12})\.seg$/;

export function segmentName(ordinal: number): string {
  return `${String(ordinal).padStart(12, '0')}.seg`;
}

/** Segments as files of `folder`, which is made when it is missing. */
export function folderDisk(folder: string): LogDisk {
  mkdirSync(folder, { recursive: true });
  const pathOf = (ordinal: number): string => join(folder, segmentName(ordinal));
  return {
    list: () =>
      readdirSync(folder)
        .map((name) => Number(SEGMENT_NAME.exec(name)?.[1] ?? Number.NaN))
        .filter((ordinal) => !Number.isNaN(ordinal))
        .sort((a, b) => a - b),
    create: (ordinal) => fileOf(openSync(pathOf(ordinal), 'wx+')),
    open: (ordinal) => {
      try {
        return fileOf(openSync(pathOf(ordinal), 'r'));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        throw error;
      }
    },
    remove: (ordinal) => rmSync(pathOf(ordinal), { force: true }),
    syncFolder: () => {
      // Windows has no way to sync a folder; NTFS journals its names.
      if (process.platform === 'win32') return;
      const descriptor = openSync(folder, 'r');
      try {
        fsyncSync(descriptor);
      } finally {
        closeSync(descriptor);
      }
    },
  };
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
