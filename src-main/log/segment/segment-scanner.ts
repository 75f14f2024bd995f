import type { LogDisk, SegmentFile } from '../log-disk.ts';
import {
  decodeSegmentHeader,
  plausibleLength,
  RECORD_HEADER_BYTES,
  type RecordHead,
  readRecordHead,
  SEGMENT_HEADER_BYTES,
  type SegmentHeader,
} from './segment-format.ts';

/** A record as it lies in the scanner's buffer; good until the next call of `next`. */
export interface ScannedRecord extends RecordHead {
  readonly buffer: ArrayBuffer;
  /** Where the payload begins in `buffer`: a multiple of 8. */
  readonly payloadAt: number;
  readonly payloadBytes: number;
}

/** Read at a time; less where there is no more to read, since folders are scanned for their headers alone. */
const CHUNK_BYTES = 256 * 1024;

/**
 * Reads the records of one segment in order with bounded memory. A record whose CRC does not fit is passed over: the
 * next one is looked for at every multiple of 8, and found by its CRC. Nothing here throws for damaged bytes.
 */
export class SegmentScanner {
  /** Undefined when the header is damaged: then nothing of the segment can be told apart from garbage. */
  readonly header: SegmentHeader | undefined;
  /** Places where one or more records in a row were damaged. */
  damagedPlaces = 0;
  damagedBytes = 0;
  readonly #file: SegmentFile;
  #buffer = Buffer.from(new ArrayBuffer(SEGMENT_HEADER_BYTES));
  #view = new DataView(this.#buffer.buffer);
  /** Position in the file of the first byte of the buffer, and how many bytes after it are there. */
  #base = 0;
  #filled = 0;
  #offset = SEGMENT_HEADER_BYTES;
  #inDamage = false;

  /** A file whose header names another ordinal than `ordinal` is a copy under a wrong name: as good as damaged. */
  constructor(file: SegmentFile, ordinal: number) {
    this.#file = file;
    if (!this.#has(0, SEGMENT_HEADER_BYTES, SEGMENT_HEADER_BYTES)) return;
    const header = decodeSegmentHeader(this.#buffer.subarray(0, SEGMENT_HEADER_BYTES));
    if (header?.ordinal === ordinal) this.header = header;
  }

  /** Where the next record is looked for. */
  get offset(): number {
    return this.#offset;
  }

  /** The next whole record that ends at or before `limit` (a position in the file); undefined when there is none. */
  next(limit: number): ScannedRecord | undefined {
    const seed = this.header?.seed;
    if (seed === undefined) return undefined;
    for (; this.#offset + RECORD_HEADER_BYTES <= limit; this.#step()) {
      if (!this.#has(this.#offset, RECORD_HEADER_BYTES, limit)) return undefined;
      const length = plausibleLength(this.#view, this.#offset - this.#base);
      if (length === 0 || this.#offset + length > limit || !this.#has(this.#offset, length, limit)) continue;
      const at = this.#offset - this.#base;
      const head = readRecordHead(this.#buffer, this.#view, at, length, seed);
      if (!head) continue;
      this.#inDamage = false;
      this.#offset += length;
      const payloadAt = at + RECORD_HEADER_BYTES;
      return {
        ...head,
        buffer: this.#buffer.buffer as ArrayBuffer,
        payloadAt,
        payloadBytes: length - RECORD_HEADER_BYTES,
      };
    }
    return undefined;
  }

  /** Counts what is left before the end of a segment that will not grow any more. */
  finish(sizeBytes: number): void {
    if (this.#offset >= sizeBytes) return;
    if (!this.#inDamage) this.damagedPlaces++;
    this.#inDamage = true;
    this.damagedBytes += sizeBytes - this.#offset;
    this.#offset = sizeBytes;
  }

  #step(): void {
    if (!this.#inDamage) this.damagedPlaces++;
    this.#inDamage = true;
    this.damagedBytes += 8;
    this.#offset += 8;
  }

  /**
   * Makes sure that `length` bytes from `position` are in the buffer. Nothing at or behind `limit` is kept: in the
   * segment that is being written those bytes may still change.
   */
  #has(position: number, length: number, limit: number): boolean {
    if (position >= this.#base && position + length <= this.#base + this.#filled) return true;
    const keep = this.#buffer.subarray(position - this.#base, this.#filled);
    const into = this.#bufferFor(length, limit - position);
    into.set(keep, 0);
    this.#filled = keep.length;
    this.#base = position;
    if (into !== this.#buffer) {
      this.#buffer = into;
      this.#view = new DataView(into.buffer);
    }
    const room = Math.min(into.length, limit - position);
    this.#filled += this.#file.read(into.subarray(this.#filled, room), position + this.#filled);
    return this.#filled >= length;
  }

  /** Grows twofold at least, so that a reader that follows the open segment does not grow it at each record. */
  #bufferFor(length: number, rest: number): Buffer<ArrayBuffer> {
    const wanted = Math.max(length, Math.min(rest, CHUNK_BYTES));
    if (wanted <= this.#buffer.length) return this.#buffer;
    return Buffer.from(new ArrayBuffer(Math.max(wanted, Math.min(this.#buffer.length * 2, CHUNK_BYTES))));
  }
}

/** The header of a segment; undefined when the file is gone or nothing of it can be told apart from garbage. */
export function headerOf(disk: LogDisk, ordinal: number): SegmentHeader | undefined {
  const file = disk.open(ordinal);
  if (!file) return undefined;
  try {
    return new SegmentScanner(file, ordinal).header;
  } finally {
    file.close();
  }
}
