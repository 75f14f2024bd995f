import { describe, expect, it } from 'vitest';
import { type Columns, clipToRange, concatColumns, sortByTime } from './columns.ts';
import { splitAtPauses, splitColumns } from './split-columns.ts';

const HOUR = 3_600e6;
const at = (...times: number[]): Columns => ({
  timeUs: Float64Array.from(times),
  value: Float64Array.from(times.keys()),
  status: new Uint32Array(times.length),
  flags: Uint8Array.from(times.keys()),
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
    const split = (arrived: Columns): number[][] =>
      splitAtPauses(sortByTime(arrived), arrived).map((part) => [...part.timeUs]);
    expect(split(at(0, 3 * HOUR, 9 * HOUR))).toEqual([[0, 3 * HOUR, 9 * HOUR]]);
    expect(split(at(9 * HOUR, 9 * HOUR + 1, 5))).toEqual([[5], [9 * HOUR, 9 * HOUR + 1]]);
  });

  it('are cut by rows into parts of equal size, and by time', () => {
    const sizes = (columns: Columns, rows: number, spanUs: number): number[] =>
      splitColumns(columns, { rows, spanUs }).map((part) => part.timeUs.length);
    expect(sizes(at(...Array.from({ length: 10 }, (_, i) => i)), 4, HOUR)).toEqual([3, 4, 3]);
    expect(sizes(at(0, HOUR, 2 * HOUR, 3 * HOUR, 9 * HOUR), 100, 2 * HOUR)).toEqual([3, 1, 1]);
  });
});
