import { z } from 'zod';
import { method } from './define.ts';
import { exploreHistory } from './history-explore.ts';
import { quarantine } from './history-quarantine.ts';
import { GapView, TimeText } from './history-question.ts';

const HistoryRow = z.object({
  timestamp: z.iso.datetime(),
  /** Texts, and integers beyond 2^53, are strings; `null` where there is no value. */
  value: z.union([z.number(), z.string(), z.null()]),
  quality: z.number().optional(),
  min: z.number().nullable().optional(),
  max: z.number().nullable().optional(),
  first: z.number().nullable().optional(),
  last: z.number().nullable().optional(),
  count: z.number().optional(),
  bad: z.number().optional(),
  flags: z.array(z.enum(['simulated', 'clamped', 'clockUnsynchronised', 'historical'])).optional(),
});

export const history = {
  read: method({
    doc: 'Stored values of one topic. With `buckets`: one row a bucket, `value` being the aggregate asked for.',
    permission: 'read',
    rest: { method: 'GET', path: '/history' },
    input: z.object({
      topic: z.string().max(1_024),
      from: TimeText,
      to: TimeText.default('now'),
      buckets: z.coerce.number().int().min(1).max(10_000).optional(),
      aggregate: z.enum(['avg', 'min', 'max', 'first', 'last', 'count']).default('avg'),
    }),
    output: z.object({
      topic: z.string(),
      unit: z.string(),
      rows: z.array(HistoryRow),
      gaps: z.array(GapView),
      /** False when nothing was ever stored of the tag, as against nothing in this range. */
      known: z.boolean(),
      /** Single values from before this time are no longer kept, only hours and days; there where the range begins earlier. */
      rawFrom: z.iso.datetime().optional(),
    }),
  }),
  /** The columns come as a series frame with the number `frame` on the same connection, before this answer. */
  series: method({
    doc: 'Stored values of one tag as a binary frame of columns, with the gaps that touch the range.',
    permission: 'read',
    asksOnly: true,
    input: z.object({
      frame: z.int().min(1).max(0xffff_ffff),
      device: z.string(),
      tag: z.string(),
      fromUs: z.number(),
      toUs: z.number(),
      buckets: z.int().min(1).max(10_000).optional(),
    }),
    output: z.object({ frame: z.number(), rows: z.number(), gaps: z.array(GapView) }),
  }),
  ...exploreHistory,
  ...quarantine,
};
