import { z } from 'zod';
import { event, method } from './define.ts';

/** What a tag may be set to; exact 64-bit integers travel as decimal texts. */
export const WriteInput = z.union([z.number(), z.boolean(), z.string().max(1_024)]);

/** Why a command was refused before anything was sent (reliability reference 3.8). */
export const WRITE_REJECTIONS = [
  'BAD_REQUEST',
  'NO_SUCH_TAG',
  'FORBIDDEN',
  'READ_ONLY',
  'REMOTE_WRITES_OFF',
  'NOT_ARMED',
  'EXPIRED',
  'CLOCK_SKEW',
  'ID_REUSED',
  'OUT_OF_RANGE',
  'RATE_OF_CHANGE',
  'DEVICE_DOWN',
  'BUSY',
  'PRECONDITION_FAILED',
  'JOURNAL_UNAVAILABLE',
  'STOPPING',
] as const;
export type WriteRejection = (typeof WRITE_REJECTIONS)[number];

/**
 * The end of a write command. DONE: the device took it. DONE_VERIFIED: and a fresh read gave the same value. REJECTED:
 * nothing was sent. FAILED: the device refused, or the link was gone before a byte was sent. UNKNOWN: sent, and nobody
 * can say whether it took effect; it is never repeated.
 */
export const WriteReceipt = z.object({
  request_id: z.string(),
  device_id: z.string(),
  tag_id: z.string(),
  success: z.boolean(),
  status: z.enum(['DONE', 'DONE_VERIFIED', 'REJECTED', 'FAILED', 'UNKNOWN']),
  /** A rejection of `WRITE_REJECTIONS`, or the error code of a failure; null when it is done. */
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
  /** What was asked for. */
  value: WriteInput.nullable(),
  /** What the device held right after, where it was read back. */
  read_back: WriteInput.nullable(),
  /** The last known value before. */
  previous: WriteInput.nullable(),
  timestamp: z.iso.datetime(),
  duration_ms: z.number(),
  /** True when this is the stored end of an earlier command with the same id. */
  duplicate: z.boolean(),
});
export type WriteReceipt = z.output<typeof WriteReceipt>;

const Armed = z.object({ device_id: z.string().nullable(), until: z.iso.datetime(), reason: z.string() });
export type Armed = z.output<typeof Armed>;

const Who = {
  actor: z.string(),
  /** The way it came: `socket`, `port`, `rest`, `mqtt`. */
  via: z.string(),
};

/** A receipt with who sent the command, how and why. */
export const SettledReceipt = WriteReceipt.extend({ ...Who, reason: z.string().nullable() });
export type SettledReceipt = z.output<typeof SettledReceipt>;

/** What a window may give as the reason that it disarms. */
export const DISARM_REASONS = ['asked', 'link_lost', 'away'] as const;
/** Why a scope ended; the others are the engine's own. */
export const DISARM_CAUSES = [...DISARM_REASONS, 'expired', 'armed_again', 'too_many', 'engine_stopped'] as const;
export type DisarmCause = (typeof DISARM_CAUSES)[number];

const ArmingFacts = { ...Who, device_id: z.string().nullable(), reason: z.string(), timestamp: z.iso.datetime() };

/** One entry of the journal: a session was armed, a command ended, a session is no longer armed, a message was published by hand. */
export const WriteEntry = z.discriminatedUnion('kind', [
  SettledReceipt.extend({ kind: z.literal('write') }),
  z.object({ kind: z.literal('armed'), ...ArmingFacts, until: z.iso.datetime() }),
  z.object({ kind: z.literal('disarmed'), ...ArmingFacts, cause: z.enum(DISARM_CAUSES) }),
  z.object({
    kind: z.literal('published'),
    ...Who,
    reason: z.string(),
    timestamp: z.iso.datetime(),
    topic: z.string(),
    bytes: z.number(),
    qos: z.number(),
    /** Retained; with no bytes: what the broker kept for the topic was cleared. */
    retain: z.boolean(),
    outcome: z.enum(['done', 'failed', 'unknown']),
  }),
]);
export type WriteEntry = z.output<typeof WriteEntry>;

const limit = z.coerce.number().int().min(1).max(1_000).default(100);

export const writes = {
  write: method({
    doc: 'Writes one value to one tag and answers with its receipt. Needs a tag that may be written and an armed session.',
    role: 'operator',
    rest: { method: 'POST', path: '/writes' },
    input: z.object({
      device_id: z.string().max(64),
      tag_id: z.string().max(64),
      value: WriteInput,
      request_id: z.string().min(1).max(128).optional(),
      expect: WriteInput.optional(),
      verify: z.boolean().default(true),
      ts: z.iso.datetime({ offset: true }).optional(),
      ttl_ms: z.int().min(100).max(30_000).optional(),
      reason: z.string().max(512).optional(),
    }),
    output: WriteReceipt,
  }),
  arm: method({
    doc: 'Arms the session to write: all devices or one. `minutes`: 5 unless given, no more than the site allows.',
    role: 'operator',
    rest: { method: 'POST', path: '/writes/arm' },
    input: z.object({
      device_id: z.string().max(64).optional(),
      reason: z.string().min(1).max(512),
      minutes: z.int().min(1).max(15).optional(),
    }),
    output: Armed,
  }),
  disarm: method({
    doc: 'Ends what the session was armed for: one device, or everything.',
    role: 'operator',
    rest: { method: 'POST', path: '/writes/disarm' },
    input: z.object({ device_id: z.string().max(64).optional(), cause: z.enum(DISARM_REASONS).default('asked') }),
    output: z.object({ disarmed: z.number() }),
  }),
  state: method({
    doc: 'What this session is armed for, and what is under way.',
    role: 'viewer',
    rest: { method: 'GET', path: '/writes/state' },
    input: z.object({}),
    output: z.object({
      armed: z.array(Armed),
      /** The longest time that the site allows. */
      most_minutes: z.number(),
      remote: z.boolean(),
      running: z.number(),
      waiting: z.number(),
      settled: z.record(z.string(), z.number()),
    }),
  }),
  recent: method({
    doc: 'The receipts of the last commands, newest first, whoever sent them.',
    role: 'viewer',
    rest: { method: 'GET', path: '/writes' },
    input: z.object({ limit }),
    output: z.array(SettledReceipt),
  }),
  journal: method({
    doc: 'The last entries of the journal, newest first: who armed, what was written, when and why it ended.',
    role: 'viewer',
    rest: { method: 'GET', path: '/writes/journal' },
    input: z.object({ limit }),
    output: z.array(WriteEntry),
  }),
  settled: event({ doc: 'Receipts as commands end.', role: 'viewer', payload: SettledReceipt }),
  journalled: event({ doc: 'Entries of the journal as they are made.', role: 'viewer', payload: WriteEntry }),
  arming: event({
    doc: 'What this session is armed for: now, and whenever it changes, whichever window changed it.',
    role: 'viewer',
    payload: z.object({ armed: z.array(Armed) }),
  }),
};
