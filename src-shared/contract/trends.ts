import { z } from 'zod';
import { documentId } from '../domain/document-id.ts';
import { Name } from '../domain/tag.ts';
import { TREND_LAYOUTS } from '../domain/trend-layout.ts';
import { event, method } from './define.ts';

export const MAX_TRENDS = 200;
/** The most pens that one trend takes (ux 3.9). */
export const MOST_PENS = 32;
export const MOST_NOTES = 200;

export const TrendId = documentId('trend');

/** A tag in a trend. The slot gives colour, dash and number, and stays the same while others come and go. */
export const TrendPen = z.strictObject({
  slot: z.int().min(1).max(MOST_PENS),
  device: z.string().min(1).max(512),
  tag: z.string().min(1).max(512),
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
  notes: z.array(TrendNote).max(MOST_NOTES).default([]),
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

const byId = z.object({ id: TrendId });
/** Of the file's text: it changes with every change of the trend. */
const Version = z.string().max(64);

export const trends = {
  list: method({
    doc: 'The trends of the project, also those whose file has a fault.',
    role: 'viewer',
    rest: { method: 'GET', path: '/trends' },
    input: z.object({}),
    output: z.array(TrendEntry),
  }),
  get: method({
    doc: 'One trend.',
    role: 'viewer',
    rest: { method: 'GET', path: '/trends/{id}' },
    input: byId,
    output: SavedTrend.extend({ version: Version }),
  }),
  save: method({
    doc: 'Makes or replaces a trend. `base`: the version that it was made from; null: there must be none yet.',
    role: 'operator',
    rest: { method: 'PUT', path: '/trends/{id}' },
    input: SavedTrend.extend({ base: Version.nullable().optional() }),
    output: z.object({ version: Version }),
  }),
  remove: method({
    doc: 'Removes a trend. The tags and what is stored of them stay.',
    role: 'operator',
    rest: { method: 'DELETE', path: '/trends/{id}' },
    input: byId,
    output: z.object({ removed: z.boolean() }),
  }),
  changed: event({
    doc: 'A trend was saved or removed through the engine; `version` is null when it was removed.',
    role: 'viewer',
    payload: z.object({ id: z.string(), version: Version.nullable() }),
  }),
};
