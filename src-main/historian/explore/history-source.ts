import type { QualityFilter } from '../../../src-shared/contract/history-question.ts';
import { isBad, isGood } from '../../../src-shared/domain/quality.ts';
import type { RawSeries, SeriesAnswer } from '../../../src-shared/domain/series.ts';
import type { TimeRange } from '../query.ts';

/** The history of one tag, whatever keeps it. */
export interface HistorySource {
  /** @throws NexusError as `HistoryStore.series` */
  series(range: TimeRange & { readonly buckets?: number }, signal?: AbortSignal): Promise<SeriesAnswer>;
  /** Every stored point of a range of any size, in pieces that rise in time. */
  scan(range: TimeRange, signal?: AbortSignal): AsyncIterable<RawSeries>;
}

/** The columns of points that computing needs. */
export type Points = Pick<RawSeries, 'timeUs' | 'value' | 'status'>;

/** Whether a point has a number that a filter lets pass; what is Bad has none. */
export function isUsable(value: number, status: number, filter: QualityFilter): boolean {
  return !Number.isNaN(value) && (filter === 'good' ? isGood(status) : !isBad(status));
}
