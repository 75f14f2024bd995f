import type { SeriesAnswer } from '../../src-shared/domain/series.ts';
import { PenBuffer } from './pen-buffer.ts';
import { type PenHistory, PenModel } from './pen-model.ts';
import type { TimeRange } from './time-view.ts';

/** What a pen was at another time, drawn behind it. Its samples carry the times of the window that they lie on. */
export interface OtherTime {
  readonly model: PenModel;
  /** What lies on a time was measured this much before it, µs; negative: after it. */
  readonly shiftUs: number;
  /** `yesterday`, `from 2026-02-03 08:00:00` */
  readonly label: string;
}

/** Nothing of another time comes live. */
export const otherTime = (shiftUs: number, label: string, slowestMs: number): OtherTime => ({
  model: new PenModel(new PenBuffer(1), slowestMs),
  shiftUs,
  label,
});

const MOST_BUCKETS = 10_000;
/** Of the window, asked for beyond both its ends, so that one that follows the clock does not ask with each pixel. */
const AHEAD = 0.35;
/** What happened this shortly before now may still be on its way to the historian. */
const SETTLES_US = 5e6;

/**
 * Which stored samples the other time of a pen still needs for a window, in times of the window and whole buckets;
 * undefined: none.
 *
 * @param knownToUs now, in times of the window: nothing is known beyond.
 */
export function otherNeed(
  range: TimeRange,
  widthUs: number,
  history: PenHistory | undefined,
  knownToUs: number,
): TimeRange | undefined {
  const wantedToUs = Math.min(range.toUs, knownToUs);
  if (wantedToUs <= range.fromUs) return undefined;
  const isFine = history?.series.kind === 'raw' || (history?.series.widthUs ?? Number.POSITIVE_INFINITY) <= widthUs;
  const isCovered = history !== undefined && history.fromUs <= range.fromUs && history.toUs >= wantedToUs - SETTLES_US;
  if (isFine && isCovered) return undefined;
  const aheadUs = (range.toUs - range.fromUs) * AHEAD;
  const toUs = Math.ceil(Math.min(range.toUs + aheadUs, Math.max(knownToUs, wantedToUs)) / widthUs) * widthUs;
  const fromUs = Math.max(Math.floor((range.fromUs - aheadUs) / widthUs) * widthUs, toUs - MOST_BUCKETS * widthUs);
  return { fromUs, toUs };
}

/** What was measured, with the times that it lies on. */
export function shiftedAnswer({ series, gaps }: SeriesAnswer, byUs: number): Pick<SeriesAnswer, 'series' | 'gaps'> {
  const timeUs = series.timeUs.map((us) => us + byUs);
  return {
    series: series.kind === 'raw' ? { ...series, timeUs } : { ...series, timeUs, fromUs: series.fromUs + byUs },
    gaps: gaps.map((gap) => ({ ...gap, fromUs: gap.fromUs + byUs, toUs: gap.toUs + byUs })),
  };
}
