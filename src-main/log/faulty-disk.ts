import type { LogDisk, SegmentFile } from './log-disk.ts';

interface StoredFile {
  /** What a read returns: the page cache. */
  cache: Buffer;
  /** What is left after a power cut, unless a sector that was never synced happens to be there. */
  medium: Buffer;
  dirty: Set<number>;
  isNameDurable: boolean;
}

const SECTOR_BYTES = 512;

const diskError = (code: string): Error => Object.assign(new Error(code), { code });

/** For tests: a disk in memory that fills up, writes short, refuses to sync and loses power. */
export class FaultyDisk implements LogDisk {
  /** Bytes that all files together may take. */
  capacityBytes = Number.POSITIVE_INFINITY;
  /** The next syncs that go wrong. Their data are then lost without a later sync saying so, as on Linux. */
  failingSyncs = 0;
  /** Truncating goes wrong, as it may on a disk that is at fault. */
  refusesTruncate = false;
  /** A write takes at most this many bytes. */
  longestWriteBytes = Number.POSITIVE_INFINITY;
  readonly #files = new Map<number, StoredFile>();

  list(): readonly number[] {
    return [...this.#files.keys()].sort((a, b) => a - b);
  }

  create(ordinal: number): SegmentFile {
    if (this.#files.has(ordinal)) throw diskError('EEXIST');
    this.#files.set(ordinal, {
      cache: Buffer.alloc(0),
      medium: Buffer.alloc(0),
      dirty: new Set(),
      isNameDurable: false,
    });
    return this.open(ordinal)!;
  }

  remove(ordinal: number): void {
    this.#files.delete(ordinal);
  }

  syncFolder(): void {
    for (const file of this.#files.values()) file.isNameDurable = true;
  }

  open(ordinal: number): SegmentFile | undefined {
    const file = this.#files.get(ordinal);
    if (!file) return undefined;
    return {
      get sizeBytes() {
        return file.cache.length;
      },
      read: (into, position) => file.cache.copy(into, 0, position),
      write: (bytes, position) => this.#write(file, bytes, position),
      sync: () => this.#sync(file),
      truncate: (sizeBytes) => {
        if (this.refusesTruncate) throw diskError('EIO');
        file.cache = Buffer.from(file.cache.subarray(0, sizeBytes));
      },
      close: () => {},
    };
  }

  /** The bytes of a segment, to be damaged in place. */
  bytes(ordinal: number): Buffer {
    return this.#files.get(ordinal)!.cache;
  }

  replace(ordinal: number, bytes: Buffer): void {
    this.#files.set(ordinal, { cache: bytes, medium: bytes, dirty: new Set(), isNameDurable: true });
  }

  /** The disk as it is found after the power came back. `random` yields [0, 1). */
  afterPowerCut(random: () => number): FaultyDisk {
    const found = new FaultyDisk();
    for (const [ordinal, file] of this.#files) {
      if (!file.isNameDurable && random() < 0.5) continue;
      const size = file.medium.length + Math.floor(random() * Math.max(0, file.cache.length - file.medium.length + 1));
      const bytes = Buffer.alloc(size);
      file.medium.copy(bytes);
      for (const sector of file.dirty) {
        const at = sector * SECTOR_BYTES;
        if (random() < 0.5 && at < size) file.cache.copy(bytes, at, at, Math.min(at + SECTOR_BYTES, size));
      }
      found.replace(ordinal, bytes);
    }
    return found;
  }

  #write(file: StoredFile, bytes: Uint8Array, position: number): number {
    let used = 0;
    for (const { cache } of this.#files.values()) used += cache.length;
    const wanted = Math.min(bytes.length, this.longestWriteBytes);
    const count = Math.min(wanted, Math.max(0, this.capacityBytes - used));
    if (count === 0) throw diskError('ENOSPC');
    const grown = Buffer.alloc(Math.max(file.cache.length, position + count));
    file.cache.copy(grown);
    grown.set(bytes.subarray(0, count), position);
    file.cache = grown;
    for (let at = position; at < position + count; at += SECTOR_BYTES) file.dirty.add(Math.floor(at / SECTOR_BYTES));
    file.dirty.add(Math.floor((position + count - 1) / SECTOR_BYTES));
    return count;
  }

  #sync(file: StoredFile): void {
    if (this.failingSyncs > 0) {
      this.failingSyncs--;
      file.dirty.clear();
      throw diskError('EIO');
    }
    const medium = Buffer.alloc(file.cache.length);
    file.medium.copy(medium);
    for (const sector of file.dirty)
      file.cache.copy(medium, sector * SECTOR_BYTES, sector * SECTOR_BYTES, (sector + 1) * SECTOR_BYTES);
    file.medium = medium;
    file.dirty.clear();
  }
}
