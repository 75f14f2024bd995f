import { crc32 } from 'node:zlib';
import type { BlockStats } from '../block-stats.ts';
import { MINUTE_US } from '../rollup-cells.ts';

/** A minute of a block. When its first and last value were is known by its points, which are kept as long. */
export interface Minute extends BlockStats {
  readonly startUs: number;
}

/*
 * The minutes of a block, little-endian: u32 CRC-32 of all that follows, u8 version, u8 0, u16 minutes, f64 start of the
 * first minute, then columns of f64 (min, max, sum, first, last) and columns of u32 (minutes since the first one, count,
 * bad). Not compressed: a screen of trends reads a thousand of these, and unpacking would take most of its time.
 */
const VERSION = 1;
const HEADER_BYTES = 16;
const NUMBERS = ['min', 'max', 'sum', 'first', 'last'] as const;
const BYTES_PER_MINUTE = NUMBERS.length * 8 + 3 * 4;

export function encodeMinutes(minutes: readonly Minute[]): Buffer {
  const n = minutes.length;
  const bytes = new ArrayBuffer(HEADER_BYTES + n * BYTES_PER_MINUTE);
  const view = new DataView(bytes);
  const firstUs = minutes[0]?.startUs ?? 0;
  view.setUint8(4, VERSION);
  view.setUint16(6, n, true);
  view.setFloat64(8, firstUs, true);
  for (const [i, name] of NUMBERS.entries())
    new Float64Array(bytes, HEADER_BYTES + i * n * 8, n).set(minutes.map((minute) => minute[name]));
  const [offset, count, bad] = countsOf(bytes, 0, n);
  for (const [row, minute] of minutes.entries()) {
    offset[row] = (minute.startUs - firstUs) / MINUTE_US;
    count[row] = minute.count;
    bad[row] = minute.bad;
  }
  const whole = Buffer.from(bytes);
  whole.writeUInt32LE(crc32(whole.subarray(4)), 0);
  return whole;
}

/** @throws RangeError when the bytes are not what `encodeMinutes` made. */
export function decodeMinutes(stored: Uint8Array): Minute[] {
  const isAligned = stored.byteOffset % 8 === 0;
  const data = isAligned ? stored : stored.slice();
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const n = data.length < HEADER_BYTES ? 0 : view.getUint16(6, true);
  if (data.length !== HEADER_BYTES + n * BYTES_PER_MINUTE || crc32(data.subarray(4)) !== view.getUint32(0, true))
    throw new RangeError(`Not whole minutes: ${data.length} bytes`);
  if (view.getUint8(4) !== VERSION) throw new RangeError(`Not minutes of version ${VERSION}`);
  const firstUs = view.getFloat64(8, true);
  const [min, max, sum, first, last] = NUMBERS.map(
    (_, i) => new Float64Array(data.buffer, data.byteOffset + HEADER_BYTES + i * n * 8, n),
  ) as [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];
  const [offset, count, bad] = countsOf(data.buffer, data.byteOffset, n);
  const minutes: Minute[] = [];
  for (let row = 0; row < n; row++)
    minutes.push({
      startUs: firstUs + offset[row]! * MINUTE_US,
      min: min[row]!,
      max: max[row]!,
      sum: sum[row]!,
      first: first[row]!,
      last: last[row]!,
      count: count[row]!,
      bad: bad[row]!,
    });
  return minutes;
}

function countsOf(bytes: ArrayBufferLike, start: number, n: number): [Uint32Array, Uint32Array, Uint32Array] {
  const at = start + HEADER_BYTES + NUMBERS.length * n * 8;
  return [new Uint32Array(bytes, at, n), new Uint32Array(bytes, at + n * 4, n), new Uint32Array(bytes, at + n * 8, n)];
}
