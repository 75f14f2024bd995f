import { describe, expect, it } from 'vitest';
import { allRows, NO_ROWS, pickRow } from './row-selection.ts';

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
