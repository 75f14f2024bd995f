import { formatInteger } from '../ui/number-format.ts';
import type { ChartPen } from './chart-pen.ts';
import type { PenBuckets } from './pen-buckets.ts';

/** Buckets left and right of the cursor that are searched for a sample. */
const REACH = 8;

/**
 * What a pen was at a time, and whether that is a raw sample or an average, and of what; undefined where there is none
 * nearby.
 */
export function readAt(pen: ChartPen, timeUs: number): string | undefined {
  const { buckets } = pen.model;
  const slot = nearestSlot(buckets, timeUs, Math.max(REACH, Math.ceil(pen.model.stepUs / 2 / buckets.widthUs)));
  if (slot === undefined) return undefined;
  const unit = pen.unit === '' ? '' : ` ${pen.unit}`;
  const [min, max, last] = [buckets.min[slot]!, buckets.max[slot]!, buckets.last[slot]!].map(pen.format);
  if (pen.kind === 'digital') return buckets.min[slot] === buckets.max[slot] ? last! + unit : `${last!}, changing`;
  const count = buckets.count[slot]!;
  const average = pen.format(buckets.sum[slot]! / count) + unit;
  const widthUs = averagedUs(pen, timeUs);
  if (widthUs > 0) return `${average}, ${widthWords(widthUs)} average (min ${min}, max ${max}, ${samples(count)})`;
  if (count === 1) return `${last}${unit}, raw`;
  return `${average}, average of ${formatInteger(count)} raw samples (min ${min}, max ${max})`;
}

const samples = (count: number): string => (count === 1 ? '1 sample' : `${formatInteger(count)} samples`);

/** Over which time the historian averaged what is shown there, µs; 0 where it is raw, as all that came live. */
function averagedUs({ model: { history, buckets } }: ChartPen, timeUs: number): number {
  if (history?.series.kind !== 'buckets' || timeUs >= history.toUs) return 0;
  return Math.max(history.series.widthUs, buckets.widthUs);
}

/** `1-min`, `12-hour`, `3.7-s`: of an average. */
function widthWords(us: number): string {
  const [size, unit] = UNITS.find(([unitUs]) => us >= unitUs) ?? UNITS.at(-1)!;
  return `${Number((us / size).toFixed(1))}-${unit}`;
}

const UNITS = [
  [86_400e6, 'day'],
  [3_600e6, 'hour'],
  [60e6, 'min'],
  [1e6, 's'],
  [1e3, 'ms'],
] as const;

function nearestSlot(buckets: PenBuckets, timeUs: number, reach: number): number | undefined {
  const at = buckets.numberOf(timeUs);
  for (let distance = 0; distance <= reach; distance++) {
    for (const number of [at - distance, at + distance]) {
      const slot = buckets.slotOf(number);
      if (slot >= 0 && buckets.count[slot]! > 0) return slot;
    }
  }
  return undefined;
}
