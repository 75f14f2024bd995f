import { describe, expect, it } from 'vitest';
import { type Columns, clipToRange, concatColumns, sortByTime, splitLate } from './columns.ts';

const HOUR = 3_600e6;
const at = (...times: number[]): Columns => ({
  timeUs: Float64Array.from(times),
  value: Float64Array.from(times.keys()),
  status: new Uint32Array(times.length),
  cells: times.map((_, row) => ({ row, kind: 'string', value: `row ${row}` })),
});

describe('columns of points', () => {
  it('are sorted by time with their texts, equal times in the order they came', () => {
    const sorted = sortByTime(at(5, 1, 5, 3));
    expect([...sorted.timeUs]).toEqual([1, 3, 5, 5]);
    expect([...sorted.value]).toEqual([1, 3, 0, 2]);
    expect(sorted.cells.map((cell) => [cell.row, cell.value])).toEqual([
      [0, 'row 1'],
      [1, 'row 3'],
      [2, 'row 0'],
      [3, 'row 2'],
    ]);
  });

  it('are cut and joined with their texts', () => {
    const cut = clipToRange(at(1, 2, 3, 4), 2, 4);
    expect([...cut.timeUs]).toEqual([2, 3]);
    expect(cut.cells.map((cell) => [cell.row, cell.value])).toEqual([
      [0, 'row 1'],
      [1, 'row 2'],
    ]);
    const joined = concatColumns([cut, at(9)]);
    expect([...joined.timeUs]).toEqual([2, 3, 9]);
    expect(joined.cells.at(-1)).toMatchObject({ row: 2, value: 'row 0' });
  });

  it('are split at pauses of more than an hour only when something came late', () => {
    expect(splitLate(at(0, 3 * HOUR, 9 * HOUR))).toHaveLength(1);
    const parts = splitLate(at(9 * HOUR, 9 * HOUR + 1, 5));
    expect(parts.map((part) => [...part.timeUs])).toEqual([[5], [9 * HOUR, 9 * HOUR + 1]]);
  });
});
