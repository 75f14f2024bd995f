import { DAY_US } from '../../historian/archive/day-names.ts';
import type { TimeRange } from '../../historian/query.ts';
import type { Storage } from '../storage.ts';
import type { ChosenTag } from './chosen-tags.ts';

/** Days of one question: a bucket each. */
const DAYS_AT_ONCE = 500;

/** The UTC days of a range, by their beginning, of which any of the tags has a point; told from rollups. */
export async function daysWithPoints(
  tags: readonly ChosenTag[],
  { fromUs, toUs }: TimeRange,
  storage: Pick<Storage, 'series'>,
  signal: AbortSignal,
): Promise<ReadonlySet<number>> {
  const found = new Set<number>();
  for (let startUs = fromUs; startUs < toUs; startUs += DAYS_AT_ONCE * DAY_US) {
    const range = { fromUs: startUs, toUs: Math.min(toUs, startUs + DAYS_AT_ONCE * DAY_US) };
    const buckets = Math.round((range.toUs - range.fromUs) / DAY_US);
    for (const tag of tags) {
      const { series } = await storage.series(tag, { ...range, buckets }, signal);
      if (series.kind !== 'buckets') throw new TypeError('A question for buckets was answered with points');
      const last = Math.max(series.widthUs, 1) - 1;
      for (const us of series.timeUs) {
        const endUs = Math.floor((us + last) / DAY_US) * DAY_US;
        for (let dayUs = Math.floor(us / DAY_US) * DAY_US; dayUs <= endUs; dayUs += DAY_US) found.add(dayUs);
      }
    }
  }
  return found;
}
