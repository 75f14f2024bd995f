import { z } from 'zod';

/** A run of places that one request reads, without a break. */
export const PlannedRangeView = z.object({
  /** `holding`, `DB10` */
  area: z.string(),
  /** What `start` and `count` count. */
  cell: z.enum(['bit', 'byte', 'register', 'word']),
  start: z.number(),
  count: z.number(),
  /** Ids of the tags that lie in it, whole or in part. */
  tags: z.array(z.string()),
  /** Runs that no tag wants and that are read along. */
  gaps: z.array(z.object({ start: z.number(), count: z.number() })),
});
export type PlannedRangeView = z.output<typeof PlannedRangeView>;

export const PlannedRequestView = z.object({
  text: z.string(),
  /** Tags that are whole with its reply. */
  tags: z.number(),
  /** Empty where tags have names and no places. */
  ranges: z.array(PlannedRangeView),
  /** Of data in its reply: all, those that no tag wants, and how many would fit; null where nobody knows. */
  bytes: z.object({ read: z.number(), wasted: z.number(), capacity: z.number() }).nullable(),
});
export type PlannedRequestView = z.output<typeof PlannedRequestView>;

/** The tags that are read at one pace. */
export const PlannedGroupView = z.object({
  /** Of now, where it follows the values. */
  intervalMs: z.number(),
  /** Between which periods that is. */
  bounds: z.object({ fastestMs: z.number(), slowestMs: z.number() }).optional(),
  tags: z.number(),
  requests: z.array(PlannedRequestView),
  /** How long reading them takes, by what requests of this device took of late; null before the first. */
  cycleMs: z.number().nullable(),
});
export type PlannedGroupView = z.output<typeof PlannedGroupView>;

/** What reading a device costs, before it is read. */
export const ReadPlanView = z.object({
  /** As the device is read now, with what it turned out to refuse; or by its configuration alone. */
  source: z.enum(['running', 'configuration']),
  /** Tags that are asked for no more, because the device refused them. */
  refused: z.number(),
  mode: z.enum(['polled', 'subscribed']),
  /** What requests were fitted into, in words: `125 registers or 2000 bits a request, gaps up to 16 registers`. */
  limits: z.string(),
  groups: z.array(PlannedGroupView),
  /** What one request took of late, ms; null where none was sent. */
  requestMs: z.number().nullable(),
  /** The share of its time that the device is being read, 0…1 and more; null where `requestMs` is. */
  load: z.number().nullable(),
  /** A longer gap that would save requests: null where none would. */
  suggestion: z
    .object({ maxGap: z.number(), requests: z.number(), requestsNow: z.number(), wastedBytes: z.number() })
    .nullable(),
});
export type ReadPlanView = z.output<typeof ReadPlanView>;
