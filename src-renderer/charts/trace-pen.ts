import type { PenBuckets } from './pen-buckets.ts';
import type { TimeRange } from './time-view.ts';

/** What a line is drawn into; a Path2D in the browser. */
export interface LineSink {
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
}

export interface TraceTarget {
  readonly certain: LineSink;
  /** Stretches that end in an Uncertain sample; drawn dotted. */
  readonly uncertain: LineSink;
  /** Canvas px of a time and of a value. */
  readonly x: (timeUs: number) => number;
  readonly y: (value: number) => number;
  /** The place on a column of pixels next to `x`, for spikes: between two they would be drawn in half their colour. */
  readonly onColumn?: (x: number) => number;
}

/** Canvas px: what goes up and down by more within one bucket is a spike. */
const SPIKE_PX = 8;

/** The last point drawn, canvas px. */
export interface TraceEnd {
  readonly x: number;
  readonly y: number;
}

/**
 * Draws one analog pen, bucket by bucket: first, min, max, last, so that the outline of the samples is kept. The line
 * ends where more than `stepUs` passes without a usable sample and wherever a Bad one stands.
 */
export function traceLine(
  buckets: PenBuckets,
  range: TimeRange,
  stepUs: number,
  target: TraceTarget,
): TraceEnd | undefined {
  let end: TraceEnd | undefined;
  let endUs = Number.NEGATIVE_INFINITY;
  let lastSink: LineSink | undefined;
  const to = buckets.numberOf(range.toUs);
  for (let number = buckets.numberOf(range.fromUs - stepUs); number <= to; number++) {
    const slot = buckets.slotOf(number);
    if (slot < 0) continue;
    const atUs = (number + 0.5) * buckets.widthUs;
    if (buckets.count[slot]! > 0) {
      const sink = buckets.uncertain[slot]! > 0 ? target.uncertain : target.certain;
      const between = target.x(atUs);
      const isSpike =
        buckets.count[slot]! > 1 && Math.abs(target.y(buckets.max[slot]!) - target.y(buckets.min[slot]!)) > SPIKE_PX;
      const x = isSpike && target.onColumn ? target.onColumn(between) : between;
      const first = target.y(buckets.first[slot]!);
      if (end && atUs - endUs <= stepUs) {
        // A new subpath would start the dash pattern anew, and short segments would all look solid.
        if (sink !== lastSink) sink.moveTo(end.x, end.y);
        sink.lineTo(x, first);
      } else {
        // A sample on its own still shows, as a dot: a segment of no length would not be drawn.
        sink.moveTo(x - 0.5, first);
        sink.lineTo(x + 0.5, first);
      }
      end = { x, y: buckets.count[slot] === 1 ? first : outline(buckets, slot, x, sink, target.y) };
      lastSink = sink;
      endUs = atUs;
    }
    if (buckets.bad[slot]! > 0) endUs = Number.NEGATIVE_INFINITY;
  }
  return end;
}

function outline(buckets: PenBuckets, slot: number, x: number, sink: LineSink, y: (value: number) => number): number {
  const last = y(buckets.last[slot]!);
  sink.lineTo(x, y(buckets.min[slot]!));
  sink.lineTo(x, y(buckets.max[slot]!));
  sink.lineTo(x, last);
  return last;
}

/** How far a line goes up and down in a range, in units of the value: what drawing it costs. */
export function travel(buckets: PenBuckets, range: TimeRange): number {
  let sum = 0;
  let last = Number.NaN;
  const to = buckets.numberOf(range.toUs);
  for (let number = buckets.numberOf(range.fromUs); number <= to; number++) {
    const slot = buckets.slotOf(number);
    if (slot < 0 || buckets.count[slot] === 0) continue;
    sum += buckets.max[slot]! - buckets.min[slot]!;
    if (!Number.isNaN(last)) sum += Math.abs(buckets.first[slot]! - last);
    last = buckets.last[slot]!;
  }
  return sum;
}

/** Draws one digital pen as steps: a state holds until the next sample, a change inside a bucket is one edge. */
export function traceStep(
  buckets: PenBuckets,
  range: TimeRange,
  stepUs: number,
  target: TraceTarget,
): TraceEnd | undefined {
  let end: TraceEnd | undefined;
  let endUs = Number.NEGATIVE_INFINITY;
  const to = buckets.numberOf(range.toUs);
  for (let number = buckets.numberOf(range.fromUs - stepUs); number <= to; number++) {
    const slot = buckets.slotOf(number);
    if (slot < 0) continue;
    const atUs = (number + 0.5) * buckets.widthUs;
    if (buckets.count[slot]! > 0) {
      const x = target.x(atUs);
      if (end && atUs - endUs <= stepUs) target.certain.lineTo(x, end.y);
      else target.certain.moveTo(x, target.y(buckets.first[slot]!));
      target.certain.lineTo(x, target.y(buckets.min[slot]!));
      target.certain.lineTo(x, target.y(buckets.max[slot]!));
      end = { x, y: target.y(buckets.last[slot]!) };
      target.certain.lineTo(end.x, end.y);
      endUs = atUs;
    }
    if (buckets.bad[slot]! > 0) endUs = Number.NEGATIVE_INFINITY;
  }
  return end;
}

/** Draws a point for each sample that a bucket tells apart: first, least, largest, last. @param edge of a point, canvas px. */
export function tracePoints(
  buckets: PenBuckets,
  range: TimeRange,
  { certain, x, y }: Pick<TraceTarget, 'certain' | 'x' | 'y'>,
  edge: number,
): TraceEnd | undefined {
  let end: TraceEnd | undefined;
  const to = buckets.numberOf(range.toUs);
  for (let number = buckets.numberOf(range.fromUs); number <= to; number++) {
    const slot = buckets.slotOf(number);
    if (slot < 0 || buckets.count[slot] === 0) continue;
    const at = x((number + 0.5) * buckets.widthUs);
    const { first, min, max, last } = buckets;
    const values = buckets.count[slot] === 1 ? [last[slot]!] : [first[slot]!, min[slot]!, max[slot]!, last[slot]!];
    for (const value of new Set(values)) {
      certain.moveTo(at - edge / 2, y(value));
      certain.lineTo(at + edge / 2, y(value));
    }
    end = { x: at, y: y(last[slot]!) };
  }
  return end;
}
