import type { ChartPen } from './chart-pen.ts';
import type { PenBuckets } from './pen-buckets.ts';

/** Buckets left and right of the cursor that are searched for a sample. */
const REACH = 8;

/** What a pen was at a time: the sample, or the outline of several; undefined where there is none nearby. */
export function readAt(pen: ChartPen, timeUs: number): string | undefined {
  const { buckets } = pen.model;
  const slot = nearestSlot(buckets, timeUs, Math.max(REACH, Math.ceil(pen.model.stepUs / 2 / buckets.widthUs)));
  if (slot === undefined) return undefined;
  const count = buckets.count[slot]!;
  const unit = pen.unit === '' ? '' : ` ${pen.unit}`;
  if (count === 1 || buckets.min[slot] === buckets.max[slot]) return pen.format(buckets.last[slot]!) + unit;
  if (pen.kind === 'digital') return `${pen.format(buckets.last[slot]!)}, changing`;
  const mean = pen.format(buckets.sum[slot]! / count);
  return `${mean}${unit} (${pen.format(buckets.min[slot]!)} to ${pen.format(buckets.max[slot]!)}, ${count} samples)`;
}

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
