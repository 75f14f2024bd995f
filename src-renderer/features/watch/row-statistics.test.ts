import { describe, expect, it } from 'vitest';
import { RowStatistics, SPARK_MS } from './row-statistics.ts';

describe('what was seen of a row', () => {
  it('has its least, its largest, and how often it changed', () => {
    const rows = new RowStatistics();
    for (const [at, value] of [5, 5, 2, 9, 9, Number.NaN].entries()) rows.take('a', value, at);
    expect(rows.get('a')).toMatchObject({ min: 2, max: 9, changes: 2, last: 9 });
    expect(rows.get('b')).toBeUndefined();
  });

  it('begins anew with the value that stands', () => {
    const rows = new RowStatistics();
    for (const value of [1, 7, 4]) rows.take('a', value, 0);
    rows.take('b', 3, 0);
    rows.reset(10, ['a']);
    expect(rows.get('a')).toMatchObject({ min: 4, max: 4, changes: 0 });
    expect(rows.get('b')).toMatchObject({ min: 3 });
  });

  it('keeps the last 30 s, and the point before them', () => {
    const rows = new RowStatistics();
    for (let at = 0; at <= 100; at++) rows.take('a', at, at * 1_000);
    const { times, values } = rows.get('a')!;
    expect(times[0]).toBe(100_000 - SPARK_MS - 1_000);
    expect(values.at(-1)).toBe(100);
  });

  it('is bounded however fast values come', () => {
    const rows = new RowStatistics();
    for (let at = 0; at < 10_000; at++) rows.take('a', at, at);
    expect(rows.get('a')!.times).toHaveLength(600);
  });

  it('goes with its row', () => {
    const rows = new RowStatistics();
    rows.take('a', 1, 0);
    rows.keep(new Set());
    expect(rows.get('a')).toBeUndefined();
  });
});
