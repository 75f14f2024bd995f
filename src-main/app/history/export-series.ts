import type { BucketSeries, RawSeries } from '../../../src-shared/domain/series.ts';
import type { HistorySource } from '../../historian/explore/history-source.ts';
import type { TimeRange } from '../../historian/query.ts';

/** Buckets of one question: a short range each, so that their width is what was asked for. */
const BUCKETS_AT_ONCE = 1_000;
const HALF_DAY_US = 43_200e6;

/** The rows of one tag, piece by piece: every point, or buckets that begin on multiples of their width since 1970 UTC. */
export async function* exportSeries(
  source: HistorySource,
  { fromUs, toUs }: TimeRange,
  widthUs: number | undefined,
  signal: AbortSignal,
): AsyncGenerator<RawSeries | BucketSeries> {
  if (widthUs === undefined) {
    yield* source.scan({ fromUs, toUs }, signal);
    return;
  }
  // From 12 hours on, widths of less than an hour would snap to what rollups have.
  const most = widthUs >= 3_600e6 ? BUCKETS_AT_ONCE : Math.max(1, Math.floor((HALF_DAY_US - 1) / widthUs));
  const atOnce = Math.min(BUCKETS_AT_ONCE, most);
  let startUs = Math.floor(fromUs / widthUs) * widthUs;
  while (startUs < toUs) {
    const buckets = Math.min(atOnce, Math.ceil((toUs - startUs) / widthUs));
    const endUs = startUs + buckets * widthUs;
    const { series } = await source.series({ fromUs: startUs, toUs: endUs, buckets }, signal);
    if (series.kind === 'buckets') yield within(series, startUs);
    startUs = endUs;
  }
}

/** Where only hours or days are left, the first bucket may begin before what was asked for, and was told already. */
function within(series: BucketSeries, fromUs: number): BucketSeries {
  const start = series.timeUs.findIndex((us) => us >= fromUs);
  if (start === 0) return series;
  const { timeUs, min, max, avg, first, last, count, bad } = series;
  const at = start < 0 ? timeUs.length : start;
  const cut = (column: Float64Array): Float64Array => column.subarray(at);
  return {
    ...series,
    timeUs: cut(timeUs),
    min: cut(min),
    max: cut(max),
    avg: cut(avg),
    first: cut(first),
    last: cut(last),
    count: cut(count),
    bad: cut(bad),
  };
}
