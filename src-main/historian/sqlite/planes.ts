import { constants, zstdDecompressSync } from 'node:zlib';

/*
 * Columns as byte planes: a plane holds the same byte of every row, and neighbours differ little, so that zstd finds
 * long runs. What is stored are differences of the bits of the float64 taken as 64-bit integers, zigzag coded: exact
 * for every bit pattern (NaN, ±Infinity, −0) because nothing is computed in floating point.
 */
export const ZSTD_OPTIONS = {
  params: { [constants.ZSTD_c_compressionLevel]: 3, [constants.ZSTD_c_checksumFlag]: 1 },
};
/** Room for the 20 bytes of 50,000 points. */
const MAX_CHUNK_BYTES = 1_000_000;

/** @throws Error when the bytes are not one sound zstd frame of that many bytes. */
export function unpack(packed: Uint8Array, rawBytes: number): Buffer {
  const raw = zstdDecompressSync(packed, {
    // One chunk for all of it; a forged count must not make it a large one.
    chunkSize: Math.min(Math.max(rawBytes, 64), MAX_CHUNK_BYTES),
    maxOutputLength: Math.max(1, rawBytes),
  });
  if (raw.length !== rawBytes) throw new RangeError(`${rawBytes} bytes were announced, got ${raw.length}`);
  return raw;
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

/** Writes `differences` differences of a column as 8 byte planes. */
export function putPlanes(into: Buffer, at: number, column: Float64Array, differences: 1 | 2): void {
  const copy = column.slice();
  const words = new Uint32Array(copy.buffer);
  for (let i = 0; i < differences; i++) difference(words);
  zigzag(words);
  putBytePlanes(into, at, new Uint8Array(copy.buffer), 8);
}

/** Undoes `putPlanes`; the planes are put together and the zigzag is undone in one pass, since queries wait for this. */
export function takePlanes(raw: Uint8Array, at: number, n: number, differences: 1 | 2): Float64Array {
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

export function putBytePlanes(into: Buffer, at: number, bytes: Uint8Array, width: number): void {
  const n = bytes.length / width;
  for (let plane = 0; plane < width; plane++) {
    const start = at + plane * n;
    for (let row = 0; row < n; row++) into[start + row] = bytes[row * width + plane]!;
  }
}

export function takeBytePlanes(raw: Buffer, at: number, bytes: Uint8Array, width: number): void {
  const n = bytes.length / width;
  for (let plane = 0; plane < width; plane++) {
    const start = at + plane * n;
    for (let row = 0; row < n; row++) bytes[row * width + plane] = raw[start + row]!;
  }
}
