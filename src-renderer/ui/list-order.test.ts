import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SortTerm } from '../state/grid-views.ts';
import { inKeptOrder, movedRows, naturalKey, orderOf, sortToggled } from './list-order.ts';

const sortOf = (clicks: readonly string[]): readonly string[] =>
  clicks
    .reduce<readonly SortTerm[]>(
      (sort, click) => sortToggled(sort, click.replace('+', ''), click.startsWith('+') ? 'add' : 'only'),
      [],
    )
    .map(({ column, isDescending }) => `${column}${isDescending ? '↓' : '↑'}`);

describe('clicks on headers', () => {
  it.each([
    [['name'], ['name↑']],
    [['name', 'name'], ['name↓']],
    [['name', 'name', 'name'], []],
    [['name', 'unit'], ['unit↑']],
    [
      ['name', '+unit'],
      ['name↑', 'unit↑'],
    ],
    [
      ['name', '+unit', '+name'],
      ['name↓', 'unit↑'],
    ],
    [['name', '+unit', '+unit', '+unit'], ['name↑']],
    [['name', '+unit', 'name'], ['name↑']],
  ])('%j sort by %j', (clicks, sort) => expect(sortOf(clicks)).toEqual(sort));
});

describe('the order of rows', () => {
  const texts = (keys: readonly string[], isDescending = false): readonly string[] =>
    Array.from(orderOf({ keys: [keys], descending: [isDescending] }), (row) => keys[row]!);

  it('is that of people: numbers in texts by their size, letters without case and accents', () => {
    expect(texts(['Pump 10', 'pump 9', 'Öl', 'Pump 9b', 'oel', ''])).toEqual([
      'oel',
      'Öl',
      'pump 9',
      'Pump 9b',
      'Pump 10',
      '',
    ]);
  });

  it('has what has no key last both ways', () => {
    expect(texts(['', 'b', 'a'], true)).toEqual(['b', 'a', '']);
    const numbers = Float64Array.of(Number.NaN, 2, 1);
    expect([...orderOf({ keys: [numbers], descending: [false] })]).toEqual([2, 1, 0]);
    expect([...orderOf({ keys: [numbers], descending: [true] })]).toEqual([1, 2, 0]);
  });

  it('goes by the second column where the first is the same, and by place where all are', () => {
    const units = ['bar', '°C', 'bar', 'bar'];
    const values = Float64Array.of(1, 9, 3, 3);
    expect([...orderOf({ keys: [units, values], descending: [false, true] })]).toEqual([2, 3, 0, 1]);
  });

  it('is a stable sort of its keys', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 5 })), (numbers) => {
        const order = orderOf({ keys: [Float64Array.from(numbers)], descending: [false] });
        const plain = numbers.map((number, row) => ({ number, row })).toSorted((a, b) => a.number - b.number);
        expect([...order]).toEqual(plain.map(({ row }) => row));
      }),
    );
  });

  it('compares digits of any length', () => {
    expect(naturalKey('T 7') < naturalKey('T 12')).toBe(true);
    expect(naturalKey('0x1F') === naturalKey('0X1f')).toBe(true);
  });
});

describe('an order that is kept', () => {
  const ranks = new Map(['c', 'a', 'b'].map((key, at) => [key, at]));
  const keep = (keys: readonly string[]) => inKeptOrder(keys, (key) => key, ranks).join('');

  it('has new rows behind the row that they follow', () => {
    expect(keep(['a', 'b', 'c'])).toBe('cab');
    expect(keep(['x', 'a', 'n', 'm', 'b', 'c', 'z'])).toBe('xczanmb');
    expect(keep(['b', 'c'])).toBe('cb');
  });
});

describe('rows that would move', () => {
  it.each([
    ['abcd', 'abcd', 0],
    ['abcd', 'bcda', 1],
    ['abcd', 'dcba', 3],
    ['abcd', 'acd', 1],
    ['abc', 'axbc', 1],
    ['ab', 'cd', 4],
  ])('from %s to %s are %i', (from, to, count) => expect(movedRows(from.split(''), to.split(''))).toBe(count));
});
