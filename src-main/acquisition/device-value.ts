import type { DataType } from '../../src-shared/domain/data-type.ts';
import { isBad } from '../../src-shared/domain/quality.ts';
import type { ReadingColumns, WriteValue } from '../drivers/driver.ts';
import { bytesOfText } from '../kernel/byte-text.ts';

/** The one row of the columns as a value in device units, bytes as base64; null where it is Bad. */
export function deviceValue(dataType: DataType, { value, status, cells }: ReadingColumns): WriteValue | null {
  if (isBad(status[0]!)) return null;
  const cell = cells[0];
  if (cell) return cell.kind === 'bytes' ? base64(cell.value) : cell.value;
  if (dataType === 'bool') return value[0] !== 0;
  return dataType === 'string' ? null : value[0]!;
}

/** Whether a device that was given `wanted` and shows `seen` holds it; both in device units. */
export function isSameValue(dataType: DataType, wanted: WriteValue, seen: WriteValue | null): boolean {
  if (seen === null) return false;
  if (dataType === 'string') return wanted === seen || isSameBytes(wanted, seen);
  if (dataType === 'bool') return Boolean(wanted) === Boolean(seen);
  if (typeof wanted === 'bigint' || typeof seen === 'bigint') return sameInteger(wanted, seen);
  // The device keeps the nearest float32 of what it was given.
  return dataType === 'float32'
    ? Math.fround(Number(wanted)) === Math.fround(Number(seen))
    : Number(wanted) === Number(seen);
}

function sameInteger(wanted: WriteValue, seen: WriteValue): boolean {
  const [a, b] = [wanted, seen].map((value) =>
    typeof value === 'bigint' ? value : Number.isInteger(value) ? BigInt(value as number) : undefined,
  );
  return a !== undefined && a === b;
}

/** Bytes come back as base64 whichever way they were written. */
function isSameBytes(wanted: WriteValue, seen: WriteValue): boolean {
  const bytes = typeof wanted === 'string' ? bytesOfText(wanted) : undefined;
  return bytes !== undefined && base64(bytes) === seen;
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
