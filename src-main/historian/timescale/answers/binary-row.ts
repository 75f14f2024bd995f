import { readPgTime } from '../link/pg-time.ts';
import type { Asker } from './asker.ts';

/** A column of an answer: one array in the binary form of the server, or null for one without elements. */
export type BinaryCell = Buffer | null;

/**
 * SQL: a column as one array. It costs the server some 40 ns a value and us a few, where a row for each value would cost
 * 1 µs. The driver can only read texts and bytes, and gets bytes.
 */
export const column = (name: string): string => `array_send(array_agg(${name}))`;

/** SQL: the same of integers that are nearly always all 0; then there is no array. */
export const rareColumn = (name: string): string => `CASE WHEN bit_or(${name}) <> 0 THEN ${column(name)} END`;

/** Asks for one row of columns. */
export async function readColumns(
  client: Asker,
  text: string,
  values: readonly unknown[],
): Promise<readonly BinaryCell[]> {
  const { rows } = await client.query<BinaryCell[]>({ text, values: [...values], rowMode: 'array' });
  return rows[0]!;
}

/** Header of an array: dimensions, whether it has NULL, type of elements, length, first index. */
const DIMENSIONS_AT = 0;
const LENGTH_AT = 12;
const HEADER_BYTES = 20;

export function arrayLength(array: BinaryCell): number {
  return array === null || array.readInt32BE(DIMENSIONS_AT) === 0 ? 0 : array.readInt32BE(LENGTH_AT);
}

/** Reads `float8[]`; NULL is NaN. */
export function readFloats(array: BinaryCell): Float64Array {
  const into = new Float64Array(arrayLength(array));
  eachCell(array, (at, index) => (into[index] = at < 0 ? Number.NaN : array!.readDoubleBE(at)));
  return into;
}

/** Reads `timestamptz[]` as µs since 1970; NULL is NaN. */
export function readTimes(array: BinaryCell): Float64Array {
  const into = new Float64Array(arrayLength(array));
  eachCell(array, (at, index) => (into[index] = at < 0 ? Number.NaN : readPgTime(array!, at)));
  return into;
}

/** Reads `int8[]` as far as a float64 is exact; NULL is NaN. */
export function readLongs(array: BinaryCell): Float64Array {
  const into = new Float64Array(arrayLength(array));
  const read = (at: number): number => array!.readInt32BE(at) * 2 ** 32 + array!.readUInt32BE(at + 4);
  eachCell(array, (at, index) => (into[index] = at < 0 ? Number.NaN : read(at)));
  return into;
}

/** Reads `int4[]` without NULL; a status comes out as it went in. @param count zeros, where there is no array */
export function readInts(array: BinaryCell, count = arrayLength(array)): Int32Array {
  const into = new Int32Array(count);
  eachCell(array, (at, index) => (into[index] = array!.readInt32BE(at)));
  return into;
}

/** Reads `int2[]` without NULL, as `readInts`. */
export function readShorts(array: BinaryCell, count = arrayLength(array)): Int16Array {
  const into = new Int16Array(count);
  eachCell(array, (at, index) => (into[index] = array!.readInt16BE(at)));
  return into;
}

/** Reads `text[]` without NULL. */
export function readTexts(array: BinaryCell): string[] {
  const texts: string[] = [];
  eachCell(array, (at) => texts.push(array!.toString('utf8', at, at + array!.readInt32BE(at - 4))));
  return texts;
}

/** @param take gets where a value begins, or -1 for NULL. */
function eachCell(array: BinaryCell, take: (at: number, index: number) => void): void {
  const count = arrayLength(array);
  let at = HEADER_BYTES;
  for (let index = 0; index < count; index++) {
    const length = array!.readInt32BE(at);
    take(length < 0 ? -1 : at + 4, index);
    at += 4 + Math.max(0, length);
  }
}
