import { zstdCompressSync } from 'node:zlib';
import { decodeBatch, encodeBatch } from '../../../src-shared/domain/batch-frame.ts';
import type { TypedCell } from '../../../src-shared/domain/point-batch.ts';
import type { Columns } from '../columns.ts';
import { putBytePlanes, putPlanes, takeBytePlanes, takePlanes, unpack, ZSTD_OPTIONS } from './planes.ts';

/*
 * A block of one tag: u8 version, u8 flags, u16 0, u32 count, u32 bytes of cells, then one zstd frame (with checksum) of
 *   8 byte planes of time (second differences) · 8 byte planes of value (first differences) ·
 *   4 byte planes of status (flag 1) · flags of the points (flag 4) · cells (flag 2)
 */
const VERSION = 1;
const HEADER_BYTES = 12;
const HAS_STATUS = 1;
const HAS_CELLS = 2;
const HAS_FLAGS = 4;

export function encodeBlock(columns: Columns): Buffer {
  const n = columns.timeUs.length;
  const status = hasAny(columns.status) ? columns.status : undefined;
  const flags = hasAny(columns.flags) ? columns.flags : undefined;
  const cells = columns.cells.length > 0 ? encodeCells(columns.cells) : undefined;
  const has = (status ? HAS_STATUS : 0) | (cells ? HAS_CELLS : 0) | (flags ? HAS_FLAGS : 0);
  const raw = Buffer.alloc(rawBytes(n, has, cells?.length ?? 0));
  putPlanes(raw, 0, columns.timeUs, 2);
  putPlanes(raw, n * 8, columns.value, 1);
  if (status) putBytePlanes(raw, n * 16, new Uint8Array(status.buffer, status.byteOffset, n * 4), 4);
  if (flags) raw.set(flags, n * (status ? 20 : 16));
  if (cells) raw.set(cells, raw.length - cells.length);
  const head = Buffer.alloc(HEADER_BYTES);
  head[0] = VERSION;
  head[1] = has;
  head.writeUInt32LE(n, 4);
  head.writeUInt32LE(cells?.length ?? 0, 8);
  return Buffer.concat([head, zstdCompressSync(raw, ZSTD_OPTIONS)]);
}

/** @throws Error when the bytes are not a whole and sound block; nothing is guessed. */
export function decodeBlock(block: Uint8Array): Columns {
  const bytes = Buffer.from(block.buffer, block.byteOffset, block.byteLength);
  if (bytes.length < HEADER_BYTES || bytes[0] !== VERSION) throw new RangeError(`Not a block of version ${VERSION}`);
  const has = bytes[1]!;
  const n = bytes.readUInt32LE(4);
  const cellBytes = bytes.readUInt32LE(8);
  const raw = unpack(bytes.subarray(HEADER_BYTES), rawBytes(n, has, cellBytes));
  const status = new Uint32Array(n);
  if (has & HAS_STATUS) takeBytePlanes(raw, n * 16, new Uint8Array(status.buffer), 4);
  const flagsAt = n * (has & HAS_STATUS ? 20 : 16);
  return {
    timeUs: takePlanes(raw, 0, n, 2),
    value: takePlanes(raw, n * 8, n, 1),
    status,
    flags: has & HAS_FLAGS ? new Uint8Array(raw.subarray(flagsAt, flagsAt + n)) : new Uint8Array(n),
    cells: has & HAS_CELLS ? decodeCells(raw.subarray(raw.length - cellBytes)) : [],
  };
}

/** A loop, because every point that is sealed passes here. */
function hasAny(column: Uint32Array | Uint8Array): boolean {
  for (let row = 0; row < column.length; row++) if (column[row] !== 0) return true;
  return false;
}

function rawBytes(rows: number, has: number, cellBytes: number): number {
  return rows * (16 + (has & HAS_STATUS ? 4 : 0) + (has & HAS_FLAGS ? 1 : 0)) + cellBytes;
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
