import { describeStatus } from '../../src-shared/domain/quality.ts';
import type { Gap } from '../../src-shared/domain/series.ts';
import type { PenBuckets } from './pen-buckets.ts';
import type { TimeRange } from './time-view.ts';

/** A stretch without a line, and why, in words. */
export interface GapSpan extends TimeRange {
  readonly reason: string;
}

const RECORDED: Readonly<Record<Gap['reason'], string>> = {
  restart: 'Gateway restarted',
  stopped: 'Gateway stopped',
  dropped: 'Dropped: disk budget reached',
};
const NO_DATA = 'No data';
const BAD = 'Bad quality';

/**
 * The longest step between two samples that is still one line, µs: 3 expected intervals, or the resolution where it is
 * coarser. Neighbours of a coarse resolution may lie a bucket further apart, because each is drawn in a whole one.
 */
export function longestStepUs(intervalMs: number, widthUs: number, resolutionUs: number): number {
  return Math.max(3 * intervalMs * 1_000, 1.5 * widthUs, 1.5 * resolutionUs, resolutionUs + 1.01 * widthUs);
}

/**
 * Where one pen has no line inside `range`: more than `stepUs` between usable samples, or Bad ones.
 * The stretch before the first sample counts only from `knownFromUs` on: what was not asked for is not a gap.
 */
export function findGaps(
  buckets: PenBuckets,
  range: TimeRange,
  stepUs: number,
  recorded: readonly Gap[],
  knownFromUs: number,
): readonly GapSpan[] {
  const gaps: GapSpan[] = [];
  const scan = {
    usableUs: Math.max(knownFromUs, range.fromUs - 2 * stepUs),
    sampleUs: Number.NaN,
    badUs: Number.NaN,
    status: 0,
  };
  const close = (atUs: number): void => {
    const isBadGap = !Number.isNaN(scan.badUs);
    if (!isBadGap && atUs - scan.usableUs <= stepUs) return;
    // The line ends at its last sample: from there on there is none, whenever the device was said to be lost.
    const fromUs = isBadGap && Number.isNaN(scan.sampleUs) ? scan.badUs : scan.usableUs;
    if (atUs <= range.fromUs || fromUs >= range.toUs) return;
    gaps.push({ fromUs, toUs: atUs, reason: reasonOf(scan, fromUs, atUs, recorded) });
  };
  const to = buckets.numberOf(range.toUs);
  for (let number = buckets.numberOf(scan.usableUs); number <= to; number++) {
    const slot = buckets.slotOf(number);
    if (slot < 0) continue;
    const atUs = (number + 0.5) * buckets.widthUs;
    if (buckets.count[slot]! > 0) {
      close(atUs);
      scan.usableUs = atUs;
      scan.sampleUs = atUs;
      scan.badUs = Number.NaN;
    }
    if (buckets.bad[slot]! > 0 && Number.isNaN(scan.badUs)) {
      scan.badUs = atUs;
      scan.status = buckets.badStatus[slot]!;
    }
  }
  close(range.toUs);
  return gaps;
}

function reasonOf(
  scan: { readonly badUs: number; readonly status: number },
  fromUs: number,
  toUs: number,
  recorded: readonly Gap[],
): string {
  const known = recorded.find((gap) => gap.fromUs < toUs && gap.toUs > fromUs);
  if (known) return RECORDED[known.reason];
  if (Number.isNaN(scan.badUs)) return NO_DATA;
  return scan.status === 0 ? BAD : describeStatus(scan.status);
}

/** What of a gap lies outside of others that rise in time. */
export function gapWithout(gap: GapSpan, others: readonly GapSpan[]): readonly GapSpan[] {
  const rest: GapSpan[] = [];
  let { fromUs } = gap;
  for (const other of others) {
    if (other.toUs <= fromUs || other.fromUs >= gap.toUs) continue;
    if (other.fromUs > fromUs) rest.push({ ...gap, fromUs, toUs: other.fromUs });
    fromUs = other.toUs;
  }
  if (fromUs < gap.toUs) rest.push({ ...gap, fromUs });
  return rest;
}

/** The stretches that all pens lack, with the reason of the first. */
export function commonGaps(pens: readonly (readonly GapSpan[])[]): readonly GapSpan[] {
  const [first, ...others] = pens;
  if (!first) return [];
  return others.reduce<readonly GapSpan[]>(
    (common, gaps) =>
      common.flatMap((a) =>
        gaps.flatMap((b) => {
          const fromUs = Math.max(a.fromUs, b.fromUs);
          const toUs = Math.min(a.toUs, b.toUs);
          return toUs > fromUs ? [{ fromUs, toUs, reason: a.reason }] : [];
        }),
      ),
    first,
  );
}
