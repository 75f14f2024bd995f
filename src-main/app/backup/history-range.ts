import { parseDurationMs } from '../../../src-shared/domain/duration.ts';
import { parseQueryTime } from '../../../src-shared/domain/query-time.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { TimeRange } from '../../historian/query.ts';

/**
 * What of a database a backup carries: `30d` up to now, `2026-02-01..now-1d` with times in UTC, or `none`.
 * @returns undefined for `none`. @throws NexusError NX_USAGE, NX_REQUEST_INVALID for what is not a time.
 */
export function historyRange(text: string, nowUs: number): TimeRange | undefined {
  if (text === 'none') return undefined;
  const backMs = parseDurationMs(text);
  if (backMs !== undefined && backMs > 0) return { fromUs: nowUs - backMs * 1_000, toUs: nowUs };
  const [from, to, more] = text.split('..');
  if (!from || !to || more !== undefined)
    throw usage(`--history ${text} is no range. Write 30d, 2026-02-01..now, or none.`);
  const range = { fromUs: parseQueryTime(from, nowUs, 'UTC'), toUs: parseQueryTime(to, nowUs, 'UTC') };
  if (range.fromUs < range.toUs) return range;
  throw usage(`--history ${text} ends before it begins. Swap the two times.`);
}

const usage = (text: string): NexusError => new NexusError('NX_USAGE', text);
