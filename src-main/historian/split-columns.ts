import { type Columns, isSorted, sliceColumns } from './columns.ts';

export const HOUR_US = 3_600e6;
export const DAY_US = 86_400e6;

export interface PartLimits {
  readonly rows: number;
  /** From the first to the last point of a part. */
  readonly spanUs: number;
  /** A longer pause between two points ends a part; no pause does unless given. */
  readonly pauseUs?: number;
}

/** Cuts sorted columns into parts within the limits; parts that the row limit cuts are of about equal size. */
export function splitColumns(
  sorted: Columns,
  { rows, spanUs, pauseUs = Number.POSITIVE_INFINITY }: PartLimits,
): Columns[] {
  const { timeUs } = sorted;
  const parts: Columns[] = [];
  let start = 0;
  for (let row = 1; row <= timeUs.length; row++) {
    const isInPart =
      row < timeUs.length && timeUs[row]! - timeUs[start]! <= spanUs && timeUs[row]! - timeUs[row - 1]! <= pauseUs;
    if (isInPart) continue;
    const pieces = Math.max(1, Math.ceil((row - start) / rows));
    for (let i = 0; i < pieces; i++) {
      const from = start + Math.round(((row - start) * i) / pieces);
      parts.push(sliceColumns(sorted, from, start + Math.round(((row - start) * (i + 1)) / pieces)));
    }
    start = row;
  }
  return parts;
}

/**
 * Splits points that came out of order, once sorted, where more than an hour lies between two of them, so that one
 * late point does not make a stretch that spans everything since.
 */
export function splitAtPauses(sorted: Columns, arrived: Columns): readonly Columns[] {
  if (isSorted(arrived.timeUs)) return [sorted];
  return splitColumns(sorted, { rows: Number.POSITIVE_INFINITY, spanUs: Number.POSITIVE_INFINITY, pauseUs: HOUR_US });
}
