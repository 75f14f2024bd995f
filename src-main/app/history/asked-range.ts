import { type HistoryQuestion, MAX_ASKED_ROWS } from '../../../src-shared/contract/history-question.ts';
import { formatWidth, parseWidthUs, roundWidthUs } from '../../../src-shared/domain/bucket-width.ts';
import { parseQueryTime } from '../../../src-shared/domain/query-time.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { BucketGrid } from '../../historian/bucket-grid.ts';
import type { TimeRange } from '../../historian/query.ts';
import { isoTime } from '../tags/value-rows.ts';

/** When a question asks about, and in which buckets; without a grid, every point. */
export interface AskedRange {
  readonly range: TimeRange;
  readonly grid: BucketGrid | undefined;
}

/**
 * The range of a question by the clocks of its time zone, and its buckets: multiples of their width since 1970 UTC, so
 * that the first may begin before the range and the last end after it.
 *
 * @param room for `auto`: buckets at most.
 * @throws NexusError NX_REQUEST_INVALID
 */
export function askedRange(question: HistoryQuestion, room: number, nowUs: number): AskedRange {
  const { from, to, timeZone, interval } = question;
  const fromUs = parseQueryTime(from, nowUs, timeZone);
  const toUs = parseQueryTime(to, nowUs, timeZone);
  if (fromUs >= toUs) {
    const text = `“To” ${to} (${isoTime(toUs)}) is not after “From” ${from} (${isoTime(fromUs)}). Swap them.`;
    throw new NexusError('NX_REQUEST_INVALID', text, { fromUs, toUs });
  }
  const range = { fromUs, toUs };
  if (interval === 'raw') return { range, grid: undefined };
  const widthUs = interval === 'auto' ? roundWidthUs(toUs - fromUs, room) : parseWidthUs(interval);
  if (widthUs === undefined) {
    const text = `“${interval}” is not an interval. Try auto, raw, 10s, 5m or 1h; the shortest is 1 ms.`;
    throw new NexusError('NX_REQUEST_INVALID', text, { interval });
  }
  const startUs = Math.floor(fromUs / widthUs) * widthUs;
  const buckets = Math.ceil((toUs - startUs) / widthUs);
  return { range: { fromUs: startUs, toUs: startUs + buckets * widthUs }, grid: { fromUs: startUs, widthUs, buckets } };
}

/** A question that is too large is answered with an interval that gives about this many rows. */
const SUGGESTED_ROWS = 200_000;

/** Why a question is refused, and the interval that fits; undefined where it is not too large. */
export function refusalOf(
  rows: number,
  tags: number,
  range: TimeRange,
): { text: string; interval: string } | undefined {
  if (rows <= MAX_ASKED_ROWS) return undefined;
  const widthUs = roundWidthUs(range.toUs - range.fromUs, Math.floor(SUGGESTED_ROWS / tags));
  const fitting = Math.ceil((range.toUs - range.fromUs) / widthUs) * tags;
  const interval = formatWidth(widthUs);
  const text =
    `This query would return about ${shortCount(rows)} points; the limit is ${shortCount(MAX_ASKED_ROWS)}. ` +
    `Use averages of ${interval} (${fitting.toLocaleString('en')} points) or a shorter range.`;
  return { text, interval };
}

function shortCount(count: number): string {
  if (count < 1e6) return count.toLocaleString('en');
  const millions = count / 1e6;
  return `${millions < 10 ? Number(millions.toFixed(1)) : Math.round(millions).toLocaleString('en')} million`;
}
