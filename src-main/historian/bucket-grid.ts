import type { TimeRange } from './query.ts';
import { MINUTE_US } from './rollup-cells.ts';
import { DAY_US, HOUR_US } from './split-columns.ts';

/** Equal buckets `[fromUs + i·widthUs, +widthUs)`. */
export interface BucketGrid {
  readonly fromUs: number;
  readonly widthUs: number;
  readonly buckets: number;
}

/** From this range on buckets lie on multiples of a rollup. */
const LONG_RANGE_US = 12 * HOUR_US;
const UNITS_US = [DAY_US, HOUR_US, MINUTE_US] as const;

/**
 * The grid for a range in at most `buckets` buckets. Those of a short range divide it as asked. Over a long range
 * (12 hours or more in buckets of a minute or more) each bucket is a multiple of a minute, an hour or a day wide and
 * begins on one, so that rollups answer: the first may begin before the range, and there are fewer of them.
 *
 * @param leastUnitUs the finest rollup that is still kept for the range; 0 where every point is.
 */
export function bucketGrid({ fromUs, toUs }: TimeRange, buckets: number, leastUnitUs = 0): BucketGrid {
  const asked = Math.floor(buckets);
  const widthUs = Math.max(1, Math.ceil((toUs - fromUs) / asked));
  const isLong = toUs - fromUs >= LONG_RANGE_US && widthUs >= MINUTE_US;
  if (!isLong && leastUnitUs === 0) return { fromUs, widthUs, buckets: asked };
  const unitUs = UNITS_US.find((unit) => unit <= Math.max(widthUs, leastUnitUs))!;
  const startUs = Math.floor(fromUs / unitUs) * unitUs;
  const snappedUs = Math.ceil((toUs - startUs) / asked / unitUs) * unitUs;
  return { fromUs: startUs, widthUs: snappedUs, buckets: Math.ceil((toUs - startUs) / snappedUs) };
}
