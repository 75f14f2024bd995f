import { z } from 'zod';
import { documentId } from '../domain/document-id.ts';
import { AxisScale, PenLook } from '../domain/pen-look.ts';
import { Name } from '../domain/tag.ts';
import { TrendCompare } from '../domain/trend-compare.ts';
import { TREND_EVENTS } from '../domain/trend-event.ts';
import { TREND_LAYOUTS } from '../domain/trend-layout.ts';
import { TrendCapture, TrendTrigger } from '../domain/trend-trigger.ts';
import { event, method } from './define.ts';

export const MAX_TRENDS = 200;
/** The most pens that one trend takes (ux 3.9). */
export const MOST_PENS = 32;
export const MOST_NOTES = 200;
export const MOST_CAPTURES = 200;

export const TrendId = documentId('trend');

/** A tag in a trend. The slot gives colour, dash and number, and stays the same while others come and go. */
export const TrendPen = z.strictObject({
  slot: z.int().min(1).max(MOST_PENS),
  device: z.string().min(1).max(512),
  tag: z.string().min(1).max(512),
  ...PenLook,
});

/** What a person wrote to a moment. */
export const TrendNote = z.strictObject({ atUs: z.number(), text: z.string().trim().min(1).max(200) });
export type TrendNote = z.output<typeof TrendNote>;

/** What a trend draws, never values. */
export const TrendContent = z.strictObject({
  name: Name,
  spanMs: z.number().positive(),
  layout: z.enum(TREND_LAYOUTS).default('unit'),
  pens: z.array(TrendPen).max(MOST_PENS).default([]),
  /** Ends that a person set; all other axes follow what is in sight. */
  axes: z
    .array(AxisScale)
    .max(2 * MOST_PENS)
    .default([]),
  /** Lanes of ticks at the bottom. */
  events: z.array(z.enum(TREND_EVENTS)).max(TREND_EVENTS.length).default([]),
  notes: z.array(TrendNote).max(MOST_NOTES).default([]),
  /** Keeps stretches; left out: nothing does. */
  trigger: TrendTrigger.optional(),
  /** In the order of their times. */
  captures: z.array(TrendCapture).max(MOST_CAPTURES).default([]),
  /** Drawn behind, lighter; left out: nothing is. */
  compare: TrendCompare.optional(),
});
export type TrendContent = z.output<typeof TrendContent>;

/** One trend as it stands in `trends/<id>.yaml`. */
export const SavedTrend = TrendContent.extend({ id: TrendId });
export type SavedTrend = z.output<typeof SavedTrend>;

/** A trend in the list; `fault` says why its file cannot be drawn, with place and next step. */
export const TrendEntry = z.object({
  id: z.string(),
  name: z.string(),
  pens: z.number(),
  fault: z.string().nullable(),
});
export type TrendEntry = z.output<typeof TrendEntry>;

/** The most events that one answer carries. */
export const MOST_EVENTS = 1_000;

/** Something that happened beside the values. */
export const TrendEvent = z.object({
  kind: z.enum(TREND_EVENTS),
  /** When it happened, or began. */
  atUs: z.number(),
  /** When it ended; null for a moment, and for what is not over. */
  toUs: z.number().nullable(),
  isOver: z.boolean(),
  /** In words, for people. */
  text: z.string(),
  device: z.string().nullable(),
  tag: z.string().nullable(),
  /** Of a revision. */
  revision: z.number().nullable(),
});
export type TrendEvent = z.output<typeof TrendEvent>;

const byId = z.object({ id: TrendId });
/** Of the file's text: it changes with every change of the trend. */
const Version = z.string().max(64);

export const trends = {
  list: method({
    doc: 'The trends of the project, also those whose file has a fault.',
    permission: 'read',
    rest: { method: 'GET', path: '/trends' },
    input: z.object({}),
    output: z.array(TrendEntry),
  }),
  get: method({
    doc: 'One trend.',
    permission: 'read',
    rest: { method: 'GET', path: '/trends/{id}' },
    input: byId,
    output: SavedTrend.extend({ version: Version }),
  }),
  save: method({
    doc: 'Makes or replaces a trend. `base`: the version that it was made from; null: there must be none yet.',
    permission: 'operate',
    rest: { method: 'PUT', path: '/trends/{id}' },
    input: SavedTrend.extend({ base: Version.nullable().optional() }),
    output: z.object({ version: Version }),
  }),
  remove: method({
    doc: 'Removes a trend. The tags and what is stored of them stay.',
    permission: 'operate',
    rest: { method: 'DELETE', path: '/trends/{id}' },
    input: byId,
    output: z.object({ removed: z.boolean() }),
  }),
  events: method({
    doc: 'What happened beside the values in a stretch of time, oldest first: writes of the journal, outages of devices since the gateway started, revisions of the project, and of each quality rule and tag the last reading that it found fault with.',
    permission: 'read',
    rest: { method: 'GET', path: '/trend-events' },
    input: z.object({ fromUs: z.coerce.number(), toUs: z.coerce.number() }),
    output: z.object({
      events: z.array(TrendEvent),
      /** Older ones in the range are left out. */
      more: z.boolean(),
      /** Outages from before are not known. */
      outagesFromUs: z.number(),
    }),
  }),
  changed: event({
    doc: 'A trend was saved or removed through the engine; `version` is null when it was removed.',
    permission: 'read',
    payload: z.object({ id: z.string(), version: Version.nullable() }),
  }),
};
