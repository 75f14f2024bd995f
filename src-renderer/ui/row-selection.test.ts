import { describe, expect, it } from 'vitest';
import { allRows, movedRowSelection, NO_ROWS, pickRow } from './row-selection.ts';

describe('the rows that are selected', () => {
  it('are one after a click, a range after Shift, single ones after Ctrl', () => {
    const one = pickRow(NO_ROWS, 5, 'only');
    expect([...one.rows]).toEqual([5]);
    const range = pickRow(one, 2, 'extend');
    expect([...range.rows]).toEqual([2, 3, 4, 5]);
    expect([...pickRow(range, 7, 'extend').rows]).toEqual([5, 6, 7]);
    expect([...pickRow(pickRow(one, 8, 'toggle'), 5, 'toggle').rows]).toEqual([8]);
  });

  it('are all after Ctrl+A, and the focus stays', () => {
    expect(allRows(pickRow(NO_ROWS, 1, 'only'), 3)).toEqual({ focus: 1, anchor: 1, rows: new Set([0, 1, 2]) });
  });
});

describe('rows in another order', () => {
  const pick = { focus: 1, anchor: 1, rows: new Set([1, 2]) };
  const moved = (now: string) => {
    const { focus, anchor, rows } = movedRowSelection(pick, 'abcd'.split(''), now.split(''), (row) => row);
    return [focus, anchor, ...[...rows].toSorted((a, b) => a - b)].join(' ');
  };

  it('stay selected wherever they stand', () => {
    expect(moved('abcd')).toBe('1 1 1 2');
    expect(moved('xabcd')).toBe('2 2 2 3');
    expect(moved('cdba')).toBe('2 2 0 2');
  });

  it('take nothing else with them when they go away', () => {
    expect(moved('acd')).toBe('1 1 1');
    expect(moved('axyd')).toBe('1 1 1');
  });
});
