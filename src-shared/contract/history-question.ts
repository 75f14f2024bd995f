import { z } from 'zod';

/** A time in a query: ISO 8601 with zone, or `now`, `now-6h`. */
export const TimeText = z.string().max(64);

/** Tags that one question may be about. */
export const MAX_ASKED_TAGS = 50;
/** Rows that one answer may hold, of all its tags together. */
export const MAX_ASKED_ROWS = 2_000_000;

/**
 * `twa`: average in which each sample counts for as long as it held. `std`: standard deviation of the samples.
 * `state`: seconds that each value held.
 */
export const AGGREGATES = ['avg', 'min', 'max', 'first', 'last', 'count', 'twa', 'std', 'state'] as const;
export type Aggregate = (typeof AGGREGATES)[number];

/** Which points take part. `usable`: Good and Uncertain. `all`: Bad ones too, where single points are shown. */
export const QUALITY_FILTERS = ['good', 'usable', 'all'] as const;
export type QualityFilter = (typeof QUALITY_FILTERS)[number];

/** What is asked of stored values; all of it fits into an address and into a file. */
export const HistoryQuestion = z.strictObject({
  /** `device/tag` or topics, with `+`, `#` and `*`. */
  tags: z.array(z.string().trim().min(1).max(1_024)).min(1).max(MAX_ASKED_TAGS),
  /** As a person types it by the clocks of `timeZone`: `now-8h`, `now/d`, `14:05`, `2026-02-03 08:00`, ISO 8601. */
  from: TimeText.default('now-8h'),
  to: TimeText.default('now'),
  /** An IANA name. */
  timeZone: z.string().min(1).max(64).default('UTC'),
  /** `auto`, `raw` (every point), or the width of a bucket: `10s`, `5m`, `1h`. */
  interval: z.string().min(1).max(16).default('auto'),
  aggregates: z.array(z.enum(AGGREGATES)).min(1).max(AGGREGATES.length).default(['avg', 'min', 'max']),
  /** Buckets without a sample: left empty, or filled with the value that held. */
  gaps: z.enum(['empty', 'hold']).default('empty'),
  quality: z.enum(QUALITY_FILTERS).default('usable'),
  /** Only what was measured while this held: `boiler-1/burner = 1`. Empty: always. */
  when: z.string().max(512).default(''),
  /** The first so many rows of each tag. */
  limit: z.int().min(1).max(MAX_ASKED_ROWS).default(MAX_ASKED_ROWS),
});
export type HistoryQuestion = z.output<typeof HistoryQuestion>;

export const GapView = z.object({
  fromUs: z.number(),
  toUs: z.number(),
  reason: z.enum(['restart', 'stopped', 'dropped']),
});
