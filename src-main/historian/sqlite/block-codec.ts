import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { decodeBatch, encodeBatch } from '../../../src-shared/domain/batch-frame.ts';
import type { TypedCell } from '../../../src-shared/domain/point-batch.ts';
import type { Columns } from '../columns.ts';

/*
 * A block of one tag: u8 version, u8 flags, u16 0, u32 count, u32 bytes of cells, then one zstd frame (with checksum) of
 *   8 byte planes of time · 8 byte planes of value · 4 byte planes of status (flag 1) · cells (flag 2)
 * A plane holds the same byte of every row: neighbours differ little, so that zstd finds long runs. Time is the second
 * difference, value the first difference of the bits of the float64 taken as 64-bit integers, zigzag coded: exact for
 * every bit pattern (NaN, ±Infinity, −0) because nothing is computed in floating point.
 */
const VERSION = 1;
const HEADER_BYTES = 12;
/** Room for the 20 bytes of 50,000 points. */
const MAX_CHUNK_BYTES = 1_000_000;
const HAS_STATUS = 1;
const HAS_CELLS = 2;
const ZSTD_OPTIONS = {
  params: { [constants.ZSTD_c_compressionLevel]: 3, [constants.ZSTD_c_checksumFlag]: 1 },
};

export function encodeBlock(columns: Columns): Buffer {
  const n = columns.timeUs.length;
  const status = columns.status.some((code) => code !== 0) ? columns.status : undefined;
  const cells = columns.cells.length > 0 ? encodeCells(columns.cells) : undefined;
  const raw = Buffer.alloc(n * 16 + (status ? n * 4 : 0) + (cells?.length ?? 0));
  putPlanes(raw, 0, columns.timeUs, 2);
  putPlanes(raw, n * 8, columns.value, 1);
  if (status) putBytePlanes(raw, n * 16, new Uint8Array(status.buffer, status.byteOffset, n * 4), 4);
  if (cells) raw.set(cells, raw.length - cells.length);
  const head = Buffer.alloc(HEADER_BYTES);
  head[0] = VERSION;
  head[1] = (status ? HAS_STATUS : 0) | (cells ? HAS_CELLS : 0);
  head.writeUInt32LE(n, 4);
  head.writeUInt32LE(cells?.length ?? 0, 8);
  return Buffer.concat([head, zstdCompressSync(raw, ZSTD_OPTIONS)]);
}

/** @throws Error when the bytes are not a whole and sound block; nothing is guessed. */
export function decodeBlock(block: Uint8Array): Columns {
  const bytes = Buffer.from(block.buffer, block.byteOffset, block.byteLength);
  if (bytes.length < HEADER_BYTES || bytes[0] !== VERSION) throw new RangeError(`Not a block of version ${VERSION}`);
  const flags = bytes[1]!;
  const n = bytes.readUInt32LE(4);
  const cellBytes = bytes.readUInt32LE(8);
  const rawBytes = n * 16 + (flags & HAS_STATUS ? n * 4 : 0) + cellBytes;
  const raw = zstdDecompressSync(bytes.subarray(HEADER_BYTES), {
    // One chunk for all of it; a forged count must not make it a large one.
    chunkSize: Math.min(Math.max(rawBytes, 64), MAX_CHUNK_BYTES),
    maxOutputLength: Math.max(1, rawBytes),
  });
  if (raw.length !== rawBytes) throw new RangeError(`A block of ${n} points has ${rawBytes} bytes, got ${raw.length}`);
  const status = new Uint32Array(n);
  if (flags & HAS_STATUS) takeBytePlanes(raw, n * 16, new Uint8Array(status.buffer), 4);
  return {
    timeUs: takePlanes(raw, 0, n, 2),
    value: takePlanes(raw, n * 8, n, 1),
    status,
    cells: flags & HAS_CELLS ? decodeCells(raw.subarray(rawBytes - cellBytes)) : [],
  };
}

/** Differences of 64-bit integers in two halves: (low, high) of row i minus row i − 1, modulo 2^64, in place. */
function difference(words: Uint32Array): void {
  for (let i = words.length - 2; i >= 2; i -= 2) {
    const low = words[i]! - words[i - 2]!;
    words[i + 1] = words[i + 1]! - words[i - 1]! - (low < 0 ? 1 : 0);
    words[i] = low;
  }
}

/** Undoes `difference`. */
function sumUp(words: Uint32Array): void {
  for (let i = 2; i < words.length; i += 2) {
    const low = words[i]! + words[i - 2]!;
    words[i + 1] = words[i + 1]! + words[i - 1]! + (low > 0xffffffff ? 1 : 0);
    words[i] = low;
  }
}

/** (d << 1) ^ (d >> 63), so that small negative differences have zeros in their high bytes, too. */
function zigzag(words: Uint32Array): void {
  for (let i = 0; i < words.length; i += 2) {
    const low = words[i]!;
    const high = words[i + 1]!;
    const sign = high >> 31;
    words[i] = (low << 1) ^ sign;
    words[i + 1] = ((high << 1) | (low >>> 31)) ^ sign;
  }
}

function putPlanes(into: Buffer, at: number, column: Float64Array, differences: 1 | 2): void {
  const copy = column.slice();
  const words = new Uint32Array(copy.buffer);
  for (let i = 0; i < differences; i++) difference(words);
  zigzag(words);
  putBytePlanes(into, at, new Uint8Array(copy.buffer), 8);
}

/** Undoes `putPlanes`; the planes are put together and the zigzag is undone in one pass, since queries wait for this. */
function takePlanes(raw: Uint8Array, at: number, n: number, differences: 1 | 2): Float64Array {
  const column = new Float64Array(n);
  const words = new Uint32Array(column.buffer);
  for (let row = 0, p = at; row < n; row++, p++) {
    const low = raw[p]! | (raw[p + n]! << 8) | (raw[p + 2 * n]! << 16) | (raw[p + 3 * n]! << 24);
    const high = raw[p + 4 * n]! | (raw[p + 5 * n]! << 8) | (raw[p + 6 * n]! << 16) | (raw[p + 7 * n]! << 24);
    const sign = -(low & 1);
    words[2 * row] = ((low >>> 1) | (high << 31)) ^ sign;
    words[2 * row + 1] = (high >>> 1) ^ sign;
  }
  for (let i = 0; i < differences; i++) sumUp(words);
  return column;
}

function putBytePlanes(into: Buffer, at: number, bytes: Uint8Array, width: number): void {
  const n = bytes.length / width;
  for (let plane = 0; plane < width; plane++) {
    const start = at + plane * n;
    for (let row = 0; row < n; row++) into[start + row] = bytes[row * width + plane]!;
  }
}

function takeBytePlanes(raw: Buffer, at: number, bytes: Uint8Array, width: number): void {
  const n = bytes.length / width;
  for (let plane = 0; plane < width; plane++) {
    const start = at + plane * n;
    for (let row = 0; row < n; row++) bytes[row * width + plane] = raw[start + row]!;
  }
}

/** Cells travel as the frame of a batch without rows. */
function encodeCells(cells: readonly TypedCell[]): Uint8Array {
  const [timeUs, value, tag, status] = [new Float64Array(), new Float64Array(), new Uint32Array(), new Uint32Array()];
  return new Uint8Array(
    encodeBatch({ count: 0, device: 0, origin: 'local', receivedUs: 0, tag, timeUs, value, status, cells }),
  );
}

function decodeCells(bytes: Buffer): readonly TypedCell[] {
  const aligned = new Uint8Array(bytes).buffer;
  return decodeBatch(aligned).cells ?? [];
}
