import { z } from 'zod';
import {
  CHECK_TEMPLATES,
  CheckAlarm,
  CheckLoop,
  CheckSheet,
  CheckSheetId,
  CheckTagRef,
} from '../domain/check-sheet.ts';
import { STEP_KINDS } from '../domain/check-steps.ts';
import { event, method } from './define.ts';

/** What a signal showed when a step was captured, judged against what was expected then. */
export const CheckCapture = z.object({
  result: z.enum(['pass', 'fail']),
  /** Percent of the span; null where there is none. */
  error: z.number().nullable(),
  expected: z.number().nullable(),
  /** Average over the time it was looked at; null where there was no number. */
  value: z.number().nullable(),
  min: z.number().nullable(),
  max: z.number().nullable(),
  samples: z.number(),
  status: z.number(),
  quality: z.string(),
  /** Of the newest value. */
  sourceTime: z.iso.datetime().nullable(),
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  /** `hand`: somebody pressed Capture; `steady`: by itself, as the value stood still; `write`: after a write. */
  by: z.enum(['hand', 'steady', 'write']),
  actor: z.string(),
  /** What was written before, and how long it took until it was seen. */
  write: z
    .object({
      requestId: z.string(),
      status: z.string(),
      readBack: z.union([z.number(), z.string(), z.boolean()]).nullable(),
      tookMs: z.number().nullable(),
    })
    .nullable(),
});
export type CheckCapture = z.output<typeof CheckCapture>;

/** What a person notes beside the captured values. */
export const CheckDetails = z.object({
  method: z.string().max(64).default(''),
  asFound: z.string().max(256).default(''),
  asLeft: z.string().max(256).default(''),
  testKit: z.string().max(128).default(''),
  note: z.string().max(2_000).default(''),
});
export type CheckDetails = z.output<typeof CheckDetails>;

export const CheckPhoto = z.object({ id: z.string(), name: z.string(), bytes: z.number(), sha256: z.string() });
export type CheckPhoto = z.output<typeof CheckPhoto>;

/** A defect that somebody has to mend. */
export const CheckPunch = z.object({
  id: z.string(),
  text: z.string(),
  by: z.string(),
  at: z.iso.datetime(),
  closedBy: z.string().nullable(),
  closedAt: z.iso.datetime().nullable(),
});
export type CheckPunch = z.output<typeof CheckPunch>;

export const CheckSignature = z.object({
  verdict: z.enum(['pass', 'fail']),
  /** As the person wrote it. */
  name: z.string(),
  /** As the gateway knows him. */
  actor: z.string(),
  at: z.iso.datetime(),
  revision: z.number(),
  /** Of the configuration of the tag at that moment, SHA-256. */
  configHash: z.string(),
  /** Its place in the record. */
  entry: z.number(),
  hash: z.string(),
});
export type CheckSignature = z.output<typeof CheckSignature>;

export const CheckWitness = CheckSignature.pick({ name: true, actor: true, at: true, entry: true, hash: true });

export const CheckStepView = z.object({
  key: z.string(),
  kind: z.enum(STEP_KINDS),
  title: z.string(),
  applied: z.string(),
  expected: z.number().nullable(),
  band: z.number().nullable(),
  span: z.number().nullable(),
  write: z.number().nullable(),
  withinMs: z.number(),
  need: z.enum(['required', 'optional']),
  alarm: CheckAlarm.nullable(),
  capture: CheckCapture.nullable(),
});
export type CheckStepView = z.output<typeof CheckStepView>;

/** Where a loop stands: nothing captured, under way, signed; or signed, and its scaling or address changed since. */
export const LOOP_STATES = ['open', 'running', 'pass', 'fail', 'changed'] as const;
export type LoopState = (typeof LOOP_STATES)[number];

export const CheckLoopView = CheckTagRef.extend({
  name: z.string(),
  deviceName: z.string(),
  address: z.string(),
  dataType: z.string(),
  unit: z.string(),
  states: z.record(z.string(), z.string()),
  range: z.object({ low: z.number(), high: z.number() }).nullable(),
  signal: z.string(),
  tolerance: z.number(),
  template: z.enum(CHECK_TEMPLATES),
  feedback: CheckTagRef.extend({ name: z.string() }).nullable(),
  assigned: z.string(),
  /** Why it cannot be checked, with the next step; null where it can. */
  problem: z.string().nullable(),
  state: z.enum(LOOP_STATES),
  /** What of the tag is not as it was signed: `scale 1 → 2`. */
  changes: z.array(z.string()),
  steps: z.array(CheckStepView),
  details: CheckDetails,
  photos: z.array(CheckPhoto),
  punch: z.array(CheckPunch),
  signature: CheckSignature.nullable(),
  witness: CheckWitness.nullable(),
});
export type CheckLoopView = z.output<typeof CheckLoopView>;

/** How many loops of a sheet stand where. */
export const CheckCounts = z.object({
  loops: z.number(),
  pass: z.number(),
  fail: z.number(),
  changed: z.number(),
  open: z.number(),
});
export type CheckCounts = z.output<typeof CheckCounts>;

export const CheckEntry = z.object({
  id: z.string(),
  name: z.string(),
  counts: CheckCounts,
  /** Why its file cannot be used, with place and next step. */
  fault: z.string().nullable(),
});
export type CheckEntry = z.output<typeof CheckEntry>;

/** What the record of results says of itself. */
export const CheckChain = z.object({
  entries: z.number(),
  /** Of the last entry; empty where there is none. */
  hash: z.string(),
  /** Entries that are not as they were written, and places where some are missing; the first twenty. */
  breaks: z.array(z.object({ entry: z.number(), text: z.string() })),
});
export type CheckChain = z.output<typeof CheckChain>;

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
    role: 'viewer',
    rest: { method: 'GET', path: '/checks' },
    input: z.object({}),
    output: z.array(CheckEntry),
  }),
  get: method({
    doc: 'One sheet as its file has it.',
    role: 'viewer',
    rest: { method: 'GET', path: '/checks/{id}' },
    input: byId,
    output: CheckSheet.extend({ version: Version }),
  }),
  loops: method({
    doc: 'The loops of a sheet with their steps, captured values and signatures.',
    role: 'viewer',
    rest: { method: 'GET', path: '/checks/{id}/loops' },
    input: byId,
    output: z.array(CheckLoopView),
  }),
  propose: method({
    doc: 'Loops for tags, each with the template that suits it. Nothing is saved. `find`: words that device, tag, name or topic contain.',
    role: 'viewer',
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
    role: 'operator',
    rest: { method: 'PUT', path: '/checks/{id}' },
    input: CheckSheet.extend({ base: Version.nullable().optional() }),
    output: z.object({ version: Version }),
  }),
  remove: method({
    doc: 'Removes a sheet. What was captured and signed stays in the record.',
    role: 'operator',
    rest: { method: 'DELETE', path: '/checks/{id}' },
    input: byId,
    output: z.object({ removed: z.boolean() }),
  }),
  capture: method({
    doc: 'Looks at the value of a step for two seconds and keeps what it saw. Refused while the value is not Good.',
    role: 'operator',
    rest: { method: 'POST', path: '/checks/{id}/capture' },
    input: byStep.extend({ by: z.enum(['hand', 'steady']).default('hand') }),
    output: CheckLoopView,
  }),
  sign: method({
    doc: 'Signs a loop as it stands. A pass needs every required step; a fail may name the defect, which goes to the punch list.',
    role: 'operator',
    rest: { method: 'POST', path: '/checks/{id}/sign' },
    input: byLoop.extend({
      verdict: z.enum(['pass', 'fail']),
      name: Person,
      defect: z.string().trim().max(512).optional(),
    }),
    output: CheckLoopView,
  }),
  verify: method({
    doc: 'Reads the record of results anew and checks its chain of hashes.',
    role: 'viewer',
    rest: { method: 'POST', path: '/checks/verify' },
    input: z.object({}),
    output: CheckChain,
  }),
  changed: event({
    doc: 'A sheet was saved or removed, or something of its loops was recorded; `device` and `tag` are null for the sheet itself.',
    role: 'viewer',
    payload: z.object({ id: z.string(), device: z.string().nullable(), tag: z.string().nullable() }),
  }),
};
