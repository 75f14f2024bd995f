import { z } from 'zod';
import { CHECK_TEMPLATES, CheckAlarm, CheckTagRef } from '../domain/check-sheet.ts';
import { STEP_KINDS } from '../domain/check-steps.ts';

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
  /** Whether the whole loop was proved in service, or without power at the field. */
  kind: z.enum(['', 'hot', 'cold']).optional(),
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
