import { isBad } from '../../src-shared/domain/quality.ts';
import type { BlockStats } from './block-stats.ts';
import type { Columns } from './columns.ts';

export const MINUTE_US = 60e6;

/** Statistics of one of many equal stretches of time. */
export interface Cell extends BlockStats {
  readonly startUs: number;
  /** Time of `first` and of `last`; NaN where there is no Good or Uncertain value. */
  readonly firstUs: number;
  readonly lastUs: number;
}

type OpenCell = { -readonly [Name in keyof Cell]: Cell[Name] };

function emptyCell(startUs: number): OpenCell {
  const none = Number.NaN;
  return {
    startUs,
    min: none,
    max: none,
    first: none,
    last: none,
    firstUs: none,
    lastUs: none,
    sum: 0,
    count: 0,
    bad: 0,
  };
}

/** The cells of sorted points, `unitUs` wide and on multiples of it, in rising order; only those that hold a point. */
export function cellsOf({ timeUs, value, status }: Columns, unitUs: number): Cell[] {
  const cells: Cell[] = [];
  let row = 0;
  while (row < timeUs.length) {
    const cell = emptyCell(Math.floor(timeUs[row]! / unitUs) * unitUs);
    const endUs = cell.startUs + unitUs;
    // Locals rather than the cell: this runs once for each point.
    let [min, max, sum, count, bad, firstRow, lastRow] = [Number.NaN, Number.NaN, 0, 0, 0, 0, 0];
    for (; row < timeUs.length && timeUs[row]! < endUs; row++) {
      const v = value[row]!;
      if (isBad(status[row]!) || Number.isNaN(v)) {
        bad++;
        continue;
      }
      if (count++ === 0) {
        min = max = v;
        firstRow = row;
      } else if (v < min) min = v;
      else if (v > max) max = v;
      lastRow = row;
      sum += v;
    }
    cell.bad = bad;
    if (count > 0) {
      Object.assign(cell, { min, max, sum, count, first: value[firstRow]!, last: value[lastRow]! });
      cell.firstUs = timeUs[firstRow]!;
      cell.lastUs = timeUs[lastRow]!;
    }
    cells.push(cell);
  }
  return cells;
}

/** The same statistics in wider cells; `unitUs` is a multiple of the width of the given ones. */
export function widerCells(narrow: readonly Cell[], unitUs: number): Cell[] {
  const cells: OpenCell[] = [];
  for (const from of narrow) {
    const startUs = Math.floor(from.startUs / unitUs) * unitUs;
    let cell = cells.at(-1);
    if (cell?.startUs !== startUs) cells.push((cell = emptyCell(startUs)));
    cell.bad += from.bad;
    if (from.count === 0) continue;
    if (cell.count === 0) {
      const { min, max, first, firstUs } = from;
      Object.assign(cell, { min, max, first, firstUs });
    }
    if (from.min < cell.min) cell.min = from.min;
    if (from.max > cell.max) cell.max = from.max;
    cell.last = from.last;
    cell.lastUs = from.lastUs;
    cell.sum += from.sum;
    cell.count += from.count;
  }
  return cells;
}
