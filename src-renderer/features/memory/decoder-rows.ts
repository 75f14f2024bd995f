import type { ByteOrder, DataType } from '../../../src-shared/domain/data-type.ts';
import { decodeBytes, sizeOf } from '../../../src-shared/domain/decode-bytes.ts';
import type { ValueMatch } from '../../../src-shared/domain/find-value.ts';
import type { CellBook } from './cell-book.ts';

/** One way to read the chosen cells: a place in the table of the decoder. */
export interface Reading {
  readonly dataType: DataType;
  readonly byteOrder: ByteOrder;
  /** The number there is so many times what the display shows; 1 unless given. */
  readonly divisor?: number | undefined;
}

/** Types of the decoder, from plain to wide; the last ones take all cells that are chosen. */
const TYPES: readonly DataType[] = [
  'int8',
  'uint8',
  'int16',
  'uint16',
  'int32',
  'uint32',
  'float32',
  'int64',
  'uint64',
  'float64',
  'bcd16',
  'bcd32',
  'string',
  'bits',
];
/** Texts and bits are shown of so many bytes. */
const MOST_BYTES = 16;

/** The rows of the decoder for cells of this kind. */
export function decoderTypes({ cellBytes, area }: CellBook): readonly DataType[] {
  if (area.cell === 'bit') return [];
  return TYPES.filter((type) => sizeOf(type) === 0 || sizeOf(type) >= cellBytes);
}

/** Whether an order says anything of the type: 16 bits and texts have two, a byte has none. */
export function hasOrder(type: DataType, order: ByteOrder): boolean {
  const size = sizeOf(type);
  if (size === 1 || type === 'bits') return order === 'ABCD';
  return size === 4 || size === 8 || order === 'ABCD' || order === 'BADC';
}

/** What stands in the table. `missing`: cells that it takes cannot be read, or were not. */
export interface DecoderCell {
  readonly text: string;
  readonly state: 'plain' | 'unlikely' | 'missing';
}

const MISSING: DecoderCell = { text: '', state: 'missing' };

/** @param start first cell @param length cells that are chosen, for types that take all of them */
export function decoderCell(
  book: CellBook,
  start: number,
  length: number,
  { dataType, byteOrder }: Reading,
): DecoderCell {
  const cells = cellsOf(book, dataType, length);
  const bytes = book.bytes(start, cells);
  const decoded = bytes && decodeBytes(bytes, dataType, byteOrder);
  if (!decoded) return MISSING;
  return { text: decoded.text, state: decoded.isPlausible ? 'plain' : 'unlikely' };
}

/** Cells that a reading takes. */
export function cellsOf({ cellBytes }: CellBook, dataType: DataType, length: number): number {
  const size = sizeOf(dataType);
  if (size > 0) return Math.max(1, size / cellBytes);
  return Math.max(1, Math.min(length, MOST_BYTES / cellBytes));
}

/** `FLOAT32 ABCD at 40108`, `UINT16 ÷ 10 at 40107 (one register earlier)`. @param noun of one cell */
export function matchSentence(
  { dataType, byteOrder, offset, divisor, isCut }: ValueMatch,
  address: string,
  noun: string,
): string {
  const isWide = sizeOf(dataType) > 2;
  const order = isWide || byteOrder !== 'ABCD' ? ` ${byteOrder}` : '';
  const factor = divisor === 1 ? '' : divisor < 1 ? ` × ${1 / divisor}` : ` ÷ ${divisor}`;
  const notes = [
    ...(offset === 0
      ? []
      : [
          `${NUMBERS[Math.abs(offset)]} ${noun}${Math.abs(offset) === 1 ? '' : 's'} ${offset < 0 ? 'earlier' : 'later'}`,
        ]),
    ...(isCut ? ['digits cut off'] : []),
  ];
  return `${dataType.toUpperCase()}${order}${factor} at ${address}${notes.length > 0 ? ` (${notes.join(', ')})` : ''}`;
}

const NUMBERS = ['', 'one', 'two', 'three', 'four'];
