import { MOST_CELLS } from '../../../src-shared/contract/memory.ts';

/** A run of cells of an area. */
export interface CellRun {
  readonly area: string;
  readonly start: number;
  readonly count: number;
}

/** Cells between two runs that are read along rather than asked for apart. */
const GAP = 64;

/** The fewest runs that hold all of these, each of them short enough for one call. */
export function joinRuns(runs: readonly CellRun[]): readonly CellRun[] {
  const joined: { area: string; start: number; count: number }[] = [];
  const sorted = runs.toSorted((a, b) => (a.area < b.area ? -1 : a.area > b.area ? 1 : a.start - b.start));
  for (const { area, start, count } of sorted) {
    const last = joined.at(-1);
    const end = last && Math.max(last.start + last.count, start + count);
    if (
      last &&
      end !== undefined &&
      last.area === area &&
      start - (last.start + last.count) <= GAP &&
      end - last.start <= MOST_CELLS
    )
      last.count = end - last.start;
    else joined.push({ area, start, count });
  }
  return joined;
}
