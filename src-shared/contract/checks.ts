import { z } from 'zod';
import { CHECK_TEMPLATES, CheckLoop, CheckSheet, CheckSheetId, CheckTagRef } from '../domain/check-sheet.ts';
import { CheckBundle, CheckChain, CheckCounts } from './check-bundle.ts';
import { CheckDetails, CheckLoopView } from './check-loops.ts';
import { event, method } from './define.ts';
import { JobView } from './jobs.ts';

export const CheckEntry = z.object({
  id: z.string(),
  name: z.string(),
  counts: CheckCounts,
  /** Why its file cannot be used, with place and next step. */
  fault: z.string().nullable(),
});
export type CheckEntry = z.output<typeof CheckEntry>;

export const MAX_PHOTO_BYTES = 1_024 * 1_024;
export const MAX_PHOTOS = 6;
/** The SHA-256 of its bytes and the ending of its kind. */
const PhotoId = z.string().regex(/^[0-9a-f]{64}\.(?:jpg|png)$/);

const byId = z.object({ id: CheckSheetId });
const byLoop = byId.extend(CheckTagRef.shape);
const byStep = byLoop.extend({ step: z.string().min(1).max(64) });
const Version = z.string().max(64);
const Person = z
  .string()
  .trim()
  .min(1, { error: 'No name is given. Write the name that is to stand under the check.' })
  .max(64);

export const REPORT_FORMATS = ['pdf', 'json', 'csv'] as const;
export type CheckReportFormat = (typeof REPORT_FORMATS)[number];

/** Loop checks: sheets of signals, what was captured of each, and who signed it. */
export const checks = {
  list: method({
    doc: 'The check sheets of the project with their counts, also those whose file has a fault.',
    permission: 'read',
    rest: { method: 'GET', path: '/checks' },
    input: z.object({}),
    output: z.array(CheckEntry),
  }),
  get: method({
    doc: 'One sheet as its file has it.',
    permission: 'read',
    rest: { method: 'GET', path: '/checks/{id}' },
    input: byId,
    output: CheckSheet.extend({ version: Version }),
  }),
  loops: method({
    doc: 'The loops of a sheet with their steps, captured values and signatures.',
    permission: 'read',
    rest: { method: 'GET', path: '/checks/{id}/loops' },
    input: byId,
    output: z.array(CheckLoopView),
  }),
  propose: method({
    doc: 'Loops for tags, each with the template that suits it. Nothing is saved. `find`: words that device, tag, name or topic contain.',
    permission: 'read',
    asksOnly: true,
    rest: { method: 'POST', path: '/checks/propose' },
    input: z.object({
      devices: z.array(z.string().max(512)).max(1_000).optional(),
      area: z.string().max(512).optional(),
      find: z.string().max(256).optional(),
      templates: z.array(z.enum(CHECK_TEMPLATES)).optional(),
      wireBreak: z.boolean().default(false),
    }),
    output: z.object({ loops: z.array(CheckLoop), leftOut: z.number() }),
  }),
  save: method({
    doc: 'Makes or replaces a sheet. `base`: the version that it was made from; null: there must be none yet.',
    permission: 'operate',
    rest: { method: 'PUT', path: '/checks/{id}' },
    input: CheckSheet.extend({ base: Version.nullable().optional() }),
    output: z.object({ version: Version }),
  }),
  remove: method({
    doc: 'Removes a sheet. What was captured and signed stays in the record.',
    permission: 'operate',
    rest: { method: 'DELETE', path: '/checks/{id}' },
    input: byId,
    output: z.object({ removed: z.boolean() }),
  }),
  capture: method({
    doc: 'Looks at the value of a step for two seconds and keeps what it saw. Refused while the value is not Good.',
    permission: 'operate',
    rest: { method: 'POST', path: '/checks/{id}/capture' },
    input: byStep.extend({ by: z.enum(['hand', 'steady']).default('hand') }),
    output: CheckLoopView,
  }),
  exercise: method({
    doc: 'Writes what a step of an output asks for, through the door of all writes, waits until it is seen, and captures that. Needs an armed session; never done by itself.',
    permission: 'operate',
    rest: { method: 'POST', path: '/checks/{id}/exercise' },
    input: byStep.extend({
      request_id: z.string().min(1).max(128).optional(),
      /** Of a critical tag: its name, as a person typed it. */
      confirm: z.string().max(256).optional(),
    }),
    output: CheckLoopView,
  }),
  note: method({
    doc: 'Keeps what a person notes of a loop: as found, as left, test kit, note. What is left out stays.',
    permission: 'operate',
    rest: { method: 'POST', path: '/checks/{id}/note' },
    input: byLoop.extend({ details: CheckDetails.partial() }),
    output: CheckLoopView,
  }),
  addPhoto: method({
    doc: `Keeps a photo of a loop: JPEG or PNG in base64, ${MAX_PHOTO_BYTES / 1_024} KiB and ${MAX_PHOTOS} a loop at most.`,
    permission: 'operate',
    input: byLoop.extend({ name: z.string().max(128), base64: z.base64().max(Math.ceil(MAX_PHOTO_BYTES / 3) * 4) }),
    output: CheckLoopView,
  }),
  photo: method({
    doc: 'A photo of the record.',
    permission: 'read',
    rest: { method: 'GET', path: '/checks/photos/{photo}' },
    input: z.object({ photo: PhotoId }),
    output: z.object({ base64: z.string(), type: z.enum(['image/jpeg', 'image/png']) }),
  }),
  addPunch: method({
    doc: 'Puts a defect of a loop on the punch list.',
    permission: 'operate',
    rest: { method: 'POST', path: '/checks/{id}/punch' },
    input: byLoop.extend({ text: z.string().trim().min(1).max(512) }),
    output: CheckLoopView,
  }),
  closePunch: method({
    doc: 'Says that a defect is mended.',
    permission: 'operate',
    rest: { method: 'POST', path: '/checks/{id}/punch/close' },
    input: byLoop.extend({ punch: z.string().max(128) }),
    output: CheckLoopView,
  }),
  witness: method({
    doc: 'A second person signs what was signed.',
    permission: 'operate',
    rest: { method: 'POST', path: '/checks/{id}/witness' },
    input: byLoop.extend({ name: Person }),
    output: CheckLoopView,
  }),
  reopen: method({
    doc: 'Begins a loop anew: what was captured and signed stays in the record.',
    permission: 'operate',
    rest: { method: 'POST', path: '/checks/{id}/reopen' },
    input: byLoop.extend({ reason: z.string().trim().max(256).default('') }),
    output: CheckLoopView,
  }),
  sign: method({
    doc: 'Signs a loop as it stands. A pass needs every required step; a fail may name the defect, which goes to the punch list.',
    permission: 'operate',
    rest: { method: 'POST', path: '/checks/{id}/sign' },
    input: byLoop.extend({
      verdict: z.enum(['pass', 'fail']),
      name: Person,
      defect: z.string().trim().max(512).optional(),
    }),
    output: CheckLoopView,
  }),
  bundle: method({
    doc: 'A sheet with all that is known of it: loops, captures, signatures, and the entries of the record with their hashes.',
    permission: 'read',
    rest: { method: 'GET', path: '/checks/{id}/bundle' },
    input: byId,
    output: CheckBundle,
  }),
  report: method({
    doc: 'Makes the report of a sheet as a job, and answers at once with the job: PDF for paper, CSV for a spreadsheet, JSON as the bundle.',
    permission: 'read',
    rest: { method: 'POST', path: '/checks/{id}/report' },
    input: byId.extend({ format: z.enum(REPORT_FORMATS), paper: z.enum(['A4', 'Letter']).default('A4') }),
    output: JobView,
  }),
  verify: method({
    doc: 'Reads the record of results anew and checks its chain of hashes.',
    permission: 'read',
    asksOnly: true,
    rest: { method: 'POST', path: '/checks/verify' },
    input: z.object({}),
    output: CheckChain,
  }),
  changed: event({
    doc: 'A sheet was saved or removed, or something of its loops was recorded; `device` and `tag` are null for the sheet itself.',
    permission: 'read',
    payload: z.object({ id: z.string(), device: z.string().nullable(), tag: z.string().nullable() }),
  }),
};
