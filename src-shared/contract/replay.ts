import { z } from 'zod';
import { TagEdit } from './config.ts';
import { method } from './define.ts';
import { TimeText } from './history-question.ts';
import { JobView } from './jobs.ts';

/** Bytes of all files of a project that is sent along. */
const MAX_FILES = 5_000;

/** The configuration that history is replayed through. */
export const ReplayAgainst = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('revision'), revision: z.coerce.number().int().positive() }),
  /** What stands in the files on disk and is not applied. */
  z.object({ kind: z.literal('disk') }),
  /** Edits of the tags of a device that are not applied, over the revision that runs. */
  z.object({ kind: z.literal('edits'), device: z.string().max(64), edits: z.array(TagEdit) }),
  /** The files of another project: path below its folder → text. Tags without an identity of this one are known by their ids. */
  z.object({
    kind: z.literal('files'),
    files: z
      .record(z.string().max(256), z.string().max(8 * 1024 * 1024))
      .refine((files) => Object.keys(files).length <= MAX_FILES, { error: `More than ${MAX_FILES} files.` }),
  }),
]);
export type ReplayAgainst = z.output<typeof ReplayAgainst>;

export const ReplayRequest = z.object({
  /** As in a question to the historian: by the clocks of `zone`. */
  from: TimeText,
  to: TimeText.default('now'),
  zone: z.string().min(1).max(64).default('UTC'),
  /** The revision that the stored values were made by; the one that runs unless given. */
  revision: z.coerce.number().int().positive().optional(),
  against: ReplayAgainst,
});
export type ReplayRequest = z.output<typeof ReplayRequest>;

const Shown = z.union([z.number(), z.string()]).nullable();

/** What became of one tag. Counts are of points. */
export const ReplayRow = z.object({
  device: z.string(),
  tag: z.string(),
  /** `device/tag` as it was called before, where that differs. */
  formerName: z.string().nullable(),
  topic: z.string(),
  /** Of its numbers, before and after; empty where it has none. */
  units: z.tuple([z.string(), z.string()]),
  /** `unknown`: history cannot tell; `text` says why. */
  verdict: z.enum(['differs', 'same', 'unknown', 'added', 'removed']),
  /** The difference in words: `× 10`. */
  text: z.string(),
  /** What else is to be known, and what history could not tell. */
  notes: z.array(z.string()),
  /** value after = value before · factor + offset, where that holds for all of them. */
  law: z.object({ factor: z.number(), offset: z.number() }).nullable(),
  /** Points that both have. */
  compared: z.number(),
  /** Of them, with another value. */
  values: z.number(),
  /** Of them, with another quality. */
  qualities: z.number(),
  /** Of them, held at a clamp now that were not before. */
  clamped: z.number(),
  /** Of them, outside `eu_low … eu_high` now that were inside before. */
  outside: z.number(),
  /** Readings that a quality rule would raise an alert for. */
  alerts: z.number(),
  /** Points that there would not be any more, rejected ones among them. */
  fewer: z.number(),
  rejected: z.number(),
  /** Points that come in addition. */
  more: z.number(),
  /** Stored points that cannot be taken back to what the device said. */
  untold: z.number(),
  /** Where the values are farthest apart, µs since 1970 UTC; null where none differs. */
  worst: z.object({ timeUs: z.number(), before: Shown, after: Shown }).nullable(),
});
export type ReplayRow = z.output<typeof ReplayRow>;

export const ReplayResult = z.object({
  /** What was compared with what: `revision 3`, `the files on disk`. */
  before: z.string(),
  after: z.string(),
  fromUs: z.number(),
  toUs: z.number(),
  /** All of it in one sentence. */
  summary: z.string(),
  tags: z.object({
    /** Known to both. */
    both: z.number(),
    differ: z.number(),
    same: z.number(),
    unknown: z.number(),
    added: z.number(),
    removed: z.number(),
    /** Of `same`: processed the same way by both, so that they were not read. */
    untouched: z.number(),
  }),
  /** Stored points that were replayed. */
  points: z.number(),
  /** Those that differ first; `untouched` tags have none. */
  rows: z.array(ReplayRow),
  /** Rows that are left out because there are too many. */
  rowsLeftOut: z.number(),
});
export type ReplayResult = z.output<typeof ReplayResult>;

/** History run through another configuration, before that one is applied. */
export const replay = {
  start: method({
    doc: 'Takes stored values back to what devices said, runs them through another configuration, and compares. A job; nothing is stored or published.',
    permission: 'configure',
    rest: { method: 'POST', path: '/replay' },
    input: ReplayRequest,
    output: JobView,
  }),
  result: method({
    doc: 'What a replay found, by the id of its job. The last ten are kept.',
    permission: 'read',
    rest: { method: 'GET', path: '/replay/{id}' },
    input: z.object({ id: z.string().max(64) }),
    output: ReplayResult,
  }),
};
