import type { BucketSeries, Gap } from '../../../src-shared/domain/series.ts';
import type { TimeRange } from '../query.ts';
import type { HistorySource } from './history-source.ts';

/** What there is of a tag in a range, told from rollups where there are any. */
export interface Overview {
  readonly buckets: BucketSeries;
  /** Points of the range, Bad ones too. */
  readonly points: number;
  readonly gaps: readonly Gap[];
  readonly known: boolean;
  readonly rawFromUs?: number;
}

const BUCKETS = 500;

/** Looks at a range without reading its points where that can be. */
export async function overview(source: HistorySource, range: TimeRange, signal?: AbortSignal): Promise<Overview> {
  const buckets = Math.max(1, Math.min(BUCKETS, Math.floor(range.toUs - range.fromUs)));
  const { series, gaps, known = true, rawFromUs } = await source.series({ ...range, buckets }, signal);
  if (series.kind !== 'buckets') throw new TypeError('A question for buckets was answered with points');
  const points = sum(series.count) + sum(series.bad);
  return { buckets: series, points, gaps, known, ...(rawFromUs !== undefined && { rawFromUs }) };
}

const sum = (column: Float64Array): number => column.reduce((all, one) => all + one, 0);
