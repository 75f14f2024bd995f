import { crc32 } from 'node:zlib';
import { LANES } from '../lane.ts';
import type { Cursor, CursorState } from './cursor.ts';

/*
 * Where a cursor is since it was last saved: one small block that is overwritten in place and never synced. It survives
 * a kill of the process and may be old after a power cut. It knows the log being read only; little-endian:
 *
 *   0 "NXMARK2"   8 logId (40 bytes, zeros behind)   48 f64[]: number of the save, segment, lanes (4), then of the
 *   record handled in part lane, seq, rows (0: none), then the counts before, delivered, dropped, quarantined,
 *   excluded   160 u32 CRC-32 of bytes 0…159; before them "NXMARK1", without excluded: the CRC at 152
 */
export const MARK_BYTES = 164;
const MAGIC = 'NXMARK2';
const OLD_BYTES = 156;
const OLD_MAGIC = 'NXMARK1';
const ID_AT = 8;
const NUMBERS_AT = 48;
const CRC_AT = MARK_BYTES - 4;

export interface CursorMark {
  /** The number of the save that this goes on from. */
  readonly save: number;
  readonly state: CursorState;
}

export function encodeMark(cursor: Cursor, save: number, into: Buffer): void {
  const { segment, logId, part, counts } = cursor;
  into.fill(0);
  into.write(MAGIC, 0, 'latin1');
  into.write(logId, ID_AT, NUMBERS_AT - ID_AT, 'latin1');
  const handled = [part?.lane ?? 0, part?.seq ?? 0, part?.rows ?? 0];
  const numbers = [save, segment, ...cursor.lanes, ...handled, counts.before, counts.delivered];
  numbers.push(counts.dropped, counts.quarantined, counts.excluded ?? 0);
  for (const [i, number] of numbers.entries()) into.writeDoubleLE(number, NUMBERS_AT + i * 8);
  into.writeUInt32LE(crc32(into.subarray(0, CRC_AT)), CRC_AT);
}

/** Undefined when the bytes are not a whole mark. */
export function decodeMark(bytes: Buffer): CursorMark | undefined {
  const isOld = bytes.toString('latin1', 0, MAGIC.length) === OLD_MAGIC;
  if (!isOld && bytes.toString('latin1', 0, MAGIC.length) !== MAGIC) return undefined;
  const length = isOld ? OLD_BYTES : MARK_BYTES;
  if (bytes.length < length) return undefined;
  if (crc32(bytes.subarray(0, length - 4)) !== bytes.readUInt32LE(length - 4)) return undefined;
  let at = NUMBERS_AT;
  const next = (): number => {
    at += 8;
    return bytes.readDoubleLE(at - 8);
  };
  const logId = bytes.toString('latin1', ID_AT, NUMBERS_AT).replace(/\0+$/, '');
  const [save, segment] = [next(), next()];
  const lanes = Array.from({ length: LANES }, next);
  const part = { lane: next(), seq: next(), rows: next() };
  const sums = { before: next(), delivered: next(), dropped: next(), quarantined: next() };
  const excluded = isOld ? 0 : next();
  const counts = { ...sums, ...(excluded > 0 && { excluded }) };
  const logs = logId === '' ? [] : [[logId, lanes] as const];
  return { save, state: { segment, logId, part: part.rows > 0 ? part : undefined, counts, logs } };
}
