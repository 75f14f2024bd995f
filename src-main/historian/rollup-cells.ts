import { isBad } from '../../src-shared/domain/quality.ts';
import type { BlockStats } from './block-stats.ts';
import type { Columns } from './columns.ts';

export const MINUTE_US = 60e6;

/**
 * Statistics of equal stretches of time, one cell each, in rising order; only those that hold a point. `min`…`last` and
 * their times are NaN where there is no Good or Uncertain value.
 */
export interface Cells {
  readonly startUs: Float64Array;
  readonly min: Float64Array;
  readonly max: Float64Array;
  readonly sum: Float64Array;
  readonly first: Float64Array;
  readonly last: Float64Array;
  readonly firstUs: Float64Array;
  readonly lastUs: Float64Array;
  /** Rows that are not Bad and have a number. */
  readonly count: Float64Array;
  readonly bad: Float64Array;
}

export const CELL_COLUMNS = [
  'startUs',
  'min',
  'max',
  'sum',
  'first',
  'last',
  'firstUs',
  'lastUs',
  'count',
  'bad',
] as const satisfies readonly (keyof Cells)[];

export function makeCells(length: number): Cells {
  const column = (fill: number): Float64Array => new Float64Array(length).fill(fill);
  const [min, max, first, last] = [column(Number.NaN), column(Number.NaN), column(Number.NaN), column(Number.NaN)];
  const [firstUs, lastUs] = [column(Number.NaN), column(Number.NaN)];
  return { startUs: column(0), min, max, sum: column(0), first, last, firstUs, lastUs, count: column(0), bad: column(0) };
}

/** The cells of sorted points, `unitUs` wide and on multiples of it. */
export function cellsOf({ timeUs, value, status }: Columns, unitUs: number): Cells {
  let length = 0;
  let endUs = Number.NEGATIVE_INFINITY;
  for (const us of timeUs) {
    if (us < endUs) continue;
    endUs = (Math.floor(us / unitUs) + 1) * unitUs;
    length++;
  }
  const cells = makeCells(length);
  let at = -1;
  endUs = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < timeUs.length; row++) {
    const us = timeUs[row]!;
    if (us >= endUs) {
      cells.startUs[++at] = Math.floor(us / unitUs) * unitUs;
      endUs = cells.startUs[at]! + unitUs;
    }
    const v = value[row]!;
    if (isBad(status[row]!) || Number.isNaN(v)) cells.bad[at]!++;
    else fold(cells, at, v, v, v, v, v, us, us, 1);
  }
  return cells;
}

/** The same statistics in wider cells; `unitUs` is a multiple of the width of the given ones. */
export function widerCells(narrow: Cells, unitUs: number): Cells {
  const { startUs, min, max, sum, first, last, firstUs, lastUs, count, bad } = narrow;
  const starts = [...new Set(Float64Array.from(startUs, (us) => Math.floor(us / unitUs) * unitUs))];
  const cells = makeCells(starts.length);
  cells.startUs.set(starts);
  let at = 0;
  for (let i = 0; i < startUs.length; i++) {
    while (startUs[i]! >= starts[at]! + unitUs) at++;
    cells.bad[at]! += bad[i]!;
    if (count[i]! === 0) continue;
    fold(cells, at, min[i]!, max[i]!, sum[i]!, first[i]!, last[i]!, firstUs[i]!, lastUs[i]!, count[i]!);
  }
  return cells;
}

export function statsOfCell({ min, max, sum, first, last, count, bad }: Cells, at: number): BlockStats {
  return {
    min: min[at]!,
    max: max[at]!,
    first: first[at]!,
    last: last[at]!,
    sum: sum[at]!,
    count: count[at]!,
    bad: bad[at]!,
  };
}

function fold(
  cells: Cells,
  at: number,
  min: number,
  max: number,
  sum: number,
  first: number,
  last: number,
  firstUs: number,
  lastUs: number,
  count: number,
): void {
  if (cells.count[at] === 0) {
    cells.min[at] = min;
    cells.max[at] = max;
    cells.first[at] = first;
    cells.firstUs[at] = firstUs;
  } else {
    if (min < cells.min[at]!) cells.min[at] = min;
    if (max > cells.max[at]!) cells.max[at] = max;
  }
  cells.last[at] = last;
  cells.lastUs[at] = lastUs;
  cells.sum[at]! += sum;
  cells.count[at]! += count;
}
