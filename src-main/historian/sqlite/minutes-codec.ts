import { zstdCompressSync } from 'node:zlib';
import type { Cell } from '../rollup-cells.ts';
import { putPlanes, takePlanes, unpack, ZSTD_OPTIONS } from './planes.ts';

/*
 * The minutes of a block: u8 version, u8 0, u16 cells, then one zstd frame (with checksum) of these columns, each as 8
 * byte planes. The times of first and last are kept as distances from their cell.
 */
const COLUMNS = ['startUs', 'min', 'max', 'sum', 'first', 'last', 'firstUs', 'lastUs', 'count', 'bad'] as const;
const VERSION = 1;
const HEADER_BYTES = 4;

export function encodeMinutes(cells: readonly Cell[]): Buffer {
  const n = cells.length;
  const raw = Buffer.alloc(n * 8 * COLUMNS.length);
  for (const [i, name] of COLUMNS.entries()) {
    const isNear = name === 'firstUs' || name === 'lastUs';
    const column = Float64Array.from(cells, (cell) => (isNear ? cell[name] - cell.startUs : cell[name]));
    putPlanes(raw, i * n * 8, column, i === 0 ? 2 : 1);
  }
  const head = Buffer.alloc(HEADER_BYTES);
  head[0] = VERSION;
  head.writeUInt16LE(n, 2);
  return Buffer.concat([head, zstdCompressSync(raw, ZSTD_OPTIONS)]);
}

/** @throws Error when the bytes are not what `encodeMinutes` made. */
export function decodeMinutes(data: Uint8Array): Cell[] {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  if (bytes.length < HEADER_BYTES || bytes[0] !== VERSION) throw new RangeError(`Not minutes of version ${VERSION}`);
  const n = bytes.readUInt16LE(2);
  const raw = unpack(bytes.subarray(HEADER_BYTES), n * 8 * COLUMNS.length);
  const columns = COLUMNS.map((_, i) => takePlanes(raw, i * n * 8, n, i === 0 ? 2 : 1));
  return Array.from(columns[0]!, (startUs, row) => {
    const [, min, max, sum, first, last, firstUs, lastUs, count, bad] = columns.map(
      (column) => column[row]!,
    ) as CellRow;
    return { startUs, min, max, sum, first, last, firstUs: firstUs + startUs, lastUs: lastUs + startUs, count, bad };
  });
}

/** One number of each column. */
type CellRow = [number, number, number, number, number, number, number, number, number, number];
