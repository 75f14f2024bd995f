import { NexusError } from '../../src-shared/errors/nexus-error.ts';
import type { TimeRange } from './query.ts';

/**
 * The refusal of an answer of too many points.
 * @param untilUs up to where the points were counted; the rest of the range is estimated from them.
 */
export function tooLarge({ fromUs, toUs }: TimeRange, points: number, limit: number, untilUs = toUs): NexusError {
  const fitsUs = Math.floor(((Math.min(untilUs, toUs) - fromUs) * limit) / points);
  const text =
    `The range holds ${points.toLocaleString('en')} or more points of one tag; at most ${limit.toLocaleString('en')} are ` +
    `returned at once. Ask for buckets, or for about ${Math.max(1, Math.floor(fitsUs / 1e6)).toLocaleString('en')} s at a time.`;
  return new NexusError('NX_HISTORY_TOO_LARGE', text, { points, limit, suggestedRangeUs: fitsUs });
}
