import { type Columns, concatColumns, isSorted, orderByTime, pickRows } from './columns.ts';

/** Where a stretch of points stands among others of its tag. */
export interface PartPlace {
  /** Time of its earliest and latest point. */
  readonly startUs: number;
  readonly endUs: number;
  readonly epoch: number;
  /** Of two points of one time and epoch, the one of the lower rank was accepted first. */
  readonly rank: number;
}

/** Sorted points of one epoch, each time once. */
export interface Part extends PartPlace {
  readonly columns: Columns;
}

export interface Merged {
  readonly columns: Columns;
  /** The epoch of each row. */
  readonly epoch: Uint16Array;
}

/**
 * One row for each time: that of the latest epoch, and in it the one that was accepted first. With `all`, one row for
 * each time and epoch, the later epoch after the earlier one.
 */
export function mergeParts(parts: readonly Part[], epochs: 'latest' | 'all'): Merged {
  const [only] = parts;
  if (only && parts.length === 1)
    return { columns: only.columns, epoch: new Uint16Array(only.columns.timeUs.length).fill(only.epoch) };
  const sign = epochs === 'latest' ? -1 : 1;
  const ranked = parts.toSorted((a, b) => sign * (a.epoch - b.epoch) || a.rank - b.rank);
  const columns = concatColumns(ranked.map((part) => part.columns));
  const epoch = new Uint16Array(columns.timeUs.length);
  let at = 0;
  for (const part of ranked) {
    epoch.fill(part.epoch, at, at + part.columns.timeUs.length);
    at += part.columns.timeUs.length;
  }
  return unique(columns, epoch, epochs);
}

function unique(columns: Columns, epoch: Uint16Array, epochs: 'latest' | 'all'): Merged {
  const { timeUs } = columns;
  const order = isSorted(timeUs) ? Uint32Array.from(timeUs.keys()) : orderByTime(timeUs);
  let kept = 0;
  for (const row of order) {
    const last = order[kept - 1];
    const isNew =
      last === undefined || timeUs[row] !== timeUs[last] || (epochs === 'all' && epoch[row] !== epoch[last]);
    if (isNew) order[kept++] = row;
  }
  const rows = order.subarray(0, kept);
  return { columns: pickRows(columns, rows), epoch: Uint16Array.from(rows, (row) => epoch[row]!) };
}

/** Groups neighbours that share a stretch of time: only those must be merged row by row. @param parts in the order of their start. */
export function clusters<T extends PartPlace>(parts: readonly T[]): T[][] {
  const groups: T[][] = [];
  let endUs = Number.NEGATIVE_INFINITY;
  for (const part of parts) {
    const group = groups.at(-1);
    if (group && part.startUs <= endUs) group.push(part);
    else groups.push([part]);
    endUs = Math.max(endUs, part.endUs);
  }
  return groups;
}
