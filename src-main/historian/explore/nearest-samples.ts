import type { RawSeries } from '../../../src-shared/domain/series.ts';
import type { TimeRange } from '../query.ts';
import type { HistorySource, Points } from './history-source.ts';

const DAY_US = 86_400e6;
/** Nothing of ours is older than this: 2000-01-01 UTC. */
const EARLIEST_US = Date.UTC(2000, 0, 1) * 1_000;
const BUCKETS = 2_000;
/** A stretch this long is read point by point. */
const SHORT_US = 60e6;

/** The times of the samples next to a range, µs; undefined where there is none on that side. */
export interface Nearest {
  readonly beforeUs?: number;
  readonly afterUs?: number;
}

/** Finds the data next to a range that has none. To the minute where only rollups are kept. */
export async function nearestSamples(
  source: HistorySource,
  { fromUs, toUs }: TimeRange,
  nowUs: number,
  signal?: AbortSignal,
): Promise<Nearest> {
  const before = await narrow(source, { fromUs: EARLIEST_US, toUs: fromUs }, -1, signal);
  const after = await narrow(source, { fromUs: toUs, toUs: nowUs + DAY_US }, 0, signal);
  return {
    ...(before !== undefined && { beforeUs: before }),
    ...(after !== undefined && { afterUs: after }),
  };
}

/** The last sample before a moment, as a series of one row: what held there. Undefined where there is none, or a gap between. */
export async function lastBefore(source: HistorySource, us: number, signal?: AbortSignal): Promise<Points | undefined> {
  for (const days of [1, 60]) {
    const atUs = await narrow(source, { fromUs: us - days * DAY_US, toUs: us }, -1, signal);
    if (atUs === undefined) continue;
    const { series, gaps } = await source.series({ fromUs: atUs, toUs: Math.min(us, atUs + SHORT_US) }, signal);
    const open = await source.series({ fromUs: atUs, toUs: us, buckets: 1 }, signal);
    if (series.kind !== 'raw' || series.timeUs.length === 0 || gaps.length + open.gaps.length > 0) return undefined;
    return lastRow(series);
  }
  return undefined;
}

function lastRow({ timeUs, value, status, cells }: RawSeries): Points & Pick<RawSeries, 'cells'> {
  const row = timeUs.length - 1;
  const own = cells?.filter((cell) => cell.row === row).map((cell) => ({ ...cell, row: 0 })) ?? [];
  return {
    timeUs: timeUs.slice(row),
    value: value.slice(row),
    status: status.slice(row),
    ...(own.length > 0 && { cells: own }),
  };
}

/** The time of the first (0) or last (-1) sample of a range, from coarse to fine. */
async function narrow(
  source: HistorySource,
  range: TimeRange,
  end: 0 | -1,
  signal: AbortSignal | undefined,
): Promise<number | undefined> {
  let { fromUs, toUs } = range;
  if (toUs <= fromUs) return undefined;
  while (toUs - fromUs > SHORT_US) {
    const { series } = await source.series({ fromUs, toUs, buckets: BUCKETS }, signal);
    const startUs = series.timeUs.at(end);
    if (startUs === undefined || series.kind !== 'buckets') return undefined;
    const widthUs = series.widthUs;
    // Where only hours are kept, no finer question has a finer answer.
    if (widthUs >= toUs - fromUs) return clip(startUs, range);
    [fromUs, toUs] = [Math.max(fromUs, startUs), Math.min(toUs, startUs + widthUs)];
  }
  const { series } = await source.series({ fromUs, toUs }, signal);
  const us = series.timeUs.at(end);
  return us === undefined ? clip(fromUs, range) : us;
}

const clip = (us: number, { fromUs, toUs }: TimeRange): number => Math.min(Math.max(us, fromUs), toUs - 1);
