import { z } from 'zod';
import { MAX_TAGS } from '../domain/tag.ts';
import { FileForm } from './config.ts';
import { method } from './define.ts';

const device = z.string().max(64);
/** Of one format of files: what was imported from another one is compared with that one's files only. */
const format = z.string().regex(/^[a-z0-9-]{1,32}$/);
const stage = z.uuid();

/** A row of a file as it was when it was imported. */
export const ImportedRow = z.object({
  /** By what the file tells the row from others: its id or its name. */
  key: z.string().max(512),
  /** Of the tag that it became, then. */
  id: z.string().max(64),
  /** Of the tag, as soon as it has one. */
  uid: z.string().max(64).optional(),
  /** What the file said, by path of the tag's field. */
  values: FileForm,
});
export type ImportedRow = z.output<typeof ImportedRow>;

/** Where an address of another program's notation is here. */
export const PlaceView = z.object({
  /** In a notation of the device. */
  address: z.string(),
  /** Two addresses with the same one are the same place. */
  canonical: z.string(),
  /** What the other notation says besides, as fields of the tag. */
  fields: FileForm,
});
export type PlaceView = z.output<typeof PlaceView>;

/** Files of tags: what the gateway adds to what pages read by themselves. Nothing here changes the project. */
export const tagFiles = {
  devices: method({
    doc: 'The devices in the text of a devices.yaml with their tags, in our own or in the vision’s field names; nothing is checked or saved.',
    permission: 'read',
    asksOnly: true,
    input: z.object({ yaml: z.string().max(4 * 1024 * 1024) }),
    output: z.object({ devices: z.array(z.object({ id: z.string(), name: z.string(), tags: z.array(FileForm) })) }),
  }),
  yaml: method({
    doc: 'A device with these tags instead of its own as the text of a devices.yaml; nothing is checked or saved.',
    permission: 'read',
    asksOnly: true,
    input: z.object({ device, tags: z.array(FileForm).max(MAX_TAGS) }),
    output: z.object({ yaml: z.string() }),
  }),
  places: method({
    doc: 'Addresses as other programs write them, in the notation of a device; null for what its protocol does not know.',
    permission: 'read',
    asksOnly: true,
    input: z.object({ device, addresses: z.array(z.string().max(4_096)).max(5_000) }),
    output: z.object({ places: z.array(PlaceView.nullable()) }),
  }),
  imported: method({
    doc: 'What the last import of a format said of the tags of a device, for a comparison of three.',
    permission: 'read',
    asksOnly: true,
    input: z.object({ device, format }),
    output: z.object({ rows: z.array(ImportedRow) }),
  }),
  stage: method({
    doc: 'Keeps rows of an import that waits to be applied; more of them under the same name are added.',
    permission: 'configure',
    asksOnly: true,
    input: z.object({ device, format, stage, rows: z.array(ImportedRow).max(2_000) }),
    output: z.object({ rows: z.number() }),
  }),
  adopt: method({
    doc: 'The edits of a staged import were applied: from now on its rows are what was imported last.',
    permission: 'configure',
    input: z.object({ device, stage }),
    output: z.object({ rows: z.number() }),
  }),
};
