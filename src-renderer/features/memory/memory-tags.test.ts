import { describe, expect, it } from 'vitest';
import type { TagView } from '../../../src-shared/contract/devices.ts';
import type { MemoryAreaView } from '../../../src-shared/contract/memory.ts';
import { CellBook } from './cell-book.ts';
import { tagAt, valuesOf } from './memory-tags.ts';

const AREA: MemoryAreaView = {
  ...{ id: 'holding', title: 'Holding registers', group: '', cell: 'register', first: 0, last: 999 },
  ...{ isLastKnown: false, perRequest: 125, fault: null },
  notations: [
    { id: '40001', title: '40001', prefix: '4', base: 1, digits: 4, radix: 10 },
    { id: 'wire', title: 'HR 0', prefix: 'HR ', base: 0, digits: 1, radix: 10 },
    { id: 'hex', title: '0x0000', prefix: '0x', base: 0, digits: 4, radix: 16 },
  ],
};
const book = new CellBook(AREA);
const reason = { code: 'mb.ex02', text: '' };
book.take({
  start: 0,
  count: 4,
  bytes: new Uint8Array(8),
  unread: [{ start: 2, count: 1, kind: 'missing', reason }],
  timeUs: 0,
});

describe('what chosen cells become', () => {
  it('is one tag each, without those that the device does not have', () => {
    expect(valuesOf(AREA, { run: { anchor: 3, focus: 0 }, chosen: null }, book)).toEqual(
      [0, 1, 3].map((start) => ({ area: 'holding', start, dataType: 'uint16' })),
    );
  });

  it('is one tag where a reading was chosen', () => {
    const run = { anchor: 0, focus: 3 };
    expect(valuesOf(AREA, { run, chosen: { dataType: 'float32', byteOrder: 'CDAB' } }, book)).toEqual([
      { area: 'holding', start: 0, dataType: 'float32', byteOrder: 'CDAB' },
    ]);
    expect(valuesOf(AREA, { run, chosen: { dataType: 'string', byteOrder: 'BADC' } }, book)).toEqual([
      { area: 'holding', start: 0, dataType: 'string', byteOrder: 'BADC', length: 8 },
    ]);
  });
});

it('knows the tag that begins at a cell, however its address is written', () => {
  const tag = (id: string, address: string, notations: readonly string[]) =>
    ({ id, address, notations }) as unknown as TagView;
  const tags = [tag('a', '40109', ['40109', 'HR108']), tag('b', 'holding:107:float32', ['40108', 'HR107'])];
  expect(tagAt(tags, AREA, 107)?.id).toBe('b');
  expect(tagAt(tags, AREA, 108)?.id).toBe('a');
  expect(tagAt(tags, AREA, 10)).toBeUndefined();
});
