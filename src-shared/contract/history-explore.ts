import { z } from 'zod';
import { method } from './define.ts';
import { GapView, HistoryQuestion } from './history-question.ts';

/** What answers a stretch of buckets: points, or averages of that width. */
const Source = z.enum(['raw', '1-min', '1-hour', '1-day']);

const Identity = z.object({
  device: z.string(),
  tag: z.string(),
  name: z.string(),
  topic: z.string(),
  unit: z.string(),
  /** `string` for a tag of texts: its numbers are places in `texts`. */
  dataType: z.string(),
  euLow: z.number().nullable(),
  euHigh: z.number().nullable(),
  states: z.record(z.string(), z.string()),
});

/** The rows of one tag. Its columns follow each other in the frame of the answer, or in `values`. */
export const AskedTagView = Identity.extend({
  rows: z.number(),
  /**
   * `time` (µs since 1970, the begin of a bucket), then what was asked for: aggregates by name, `state:1` in seconds,
   * and `bad`, the Bad samples of a bucket; of single points `value` and `status`. NaN: there is no such number.
   */
  columns: z.array(z.string()),
  /** Place of its first number in the frame, in numbers of 8 bytes. */
  at: z.number(),
  /** Without a frame: one list for each column, `null` where there is no number. */
  values: z.array(z.array(z.number().nullable())).optional(),
  texts: z.array(z.string()),
  source: Source,
  /** Width of a bucket, µs; 0 for single points. */
  widthUs: z.number(),
  gaps: z.array(GapView),
  /** False when nothing was ever stored of the tag, as against nothing in this range. */
  known: z.boolean(),
  /** Single values from before this time are no longer kept; null where all are. */
  rawFromUs: z.number().nullable(),
  /** There is more than `limit` rows. */
  isCut: z.boolean(),
});
export type AskedTagView = z.output<typeof AskedTagView>;

const Resolved = z.object({
  /** What was answered: whole buckets, so that it may begin before what was asked for. */
  fromUs: z.number(),
  toUs: z.number(),
  /** Patterns that no tag of the project has. */
  unmatched: z.array(z.string()),
});

const optional = z.number().nullable();
export const TagStatisticsView = Identity.extend({
  known: z.boolean(),
  count: z.number(),
  bad: z.number(),
  uncertain: optional,
  min: optional,
  max: optional,
  avg: optional,
  std: optional,
  twa: optional,
  firstUs: optional,
  lastUs: optional,
  /** Share of the range for which a value is known, 0–1. */
  coverage: z.number(),
  gaps: z.array(GapView),
  /** The data next to a range that has none. */
  beforeUs: optional,
  afterUs: optional,
  /** False: told by averages, because there are too many points to read them all. */
  isExact: z.boolean(),
});
export type TagStatisticsView = z.output<typeof TagStatisticsView>;

/** For `auto`: buckets that the caller has room for. */
const Room = z.int().min(1).max(10_000).default(1_000);

export const HistoryEstimate = Resolved.extend({
  tags: z.number(),
  /** Points stored in the range. */
  points: z.number(),
  /** Points, or averages, that would be read. */
  reads: z.number(),
  /** Rows of the answer. */
  returns: z.number(),
  widthUs: z.number(),
  source: Source,
  /** Why it would be refused, and the interval that fits; null: it would not. */
  refusal: z.object({ text: z.string(), interval: z.string() }).nullable(),
  /** The same question to the views of the database. */
  sql: z.string(),
});
export type HistoryEstimate = z.output<typeof HistoryEstimate>;

export const HistoryAnswer = Resolved.extend({ tags: z.array(AskedTagView) });
export type HistoryAnswer = z.output<typeof HistoryAnswer>;

export const exploreHistory = {
  /** With `frame` the columns come as one frame of that number on the same connection, before this answer. */
  ask: method({
    doc: 'Stored values of several tags: every point, or aggregates over buckets, as columns. `frame`: as one binary frame.',
    permission: 'read',
    asksOnly: true,
    rest: { method: 'POST', path: '/history/ask' },
    input: HistoryQuestion.extend({ frame: z.int().min(1).max(0xffff_ffff).optional(), buckets: Room }),
    output: HistoryAnswer,
  }),
  estimate: method({
    doc: 'What a question would read and return, from which source, and whether it would be refused. Nothing is read for it.',
    permission: 'read',
    asksOnly: true,
    rest: { method: 'POST', path: '/history/estimate' },
    input: HistoryQuestion.extend({ buckets: Room }),
    output: HistoryEstimate,
  }),
  statistics: method({
    doc: 'Of each tag of a question: numbers of its samples, coverage, gaps, first and last sample, the nearest data where there is none.',
    permission: 'read',
    asksOnly: true,
    rest: { method: 'POST', path: '/history/statistics' },
    input: HistoryQuestion,
    output: Resolved.extend({ tags: z.array(TagStatisticsView) }),
  }),
};
