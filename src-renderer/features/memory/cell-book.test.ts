import { describe, expect, it } from 'vitest';
import type { MemoryAreaView } from '../../../src-shared/contract/memory.ts';
import { CellBook } from './cell-book.ts';

const area = (cell: MemoryAreaView['cell'], last = 99): MemoryAreaView => ({
  id: 'holding',
  title: 'Holding registers',
  group: '',
  cell,
  first: 0,
  last,
  isLastKnown: false,
  perRequest: 125,
  notations: [],
  fault: null,
});
const look = (start: number, bytes: readonly number[], unread: Parameters<CellBook['take']>[0]['unread'] = []) => ({
  start,
  count: bytes.length / 2,
  bytes: Uint8Array.from(bytes),
  unread,
  timeUs: 0,
});
const missing = (start: number, count: number) => ({
  start,
  count,
  kind: 'missing' as const,
  reason: { code: 'mb.ex02', text: 'no register' },
});

describe('what is known of cells', () => {
  it('is nothing before they were read, and their value after', () => {
    const book = new CellBook(area('register'));
    expect(book.state(3)).toBe('unknown');
    expect(book.bytes(3, 1)).toBeUndefined();
    book.take(look(3, [0x41, 0x07, 0xae, 0x14]));
    expect([book.state(3), book.value(3), book.value(4), book.state(5)]).toEqual(['read', 0x4107, 0xae14, 'unknown']);
    expect(book.bytes(3, 2)).toEqual(Uint8Array.of(0x41, 0x07, 0xae, 0x14));
    expect(book.bytes(3, 3)).toBeUndefined();
  });

  it('counts changes from look to look, and marks what is no longer as it was first', () => {
    const book = new CellBook(area('register'));
    for (const value of [1, 2, 2, 1]) book.take(look(0, [0, value, 0, 7]));
    expect([book.changes(0), book.changes(1), book.mostChanges]).toEqual([2, 0, 2]);
    // It is what it was: it changed, but nothing is different now.
    expect(book.isChanged(0)).toBe(false);
    book.take(look(0, [0, 9, 0, 7]));
    expect([book.isChanged(0), book.isChanged(1)]).toEqual([true, false]);
    book.forgetChanges();
    expect([book.isChanged(0), book.changes(0)]).toEqual([false, 0]);
  });

  it('keeps why a cell cannot be read, until it can', () => {
    const book = new CellBook(area('register'));
    book.take(look(0, [0, 1, 0, 0], [missing(1, 1)]));
    expect([book.state(1), book.reason(1)?.text]).toEqual(['missing', 'no register']);
    book.take(look(0, [0, 1, 0, 5]));
    expect([book.state(1), book.value(1), book.reason(1)]).toEqual(['read', 5, undefined]);
    // A cell that comes is no change of its value.
    expect(book.changes(1)).toBe(0);
  });

  it('keeps what is known of a cell whose turn it was not', () => {
    const book = new CellBook(area('register'));
    book.take(look(0, [0, 1, 0, 2]));
    book.take(look(0, [0, 3, 0, 0], [{ ...missing(1, 1), kind: 'skipped' }]));
    expect([book.value(0), book.state(1), book.value(1)]).toEqual([3, 'read', 2]);
  });

  it('takes the changes that a scan has counted', () => {
    const book = new CellBook(area('register'));
    book.takeScan(look(0, [0, 1, 0, 2, 0, 0], [missing(2, 1)]), [7, 0, 0]);
    expect([book.changes(0), book.changes(1), book.state(2), book.mostChanges]).toEqual([7, 0, 'missing', 7]);
  });

  it('has cells of one byte where the area has', () => {
    const book = new CellBook(area('byte', 3));
    book.take({ start: 2, count: 4, bytes: Uint8Array.of(7, 8, 9, 9), unread: [], timeUs: 0 });
    expect([book.end, book.value(2), book.value(3), book.state(4)]).toEqual([4, 7, 8, 'unknown']);
  });
});
