import { z } from 'zod';
import { MAX_TAGS } from '../domain/tag.ts';
import { AppliedView, base, comment } from './config.ts';
import { method } from './define.ts';
import { TimeText } from './history-question.ts';
import { Lineage } from './lineage.ts';
import { Trace } from './trace.ts';

/** Rows of one page of the catalogue. */
const MAX_ROWS = 5_000;

const field = z.string().max(1_024).nullable().optional();

/** What is known of one tag, without its value. */
export const CatalogueRow = z.object({
  /** Of another gateway. */
  remote: z.literal(true).optional(),
  /** Made of the points of another tag, and described there. */
  derived: z.literal(true).optional(),
  uid: z.string(),
  device: z.string(),
  /** For people. */
  deviceName: z.string(),
  id: z.string(),
  name: z.string(),
  description: z.string(),
  /** Symbol for screens: `°C`. */
  unit: z.string(),
  dataType: z.string(),
  classification: z.string(),
  owner: z.string(),
  topic: z.string(),
  /** False: neither read nor shown elsewhere. */
  enabled: z.boolean(),
  /** Time of the last point since the gateway was started, µs; null before the first. */
  lastUs: z.number().nullable(),
  /** Calculated tags that are made of it: `device/tag`. */
  usedBy: z.array(z.string()),
});
export type CatalogueRow = z.output<typeof CatalogueRow>;

/** What there is: every tag with what people need to know of it. */
export const catalogue = {
  list: method({
    doc: 'All tags of the project, switched off ones too, and those of other gateways, page by page in the order of the project. `q` is a filter as the pages have it: words that all have to be found, `field:value`, `-word`, `"a phrase"`, `a|b`, `is:unowned`; what of it is not understood hides nothing.',
    permission: 'read',
    rest: { method: 'GET', path: '/catalogue' },
    input: z.object({
      q: z.string().max(512).default(''),
      offset: z.coerce.number().int().min(0).default(0),
      limit: z.coerce.number().int().min(1).max(MAX_ROWS).default(1_000),
    }),
    output: z.object({
      /** Of the project: pages of another one do not fit together. */
      revision: z.number(),
      /** Rows of all pages. */
      total: z.number(),
      rows: z.array(CatalogueRow),
    }),
  }),
  labels: method({
    doc: 'The classifications and owners that tags have, those of most tags first.',
    permission: 'read',
    rest: { method: 'GET', path: '/catalogue/labels' },
    input: z.object({}),
    output: z.object({ classifications: z.array(z.string()), owners: z.array(z.string()) }),
  }),
  describe: method({
    doc: 'Says of tags, of several devices too, what they mean and who answers for them, as one revision. A field that is left out stays; null takes it away.',
    permission: 'configure',
    rest: { method: 'PATCH', path: '/catalogue' },
    input: z.object({
      tags: z
        .array(z.object({ device: z.string().max(64), tag: z.string().max(64) }))
        .min(1)
        .max(MAX_TAGS),
      patch: z.strictObject({ description: field, classification: field, owner: field }),
      base,
      comment,
    }),
    output: AppliedView,
  }),
  lineage: method({
    doc: 'Where a stored point of a tag comes from: device, address and every step of processing with its numbers, by the revision that was in force when it was made; the inputs of a calculated tag, and theirs.',
    permission: 'read',
    rest: { method: 'GET', path: '/lineage' },
    input: z.object({ device: z.string().max(1_024), tag: z.string().max(256), at: TimeText.default('now') }),
    output: Lineage,
  }),
  trace: method({
    doc: 'Reads one tag once more and follows its value: frames, decoded value, every step, the log, the sinks, each with its time. The point is stored and published as any other.',
    permission: 'configure',
    asksOnly: true,
    rest: { method: 'POST', path: '/trace' },
    input: z.object({ device: z.string().max(64), tag: z.string().max(64) }),
    output: Trace,
  }),
};
