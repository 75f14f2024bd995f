import { zstdCompressSync } from 'node:zlib';
import { CELL_COLUMNS, type Cells } from '../rollup-cells.ts';
import { putPlanes, takePlanes, unpack, ZSTD_OPTIONS } from './planes.ts';

/*
 * The minutes of a block: u8 version, u8 0, u16 cells, then one zstd frame (with checksum) of the columns of `Cells` in
 * the order of CELL_COLUMNS, each as 8 byte planes. The times of first and last are kept as distances from their cell.
 */
const VERSION = 1;
const HEADER_BYTES = 4;

export function encodeMinutes(cells: Cells): Buffer {
  const n = cells.startUs.length;
  const near = {
    ...cells,
    firstUs: cells.firstUs.map((us, i) => us - cells.startUs[i]!),
    lastUs: cells.lastUs.map((us, i) => us - cells.startUs[i]!),
  };
  const raw = Buffer.alloc(n * 8 * CELL_COLUMNS.length);
  for (const [i, name] of CELL_COLUMNS.entries()) putPlanes(raw, i * n * 8, near[name], name === 'startUs' ? 2 : 1);
  const head = Buffer.alloc(HEADER_BYTES);
  head[0] = VERSION;
  head.writeUInt16LE(n, 2);
  return Buffer.concat([head, zstdCompressSync(raw, ZSTD_OPTIONS)]);
}

/** @throws Error when the bytes are not what `encodeMinutes` made. */
export function decodeMinutes(data: Uint8Array): Cells {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  if (bytes.length < HEADER_BYTES || bytes[0] !== VERSION) throw new RangeError(`Not minutes of version ${VERSION}`);
  const n = bytes.readUInt16LE(2);
  const raw = unpack(bytes.subarray(HEADER_BYTES), n * 8 * CELL_COLUMNS.length);
  const column = (name: keyof Cells): Float64Array =>
    takePlanes(raw, CELL_COLUMNS.indexOf(name) * n * 8, n, name === 'startUs' ? 2 : 1);
  const startUs = column('startUs');
  return {
    startUs,
    min: column('min'),
    max: column('max'),
    sum: column('sum'),
    first: column('first'),
    last: column('last'),
    firstUs: column('firstUs').map((us, i) => us + startUs[i]!),
    lastUs: column('lastUs').map((us, i) => us + startUs[i]!),
    count: column('count'),
    bad: column('bad'),
  };
}
