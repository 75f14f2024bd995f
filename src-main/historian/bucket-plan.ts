import type { BucketGrid } from './bucket-grid.ts';
import type { HistoryView, TimeRange } from './query.ts';
import { DAY_US, HOUR_US } from './split-columns.ts';

/** A part of a range and where its answer comes from: cells that wide, or with 0 the blocks. */
export interface BucketStep extends TimeRange {
  readonly unitUs: number;
}

type Known = Pick<HistoryView, 'unsettled' | 'rawFromUs'>;

/**
 * The cheapest way to answer a range on a grid, in the order of time: days where a bucket holds whole ones, then hours,
 * and blocks for the rest and for whatever the rollups do not know yet.
 *
 * @param rollups widths of the rollups that there are, the widest first
 */
export function planBuckets(
  range: TimeRange,
  grid: BucketGrid,
  known: Known,
  rollups = [DAY_US, HOUR_US],
): BucketStep[] {
  const units = rollups.filter((unit) => grid.widthUs % unit === 0 && grid.fromUs % unit === 0);
  const kept = units.filter((unit) => unit >= HOUR_US);
  return planWithin(wholeCells(range, kept[0], kept.at(-1), known.rawFromUs), units, known);
}

/** The same with the given rollups, whatever the grid. */
export function planWithin(range: TimeRange, units: readonly number[], known: Known): BucketStep[] {
  const steps: BucketStep[] = [];
  cover(range, units, known, steps);
  return steps;
}

/** Where the points are gone, part of a cell cannot be told from the rest: there the range grows to whole ones. */
function wholeCells(
  { fromUs, toUs }: TimeRange,
  widest: number | undefined,
  narrowest: number | undefined,
  rawFromUs: number,
): TimeRange {
  if (widest === undefined || narrowest === undefined) return { fromUs, toUs };
  return {
    fromUs: fromUs < rawFromUs ? Math.floor(fromUs / narrowest) * narrowest : fromUs,
    toUs: toUs < rawFromUs ? Math.ceil(toUs / narrowest) * narrowest : toUs,
  };
}

function cover({ fromUs, toUs }: TimeRange, units: readonly number[], known: Known, steps: BucketStep[]): void {
  if (fromUs >= toUs) return;
  const [unitUs, ...finer] = units;
  if (unitUs === undefined) return addBlocks({ fromUs, toUs }, steps);
  const start = Math.ceil(fromUs / unitUs) * unitUs;
  const end = Math.floor(toUs / unitUs) * unitUs;
  if (start >= end) return cover({ fromUs, toUs }, finer, known, steps);
  cover({ fromUs, toUs: start }, finer, known, steps);
  let at = start;
  for (const unsettled of unsettledCells({ fromUs: start, toUs: end }, unitUs, known)) {
    if (unsettled.fromUs > at) steps.push({ unitUs, fromUs: at, toUs: unsettled.fromUs });
    cover(unsettled, finer, known, steps);
    at = unsettled.toUs;
  }
  if (at < end) steps.push({ unitUs, fromUs: at, toUs: end });
  cover({ fromUs: end, toUs }, finer, known, steps);
}

/** Neighbours become one step, so that a block across both is read once. */
function addBlocks(range: TimeRange, steps: BucketStep[]): void {
  const before = steps.at(-1);
  if (before?.unitUs === 0 && before.toUs === range.fromUs) steps.splice(-1, 1, { ...before, toUs: range.toUs });
  else steps.push({ unitUs: 0, ...range });
}

/** The stretches of cells that unsettled points touch, where their points are still there to be merged with. */
function unsettledCells({ fromUs, toUs }: TimeRange, unitUs: number, { unsettled, rawFromUs }: Known): TimeRange[] {
  const from = Math.max(fromUs, Math.ceil(rawFromUs / unitUs) * unitUs);
  const merged: { fromUs: number; toUs: number }[] = [];
  for (const { startUs, endUs } of unsettled.toSorted((a, b) => a.startUs - b.startUs)) {
    const cellFrom = Math.max(Math.floor(startUs / unitUs) * unitUs, from);
    const cellTo = Math.min((Math.floor(endUs / unitUs) + 1) * unitUs, toUs);
    if (cellFrom >= cellTo) continue;
    const last = merged.at(-1);
    if (last && cellFrom <= last.toUs) last.toUs = Math.max(last.toUs, cellTo);
    else merged.push({ fromUs: cellFrom, toUs: cellTo });
  }
  return merged;
}
