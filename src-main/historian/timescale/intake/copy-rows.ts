import type { TypedCell } from '../../../../src-shared/domain/point-batch.ts';
import type { LaneBatch } from './lane-batch.ts';

/*
 * One message CopyData with everything in it, and CopyDone (PostgreSQL 17, 53.7 and COPY "Binary Format"):
 *   'd' i32 length, "PGCOPY\n\xff\r\n\0" i32 flags i32 extension, rows, i16 -1, 'c' i32 4
 * A row is i16 7 and its fields, each i32 length (-1 for NULL) and the bytes, big-endian:
 *   time i64 µs since 2000, tag_id i32, epoch i32, value f64, value_str UTF-8, quality i32, flags i16
 */
const HEAD_BYTES = 5 + 19;
const TAIL_BYTES = 2 + 5;
const FIELDS = 7;
/** Of a row with a value and without a text. */
const ROW_BYTES = 60;
const EPOCH_2000_US = 946_684_800e6;
const TWO_32 = 2 ** 32;
const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1');

/** Bits 8–10 of the column `flags`: what `value_str` is. */
export const KIND_BITS: Readonly<Record<TypedCell['kind'], number>> = { string: 1, int64: 2, uint64: 3, bytes: 4 };
export const KIND_SHIFT = 8;

/**
 * Rows of a batch as the binary COPY of `samples`, framed for the wire. NaN becomes NULL.
 * @param ids slot → id in the table `tags`.
 * @param into is used where it is large enough.
 */
export function copyRows(batch: LaneBatch, rows: Uint32Array, ids: Int32Array, into?: Buffer): Buffer {
  const texts = batch.cells.size > 0 ? textsOf(batch, rows) : undefined;
  const bytes = HEAD_BYTES + rows.length * ROW_BYTES + (texts?.bytes ?? 0) + TAIL_BYTES;
  const buffer = into && into.length >= bytes ? into : Buffer.allocUnsafe(bytes);
  const view = new DataView(buffer.buffer, buffer.byteOffset, buffer.length);
  const { slot, timeUs, epoch, value, status, flags } = batch;
  let at = writeHead(buffer);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    const us = Math.round(timeUs[row]!) - EPOCH_2000_US;
    const high = Math.floor(us / TWO_32);
    const number = value[row]!;
    view.setInt16(at, FIELDS);
    view.setInt32(at + 2, 8);
    view.setInt32(at + 6, high);
    view.setUint32(at + 10, us - high * TWO_32);
    view.setInt32(at + 14, 4);
    view.setInt32(at + 18, ids[slot[row]!]!);
    view.setInt32(at + 22, 4);
    view.setInt32(at + 26, epoch[row]!);
    at += 30;
    // Only NaN differs from itself.
    if (number === number) {
      view.setInt32(at, 8);
      view.setFloat64(at + 4, number);
      at += 12;
    } else {
      view.setInt32(at, -1);
      at += 4;
    }
    const text = texts?.of.get(row);
    let kind = 0;
    if (text) {
      view.setInt32(at, text.length);
      at += 4 + text.copy(buffer, at + 4);
      kind = KIND_BITS[batch.cells.get(row)!.kind];
    } else {
      view.setInt32(at, -1);
      at += 4;
    }
    view.setInt32(at, 4);
    view.setInt32(at + 4, status[row]!);
    view.setInt32(at + 8, 2);
    view.setInt16(at + 12, (kind << KIND_SHIFT) | flags[row]!);
    at += 14;
  }
  return writeTail(buffer, view, at);
}

/** What `value_str` holds of a cell. */
export function cellText(cell: TypedCell): string {
  return cell.kind === 'bytes' ? Buffer.from(cell.value).toString('base64') : String(cell.value);
}

function textsOf(batch: LaneBatch, rows: Uint32Array): { of: ReadonlyMap<number, Buffer>; bytes: number } {
  const of = new Map<number, Buffer>();
  let bytes = 0;
  for (const row of rows) {
    const cell = batch.cells.get(row);
    if (!cell) continue;
    const text = Buffer.from(cellText(cell));
    of.set(row, text);
    bytes += text.length;
  }
  return { of, bytes };
}

function writeHead(buffer: Buffer): number {
  buffer[0] = 0x64;
  SIGNATURE.copy(buffer, 5);
  return buffer.fill(0, 16, HEAD_BYTES) && HEAD_BYTES;
}

function writeTail(buffer: Buffer, view: DataView, end: number): Buffer {
  view.setInt16(end, -1);
  view.setInt32(1, end + 2 - 1);
  buffer[end + 2] = 0x63;
  view.setInt32(end + 3, 4);
  return buffer.subarray(0, end + TAIL_BYTES);
}
