import type { PenBuckets } from './pen-buckets.ts';
import type { TimeRange } from './time-view.ts';
import type { LineSink, TraceEnd } from './trace-pen.ts';

export interface BandTarget {
  /** Through the averages. */
  readonly line: LineSink;
  /** One closed shape from the least to the largest for each stretch without a gap. */
  readonly band: LineSink & { closePath(): void };
  /** Canvas px of a time and of a value. */
  readonly x: (timeUs: number) => number;
  readonly y: (value: number) => number;
}

interface Column {
  readonly x: number;
  readonly min: number;
  readonly max: number;
}

/**
 * Draws averages as a line inside the band of what they were made of, for buckets too wide for an outline. Both end
 * where more than `stepUs` passes without a usable sample, and wherever a Bad one stands.
 */
export function traceBand(
  buckets: PenBuckets,
  range: TimeRange,
  stepUs: number,
  { line, band, x, y }: BandTarget,
): TraceEnd | undefined {
  let end: TraceEnd | undefined;
  let endUs = Number.NEGATIVE_INFINITY;
  let stretch: Column[] = [];
  const to = buckets.numberOf(range.toUs + stepUs);
  for (let number = buckets.numberOf(range.fromUs - stepUs); number <= to; number++) {
    const slot = buckets.slotOf(number);
    if (slot < 0) continue;
    const atUs = (number + 0.5) * buckets.widthUs;
    if (buckets.count[slot]! > 0) {
      const next = { x: x(atUs), y: y(buckets.sum[slot]! / buckets.count[slot]!) };
      if (end && atUs - endUs <= stepUs) line.lineTo(next.x, next.y);
      else {
        closeBand(band, stretch);
        stretch = [];
        // A stretch of one bucket still shows, as a dot: a segment of no length would not be drawn.
        line.moveTo(next.x - 0.5, next.y);
        line.lineTo(next.x + 0.5, next.y);
      }
      stretch.push({ x: next.x, min: y(buckets.min[slot]!), max: y(buckets.max[slot]!) });
      end = next;
      endUs = atUs;
    }
    if (buckets.bad[slot]! > 0) endUs = Number.NEGATIVE_INFINITY;
  }
  closeBand(band, stretch);
  return end;
}

function closeBand(band: BandTarget['band'], stretch: readonly Column[]): void {
  const [first, ...others] = stretch;
  if (!first) return;
  band.moveTo(first.x - 0.5, first.max);
  for (const { x, max } of others) band.lineTo(x, max);
  const last = others.at(-1) ?? first;
  band.lineTo(last.x + 0.5, last.max);
  for (const { x, min } of stretch.toReversed()) band.lineTo(x, min);
  band.lineTo(first.x - 0.5, first.min);
  band.closePath();
}
