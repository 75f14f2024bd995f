import { z } from 'zod';
import { documentId } from '../domain/document-id.ts';
import { readLayoutLines } from '../domain/layout-lines.ts';
import { Name } from '../domain/tag.ts';
import { event, method } from './define.ts';

export const MAX_LAYOUTS = 200;
/** Of all blocks of a layout: with it a message stays below what a socket takes. */
export const MOST_LAYOUT_TEXT = 3_000_000;

export const LayoutId = documentId('layout');

/** One block of memory: a data block, or the tags of an area. */
export const LayoutBlock = z.strictObject({
  /** As `memory` calls the area: `DB10`; empty while nobody has said which number the block has. */
  area: z.string().max(64),
  name: z.string().max(256),
  /** `optimised`: its values have no places; `unknown`: the source does not say. */
  access: z.enum(['standard', 'optimised', 'unknown']).default('unknown'),
  /** A line for each value: place, type, name and comment with tabs between them (src-shared/domain/layout-lines.ts). */
  values: z
    .string()
    .max(MOST_LAYOUT_TEXT)
    .refine((text) => readLayoutLines(text).wrongLine === undefined, {
      error: (issue) =>
        `Line ${readLayoutLines(String(issue.input)).wrongLine} is no value of a block. Write place, type, name and comment with tabs between them.`,
    }),
});
export type LayoutBlock = z.output<typeof LayoutBlock>;

/** What stands where in the memory of a device, as a source file of its program has it. */
export const LayoutContent = z.strictObject({
  /** Of the file that it was read from. */
  name: Name,
  device: z.string().min(1).max(64),
  blocks: z.array(LayoutBlock).max(1_000),
});

/** One layout as it stands in `layouts/<id>.yaml`. */
export const SavedLayout = LayoutContent.extend({ id: LayoutId });
export type SavedLayout = z.output<typeof SavedLayout>;

/** A layout in the list; `fault` says why its file cannot be used, with place and next step. */
export const LayoutEntry = z.object({
  id: z.string(),
  name: z.string(),
  /** Empty where the file has a fault. */
  device: z.string(),
  fault: z.string().nullable(),
});
export type LayoutEntry = z.output<typeof LayoutEntry>;

const byId = z.object({ id: LayoutId });
/** Of the file's text: it changes with every change of the layout. */
const Version = z.string().max(64);

/** Layouts of memory that people imported, so that they are there the next time. */
export const layouts = {
  list: method({
    doc: 'The layouts of memory in the project, also those whose file has a fault.',
    permission: 'read',
    rest: { method: 'GET', path: '/layouts' },
    input: z.object({}),
    output: z.array(LayoutEntry),
  }),
  get: method({
    doc: 'One layout.',
    permission: 'read',
    rest: { method: 'GET', path: '/layouts/{id}' },
    input: byId,
    output: SavedLayout.extend({ version: Version }),
  }),
  save: method({
    doc: 'Makes or replaces a layout. `base`: the version that it was made from; null: there must be none yet.',
    permission: 'configure',
    rest: { method: 'PUT', path: '/layouts/{id}' },
    input: SavedLayout.extend({ base: Version.nullable().optional() }),
    output: z.object({ version: Version }),
  }),
  remove: method({
    doc: 'Removes a layout. Tags that were made from it stay.',
    permission: 'configure',
    rest: { method: 'DELETE', path: '/layouts/{id}' },
    input: byId,
    output: z.object({ removed: z.boolean() }),
  }),
  changed: event({
    doc: 'A layout was saved or removed through the engine; `version` is null when it was removed.',
    permission: 'read',
    payload: z.object({ id: z.string(), version: Version.nullable() }),
  }),
};
