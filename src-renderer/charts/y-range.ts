import type { PenBuckets } from './pen-buckets.ts';
import type { TimeRange } from './time-view.ts';

export interface YRange {
  readonly min: number;
  readonly max: number;
}

const PADDING = 0.1;

/** Smallest and largest value of pens in sight, or undefined without a sample. Infinite values are left out. */
export function dataRange(pens: readonly PenBuckets[], range: TimeRange): YRange | undefined {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (const buckets of pens) {
    const to = buckets.numberOf(range.toUs);
    for (let number = buckets.numberOf(range.fromUs); number <= to; number++) {
      const slot = buckets.slotOf(number);
      if (slot < 0 || buckets.count[slot] === 0) continue;
      const low = buckets.min[slot]!;
      const high = buckets.max[slot]!;
      if (low < min && Number.isFinite(low)) min = low;
      if (high > max && Number.isFinite(high)) max = high;
    }
  }
  return min <= max ? { min, max } : undefined;
}

/**
 * The range of an axis for data. It stays as it is while the data fit and fill at least a third of it: an axis that
 * breathes with each sample cannot be read.
 */
export function axisRange(previous: YRange | undefined, data: YRange | undefined): YRange {
  if (!data) return previous ?? { min: 0, max: 1 };
  if (previous && fits(previous, data)) return previous;
  const span = data.max - data.min || Math.max(1, Math.abs(data.max) * 0.1);
  return { min: data.min - span * PADDING, max: data.max + span * PADDING };
}

function fits(range: YRange, data: YRange): boolean {
  const fill = (data.max - data.min) / (range.max - range.min);
  return data.min >= range.min && data.max <= range.max && (fill > 1 / 3 || data.max === data.min);
}

/** The range with room below for a band of digital pens, so that analog lines stay above it. */
export function aboveBand(range: YRange, bandPx: number, plotPx: number): YRange {
  if (bandPx <= 0 || plotPx <= bandPx) return range;
  return { min: range.min - ((range.max - range.min) * bandPx) / (plotPx - bandPx), max: range.max };
}
