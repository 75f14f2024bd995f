import { type DiskSpace, LogDisk, type SegmentFile, segmentName } from './log-disk.ts';

interface StoredFile {
  /** What a read returns: the page cache. */
  cache: Buffer;
  /** What is left after a power cut, unless a sector that was never synced happens to be there. */
  medium: Buffer;
  dirty: Set<number>;
}

/** A change of names that the folder may forget until it is synced. Each is kept or forgotten as a whole. */
type NameChange = (names: Map<string, StoredFile>) => void;

const SECTOR_BYTES = 512;

const diskError = (code: string): Error => Object.assign(new Error(code), { code });

/** For tests: a disk in memory that fills up, writes short, refuses to sync and loses power. */
export class FaultyDisk extends LogDisk {
  /** Bytes that all files together may take. */
  capacityBytes = Number.POSITIVE_INFINITY;
  /** What other programs have written to the same file system. */
  neighbourBytes = 0;
  /** The next syncs that go wrong. Their data are then lost without a later sync saying so, as on Linux. */
  failingSyncs = 0;
  /** Truncating goes wrong, as it may on a disk that is at fault. */
  refusesTruncate = false;
  /** Removing goes wrong, as on Windows while another program has the file open. */
  refusesRemove = false;
  /** A write takes at most this many bytes. */
  longestWriteBytes = Number.POSITIVE_INFINITY;
  /** After this many more changes (writes, syncs, names) every change fails: the moment at which the power goes. */
  changesLeft = Number.POSITIVE_INFINITY;
  readonly #files = new Map<string, StoredFile>();
  #durableNames = new Map<string, StoredFile>();
  #unsyncedNames: NameChange[] = [];

  names(): readonly string[] {
    return [...this.#files.keys()];
  }

  sizeOf(name: string): number | undefined {
    return this.#files.get(name)?.cache.length;
  }

  createFile(name: string): SegmentFile {
    this.#change();
    if (this.#files.has(name)) throw diskError('EEXIST');
    const file: StoredFile = { cache: Buffer.alloc(0), medium: Buffer.alloc(0), dirty: new Set() };
    this.#rename((names) => names.set(name, file));
    return this.openFile(name)!;
  }

  openFile(name: string): SegmentFile | undefined {
    const file = this.#files.get(name);
    if (!file) return undefined;
    return {
      get sizeBytes() {
        return file.cache.length;
      },
      read: (into, position) => file.cache.copy(into, 0, position),
      write: (bytes, position) => this.#write(file, bytes, position),
      sync: () => this.#sync(file),
      truncate: (sizeBytes) => {
        this.#change();
        if (this.refusesTruncate) throw diskError('EIO');
        file.cache = Buffer.from(file.cache.subarray(0, sizeBytes));
      },
      close: () => {},
    };
  }

  rename(from: string, to: string): void {
    this.#change();
    const file = this.#files.get(from);
    if (!file) throw diskError('ENOENT');
    this.#rename((names) => {
      names.delete(from);
      names.set(to, file);
    });
  }

  removeFile(name: string): void {
    if (!this.#files.has(name)) return;
    this.#change();
    if (this.refusesRemove) throw diskError('EPERM');
    this.#rename((names) => names.delete(name));
  }

  syncFolder(): void {
    this.#change();
    this.#durableNames = new Map(this.#files);
    this.#unsyncedNames = [];
  }

  space(): DiskSpace {
    return { freeBytes: Math.max(0, this.capacityBytes - this.#usedBytes()), totalBytes: this.capacityBytes };
  }

  /** The bytes of a segment, to be damaged in place. */
  bytes(ordinal: number): Buffer {
    return this.content(segmentName(ordinal));
  }

  replace(ordinal: number, bytes: Buffer): void {
    this.put(segmentName(ordinal), bytes);
  }

  /** The bytes of any file, to be damaged in place. */
  content(name: string): Buffer {
    return this.#files.get(name)!.cache;
  }

  put(name: string, bytes: Buffer): void {
    const file: StoredFile = { cache: bytes, medium: bytes, dirty: new Set() };
    this.#files.set(name, file);
    this.#durableNames.set(name, file);
  }

  /** The disk as it is found after the power came back. `random` yields [0, 1). */
  afterPowerCut(random: () => number): FaultyDisk {
    const names = new Map(this.#durableNames);
    for (const change of this.#unsyncedNames) if (random() < 0.5) change(names);
    const found = new FaultyDisk();
    for (const [name, file] of names) {
      const size = file.medium.length + Math.floor(random() * Math.max(0, file.cache.length - file.medium.length + 1));
      const bytes = Buffer.alloc(size);
      file.medium.copy(bytes);
      for (const sector of file.dirty) {
        const at = sector * SECTOR_BYTES;
        if (random() < 0.5 && at < size) file.cache.copy(bytes, at, at, Math.min(at + SECTOR_BYTES, size));
      }
      found.put(name, bytes);
    }
    return found;
  }

  #rename(change: NameChange): void {
    change(this.#files);
    this.#unsyncedNames.push(change);
  }

  #change(): void {
    if (this.changesLeft <= 0) throw diskError('EIO');
    this.changesLeft--;
  }

  #usedBytes(): number {
    let used = this.neighbourBytes;
    for (const { cache } of this.#files.values()) used += cache.length;
    return used;
  }

  #write(file: StoredFile, bytes: Uint8Array, position: number): number {
    this.#change();
    const wanted = Math.min(bytes.length, this.longestWriteBytes);
    const room = Math.max(0, this.capacityBytes - this.#usedBytes());
    // What the file already takes can be written over on a full disk.
    const count = Math.min(wanted, room + Math.max(0, file.cache.length - position));
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
    this.#change();
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
