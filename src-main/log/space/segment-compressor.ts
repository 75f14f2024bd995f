import { promisify } from 'node:util';
import { constants, zstdCompress } from 'node:zlib';
import { compressedName, type LogDisk, type StoredSegment, segmentName, writeAll } from '../log-disk.ts';
import { compressedFront } from '../segment/compressed-segment.ts';
import { SEGMENT_HEADER_BYTES } from '../segment/segment-format.ts';

/** Sinks that keep up read plain segments: only what lies behind these is backlog. */
const PLAIN_SEGMENTS = 4;
/** A copy that saves less is not worth unpacking. */
const WORTH = 0.9;
const PART = /^\d{12}\.seg\.zst\.part$/;

const compress = promisify(zstdCompress);

/**
 * Compresses the backlog, one segment at a time and away from the thread that writes. The copy takes the place of the
 * segment only when it is whole on the medium; a power cut at any moment leaves at least one of the two.
 */
export class SegmentCompressor {
  readonly #disk: LogDisk;
  readonly #level: number;
  readonly #unworthy = new Set<number>();

  constructor(disk: LogDisk, level = 2) {
    this.#disk = disk;
    this.#level = level;
  }

  /** Clears away what a power cut left of copies that were being made. */
  clean(): void {
    for (const name of this.#disk.names()) if (PART.test(name)) this.#disk.removeFile(name);
    for (const ordinal of this.#disk.list()) {
      const isTwice = this.#disk.sizeOf(segmentName(ordinal)) !== undefined;
      // The plain one is what was read until now.
      if (isTwice) this.#disk.removeFile(compressedName(ordinal));
    }
  }

  /**
   * Compresses the oldest plain segment of the backlog, if there is one.
   * @param closed all closed segments, rising.
   * @throws what the disk throws; the segment then stays as it is.
   */
  async step(closed: readonly StoredSegment[]): Promise<'compressed' | 'idle'> {
    const backlog = closed.slice(0, -PLAIN_SEGMENTS);
    for (const ordinal of this.#unworthy)
      if (!backlog.some((segment) => segment.ordinal === ordinal)) this.#unworthy.delete(ordinal);
    const next = backlog.find(({ ordinal, isCompressed }) => !isCompressed && !this.#unworthy.has(ordinal));
    if (!next || this.#disk.space().freeBytes < next.bytes * 2) return 'idle';
    const segment = this.#read(next.ordinal);
    if (!segment) return 'idle';
    const frame = await compress(segment, { params: { [constants.ZSTD_c_compressionLevel]: this.#level } });
    // Dropped or trimmed meanwhile.
    if (this.#disk.sizeOf(segmentName(next.ordinal)) === undefined) return 'idle';
    if (frame.length > segment.length * WORTH) {
      this.#unworthy.add(next.ordinal);
      return 'idle';
    }
    this.#replace(next.ordinal, compressedFront(segment), frame);
    return 'compressed';
  }

  #read(ordinal: number): Buffer | undefined {
    const file = this.#disk.openFile(segmentName(ordinal));
    if (!file) return undefined;
    try {
      const segment = Buffer.allocUnsafe(file.sizeBytes);
      const isWhole = segment.length >= SEGMENT_HEADER_BYTES && file.read(segment, 0) === segment.length;
      if (!isWhole) this.#unworthy.add(ordinal);
      return isWhole ? segment : undefined;
    } finally {
      file.close();
    }
  }

  #replace(ordinal: number, front: Buffer, frame: Buffer): void {
    const part = `${compressedName(ordinal)}.part`;
    this.#disk.removeFile(part);
    try {
      const file = this.#disk.createFile(part);
      try {
        writeAll(file, front, 0);
        writeAll(file, frame, front.length);
        file.sync();
      } finally {
        file.close();
      }
      this.#disk.rename(part, compressedName(ordinal));
    } catch (error) {
      // Not tried again and again on a disk that is at fault.
      this.#unworthy.add(ordinal);
      this.#disk.removeFile(part);
      throw error;
    }
    this.#disk.syncFolder();
    this.#disk.removeFile(segmentName(ordinal));
  }
}
