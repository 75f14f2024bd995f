import { z } from 'zod';
import { documentId } from '../domain/document-id.ts';
import { Name } from '../domain/tag.ts';
import { FileForm } from './config.ts';
import { event, method } from './define.ts';

export const MAX_TEMPLATES = 200;
/** Of one template: more are a device of their own. */
export const MOST_TEMPLATE_TAGS = 2_000;

export const TemplateId = documentId('template');

/**
 * Tags of one asset, to be made again for others. `{asset}` and `{n}` in their texts stand for its name and number; their
 * addresses are those of the first asset.
 */
export const TagTemplate = z.strictObject({
  id: TemplateId,
  name: Name,
  /** How far the addresses of the next asset lie behind, in what its protocol counts: registers, bytes. */
  step: z.int().min(0).max(65_536).default(0),
  tags: z.array(FileForm).min(1).max(MOST_TEMPLATE_TAGS),
});
export type TagTemplate = z.output<typeof TagTemplate>;

/** One template in the list; `fault` says why its file cannot be used. */
export const TemplateEntry = z.object({
  id: z.string(),
  name: z.string(),
  tags: z.number(),
  fault: z.string().nullable(),
});
export type TemplateEntry = z.output<typeof TemplateEntry>;

const byId = z.object({ id: TemplateId });
/** Of the file's text: it changes with every change of the template. */
const Version = z.string().max(64);

export const templates = {
  list: method({
    doc: 'The templates of tags of the project, also those whose file has a fault.',
    permission: 'read',
    rest: { method: 'GET', path: '/templates' },
    input: z.object({}),
    output: z.array(TemplateEntry),
  }),
  get: method({
    doc: 'One template of tags.',
    permission: 'read',
    rest: { method: 'GET', path: '/templates/{id}' },
    input: byId,
    output: TagTemplate.extend({ version: Version }),
  }),
  save: method({
    doc: 'Makes or replaces a template of tags. `base`: the version that it was made from; null: there must be none yet.',
    permission: 'configure',
    rest: { method: 'PUT', path: '/templates/{id}' },
    input: TagTemplate.extend({ base: Version.nullable().optional() }),
    output: z.object({ version: Version }),
  }),
  remove: method({
    doc: 'Removes a template. Tags that were made of it stay.',
    permission: 'configure',
    rest: { method: 'DELETE', path: '/templates/{id}' },
    input: byId,
    output: z.object({ removed: z.boolean() }),
  }),
  changed: event({
    doc: 'A template was saved or removed through the engine; `version` is null when it was removed.',
    permission: 'read',
    payload: z.object({ id: z.string(), version: Version.nullable() }),
  }),
};
