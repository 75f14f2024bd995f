import { z } from 'zod';
import { isShallow } from '../domain/json-depth.ts';
import { MAX_TAGS } from '../domain/tag.ts';
import { event, method } from './define.ts';
import { FileText, ProjectChanges } from './project-changes.ts';

const MAX_DEPTH = 20;

/** A device or a tag in the form of its YAML file: snake_case keys, see docs/config.md. Checked with the whole project. */
export const FileForm = z
  .record(z.string().max(64), z.unknown())
  .refine((form) => isShallow(form, MAX_DEPTH), { error: `Nests deeper than ${MAX_DEPTH} levels.` });
/** The revision that a change was made from: `If-Match` over REST. Left out on sockets only by scripts that mean it. */
export const base = z.coerce.number().int().positive().optional();
export const comment = z.string().max(512).default('');
const device = z.string().max(64);
const tag = z.string().max(64);
const revision = z.coerce.number().int().positive();

/** Tags are named by the ids that they have before all the edits; `after`: null is the first place, none the last. */
export const TagEdit = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('change'), tag, patch: FileForm }),
  z.object({ kind: z.literal('add'), tag: FileForm, after: tag.nullable().optional() }),
  z.object({ kind: z.literal('remove'), tag }),
  /** Puts the tags that stay into this order; once at most, and each of them is named. */
  z.object({ kind: z.literal('order'), tags: z.array(tag).max(MAX_TAGS) }),
]);
export type TagEdit = z.input<typeof TagEdit>;
const edits = z.array(TagEdit).max(2 * MAX_TAGS);

const Cell = z.union([z.string().max(4_096), z.number(), z.boolean()]);

const FieldChange = z.object({ path: z.string(), before: z.unknown(), after: z.unknown() });

/** What differs between two states of a project; comments and order are no difference. */
export const ProjectDiffView = z.object({
  devicesAdded: z.array(z.string()),
  devicesRemoved: z.array(z.string()),
  devicesChanged: z.array(
    z.object({
      id: z.string(),
      /** The id before, where it was renamed. */
      formerId: z.string().nullable(),
      fields: z.array(FieldChange),
      tagsAdded: z.array(z.string()),
      tagsRemoved: z.array(z.string()),
      tagsChanged: z.array(z.object({ id: z.string(), formerId: z.string().nullable(), fields: z.array(FieldChange) })),
    }),
  ),
  /** Settings of `nexus.yaml`; `restart`: in effect at the next start only. */
  settings: z.array(FieldChange.extend({ restart: z.boolean() })),
});
export type ProjectDiffView = z.output<typeof ProjectDiffView>;

export const RevisionView = z.object({
  revision: z.number(),
  timestamp: z.iso.datetime(),
  author: z.string(),
  comment: z.string(),
  files: z.number(),
  /** Ids of the devices whose files it changed, and whether `nexus.yaml`; null for the oldest that is kept. */
  changed: z.object({ devices: z.array(z.string()), settings: z.boolean() }).nullable(),
});
export type RevisionView = z.output<typeof RevisionView>;

/** A change that is in effect. */
export const AppliedView = z.object({ revision: z.number(), diff: ProjectDiffView });

/** One thing wrong in a project (docs/faults.md): where, what was seen, the next step. */
export const FaultView = z.object({
  code: z.string(),
  file: z.string(),
  line: z.number().nullable(),
  path: z.string(),
  message: z.string(),
  severity: z.enum(['error', 'warning']),
});
export type FaultView = z.output<typeof FaultView>;

/** The configuration: devices and tags as files hold them, revisions, import and export. */
export const config = {
  device: method({
    doc: 'A device in the form of its file, with the revision to send back in If-Match.',
    permission: 'read',
    rest: { method: 'GET', path: '/devices/{device}/config' },
    input: z.object({ device }),
    output: z.object({ revision: z.number(), device: FileForm }),
  }),
  addDevice: method({
    doc: 'Adds a device.',
    permission: 'configure',
    rest: { method: 'POST', path: '/devices' },
    input: z.object({ device: FileForm, base, comment }),
    output: AppliedView,
  }),
  replaceDevice: method({
    doc: 'Replaces a device; it keeps its identity and history. Another id renames it.',
    permission: 'configure',
    rest: { method: 'PUT', path: '/devices/{device}' },
    input: z.object({ device, value: FileForm, base, comment }),
    output: AppliedView,
  }),
  changeDevice: method({
    doc: 'Changes what the patch names (RFC 7396: null removes, lists are replaced).',
    permission: 'configure',
    rest: { method: 'PATCH', path: '/devices/{device}' },
    input: z.object({ device, patch: FileForm, base, comment }),
    output: AppliedView,
  }),
  removeDevice: method({
    doc: 'Removes a device from the project; its history stays.',
    permission: 'configure',
    rest: { method: 'DELETE', path: '/devices/{device}' },
    input: z.object({ device, base, comment }),
    output: AppliedView,
  }),
  addTag: method({
    doc: 'Adds a tag to a device.',
    permission: 'configure',
    rest: { method: 'POST', path: '/devices/{device}/tags' },
    input: z.object({ device, tag: FileForm, base, comment }),
    output: AppliedView,
  }),
  replaceTag: method({
    doc: 'Replaces a tag; it keeps its identity and history. Another id renames it.',
    permission: 'configure',
    rest: { method: 'PUT', path: '/devices/{device}/tags/{tag}' },
    input: z.object({ device, tag, value: FileForm, base, comment }),
    output: AppliedView,
  }),
  changeTag: method({
    doc: 'Changes what the patch names (RFC 7396).',
    permission: 'configure',
    rest: { method: 'PATCH', path: '/devices/{device}/tags/{tag}' },
    input: z.object({ device, tag, patch: FileForm, base, comment }),
    output: AppliedView,
  }),
  removeTag: method({
    doc: 'Removes a tag; its history stays.',
    permission: 'configure',
    rest: { method: 'DELETE', path: '/devices/{device}/tags/{tag}' },
    input: z.object({ device, tag, base, comment }),
    output: AppliedView,
  }),
  changeTags: method({
    doc: 'Changes, adds and removes tags of a device as one revision: all of the edits or none.',
    permission: 'configure',
    rest: { method: 'PATCH', path: '/devices/{device}/tags' },
    input: z.object({ device, edits, base, comment }),
    output: AppliedView,
  }),
  checkTags: method({
    doc: 'Every fault that the device, and every error that the project would have with these edits; nothing is saved. Paths count the tags as edited.',
    permission: 'configure',
    asksOnly: true,
    rest: { method: 'POST', path: '/devices/{device}/tags/check' },
    input: z.object({ device, edits }),
    output: z.object({ faults: z.array(FaultView) }),
  }),
  nextAddresses: method({
    doc: 'The addresses that follow that of a tag, each one value further; fewer where the addresses end or have no order.',
    permission: 'read',
    asksOnly: true,
    rest: { method: 'POST', path: '/devices/{device}/tags/next' },
    input: z.object({ device, tag: FileForm, count: z.number().int().min(1).max(MAX_TAGS) }),
    output: z.object({ addresses: z.array(z.string()) }),
  }),
  shiftAddresses: method({
    doc: 'The addresses of tags, so many registers or bytes further on; null where there is none.',
    permission: 'read',
    asksOnly: true,
    rest: { method: 'POST', path: '/devices/{device}/tags/shift' },
    input: z.object({
      device,
      tags: z.array(FileForm).max(MAX_TAGS),
      by: z.number().int().min(-65_536).max(65_536),
    }),
    output: z.object({ addresses: z.array(z.string().nullable()) }),
  }),
  calculateCells: method({
    doc: 'A formula for cells, such as `value * 10` or `concat("L1_", name)`, calculated for each row. Nothing is changed.',
    permission: 'read',
    asksOnly: true,
    rest: { method: 'POST', path: '/tags/formula' },
    input: z.object({
      formula: z.string().max(4_096),
      /** Cells by the names that the formula may use; empty ones are left out. */
      names: z.array(z.string().max(64)).max(200),
      rows: z.array(z.record(z.string().max(64), Cell)).max(MAX_TAGS),
    }),
    output: z.object({
      /** Why nothing could be calculated; `at` counts characters from 0. */
      fault: z.object({ at: z.number(), length: z.number(), text: z.string() }).nullable(),
      /** By row; `value` null: a cell that it needs is empty. */
      cells: z.array(z.object({ value: Cell.nullable(), fault: z.string().nullable() })),
    }),
  }),
  checkDevice: method({
    doc: 'Every fault that the project would have with this device, in one pass; nothing is saved.',
    permission: 'configure',
    asksOnly: true,
    rest: { method: 'POST', path: '/devices/check' },
    input: z.object({ device: FileForm }),
    output: z.object({ faults: z.array(FaultView) }),
  }),
  revisions: method({
    doc: 'The numbered states of the project, newest first.',
    permission: 'read',
    rest: { method: 'GET', path: '/revisions' },
    input: z.object({}),
    output: z.object({ current: z.number(), revisions: z.array(RevisionView) }),
  }),
  diff: method({
    doc: 'What differs from one revision to another.',
    permission: 'read',
    rest: { method: 'GET', path: '/revisions/diff' },
    input: z.object({ from: revision, to: revision }),
    output: ProjectDiffView,
  }),
  compare: method({
    doc: 'What differs from one revision to another, in words, with what follows from it: load, topics, other values, documents.',
    permission: 'read',
    rest: { method: 'GET', path: '/revisions/compare' },
    input: z.object({ from: revision, to: revision }),
    output: ProjectChanges,
  }),
  texts: method({
    doc: 'The files that differ from one revision to another, as they stand on both sides.',
    permission: 'read',
    rest: { method: 'GET', path: '/revisions/texts' },
    input: z.object({ from: revision, to: revision }),
    output: z.object({ files: z.array(FileText) }),
  }),
  previewTags: method({
    doc: 'What edits of the tags of a device would change, in words; nothing is saved.',
    permission: 'configure',
    rest: { method: 'POST', path: '/devices/{device}/tags/preview' },
    input: z.object({ device, edits }),
    output: ProjectChanges,
  }),
  draft: method({
    doc: 'What stands in the files on disk and is not applied, with its faults.',
    permission: 'configure',
    rest: { method: 'GET', path: '/revisions/draft' },
    input: z.object({}),
    output: z.object({ diff: ProjectDiffView, faults: z.array(FaultView) }),
  }),
  apply: method({
    doc: 'Applies the files on disk: checks all of them, numbers them, and changes only what differs.',
    permission: 'configure',
    rest: { method: 'POST', path: '/revisions' },
    input: z.object({ base, comment }),
    output: AppliedView,
  }),
  previewRestore: method({
    doc: 'What going back to a revision would change now, and its faults; nothing is saved.',
    permission: 'read',
    rest: { method: 'GET', path: '/revisions/{revision}/restore' },
    input: z.object({ revision, device: device.optional() }),
    output: ProjectChanges.extend({ base: z.number(), faults: z.array(FaultView) }),
  }),
  restore: method({
    doc: 'Goes back to an older revision, which becomes a new one; `device`: only this one, the others stay as they are.',
    permission: 'configure',
    rest: { method: 'POST', path: '/revisions/{revision}/restore' },
    input: z.object({ revision, device: device.optional(), base, comment }),
    output: AppliedView,
  }),
  importDevices: method({
    doc: 'Imports devices from the text of a devices.yaml, in our own or in the vision’s field names. All or none.',
    permission: 'configure',
    rest: { method: 'POST', path: '/import' },
    input: z.object({ yaml: z.string().max(8 * 1024 * 1024), base, comment }),
    output: AppliedView,
  }),
  exportDevices: method({
    doc: 'Devices as the text of one devices.yaml; all of them unless some are named. `identities`: false makes a copy with a history of its own.',
    permission: 'read',
    rest: { method: 'GET', path: '/export' },
    input: z.object({
      devices: z
        .union([
          z
            .string()
            .max(8_192)
            .transform((list) => list.split(',')),
          z.array(device),
        ])
        .optional(),
      identities: z.union([z.boolean(), z.stringbool()]).default(true),
    }),
    output: z.object({ yaml: z.string() }),
  }),
  applied: event({ doc: 'Revisions as they take effect.', permission: 'read', payload: AppliedView }),
};
