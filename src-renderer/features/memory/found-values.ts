import type { ByteOrder } from '../../../src-shared/domain/data-type.ts';
import { expectedValue, findValue, type ValueMatch } from '../../../src-shared/domain/find-value.ts';
import { formatCell, type MemoryNotation } from '../../../src-shared/domain/memory-notation.ts';
import type { CellBook } from './cell-book.ts';
import { matchSentence } from './decoder-rows.ts';

/** A way to read the expected value. */
export interface FoundValue {
  readonly match: ValueMatch;
  /** The first cell. */
  readonly start: number;
  /** `FLOAT32 ABCD at 40108` */
  readonly sentence: string;
}

/** Every way to read what was typed around a cell; undefined where it is no number. */
export function foundValues(
  typed: string,
  book: CellBook,
  start: number,
  orders: readonly ByteOrder[],
  notation: MemoryNotation,
): readonly FoundValue[] | undefined {
  const expected = expectedValue(typed);
  if (!expected) return undefined;
  const noun = book.area.cell === 'register' ? 'register' : 'byte';
  const around = {
    cellBytes: book.cellBytes,
    orders,
    bytes: (offset: number, count: number) => book.bytes(start + offset, count),
  };
  return findValue(expected, around).map((match) => {
    const first = start + match.offset;
    return { match, start: first, sentence: matchSentence(match, formatCell(notation, first), noun) };
  });
}
