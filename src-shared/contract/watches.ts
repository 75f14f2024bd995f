import { z } from 'zod';
import { documentId } from '../domain/document-id.ts';
import { Name } from '../domain/tag.ts';
import { event, method } from './define.ts';
import { PeekedAddress } from './values.ts';

export const MAX_WATCH_ROWS = 1_000;
export const MAX_WATCH_TABLES = 200;

export const WatchId = documentId('watch table');

/** How the numbers of a row look; as the tag says unless given. */
export const WATCH_FORMATS = ['dec', 'hex', 'bin', 'float', 'text'] as const;
export type WatchFormat = (typeof WATCH_FORMATS)[number];

const Shown = { note: z.string().max(512).optional(), format: z.enum(WATCH_FORMATS).optional() };

export const WatchRow = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('section'), title: Name }),
  z.strictObject({
    kind: z.literal('tag'),
    device: z.string().min(1).max(512),
    tag: z.string().min(1).max(512),
    ...Shown,
  }),
  /** A place on a device that has no tag: it is read once a second while somebody looks at it. */
  z.strictObject({
    kind: z.literal('address'),
    device: z.string().min(1).max(512),
    ...PeekedAddress.shape,
    ...Shown,
  }),
]);
export type WatchRow = z.output<typeof WatchRow>;

/** One watch table as it stands in `watches/<id>.yaml`. */
export const WatchTable = z.strictObject({
  id: WatchId,
  name: Name,
  rows: z
    .array(WatchRow)
    .max(MAX_WATCH_ROWS, { error: `A watch table has ${MAX_WATCH_ROWS} rows at most. Split it.` })
    .default([]),
});
export type WatchTable = z.output<typeof WatchTable>;

/** A table in the list; `fault` says why its file cannot be shown, with place and next step. */
export const WatchEntry = z.object({
  id: z.string(),
  name: z.string(),
  rows: z.number(),
  fault: z.string().nullable(),
});
export type WatchEntry = z.output<typeof WatchEntry>;

const byId = z.object({ id: WatchId });
/** Of the file's text: it changes with every change of the table. */
const Version = z.string().max(64);

export const watches = {
  list: method({
    doc: 'The watch tables of the project, also those whose file has a fault.',
    permission: 'read',
    rest: { method: 'GET', path: '/watches' },
    input: z.object({}),
    output: z.array(WatchEntry),
  }),
  get: method({
    doc: 'One watch table.',
    permission: 'read',
    rest: { method: 'GET', path: '/watches/{id}' },
    input: byId,
    output: WatchTable.extend({ version: Version }),
  }),
  save: method({
    doc: 'Makes or replaces a watch table. `base`: the version that it was made from; null: there must be none yet.',
    permission: 'operate',
    rest: { method: 'PUT', path: '/watches/{id}' },
    input: WatchTable.extend({ base: Version.nullable().optional() }),
    output: z.object({ version: Version }),
  }),
  remove: method({
    doc: 'Removes a watch table. The tags stay.',
    permission: 'operate',
    rest: { method: 'DELETE', path: '/watches/{id}' },
    input: byId,
    output: z.object({ removed: z.boolean() }),
  }),
  /** A listener reads the list, and the table if it shows it, anew. */
  changed: event({
    doc: 'A watch table was saved or removed through the engine; `version` is null when it was removed.',
    permission: 'read',
    payload: z.object({ id: z.string(), version: Version.nullable() }),
  }),
};
