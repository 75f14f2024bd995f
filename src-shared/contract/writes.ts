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
  'NOT_CONFIRMED',
  'EXPIRED',
  'CLOCK_SKEW',
  'ID_REUSED',
  'OUT_OF_RANGE',
  'RATE_OF_CHANGE',
  'DEVICE_DOWN',
  'BUSY',
  'PRECONDITION_FAILED',
  'JOURNAL_UNAVAILABLE',
  'AUDIT_UNAVAILABLE',
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
export const DISARM_CAUSES = [
  ...DISARM_REASONS,
  ...(['locked', 'signed_out', 'expired', 'armed_again', 'too_many', 'engine_stopped'] as const),
] as const;
export type DisarmCause = (typeof DISARM_CAUSES)[number];

const ArmingFacts = { ...Who, device_id: z.string().nullable(), reason: z.string(), timestamp: z.iso.datetime() };

/** One entry of the journal: a session was armed or no longer is, a command ended, a message was published or a method called by hand. */
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
  z.object({
    kind: z.literal('called'),
    ...Who,
    reason: z.string(),
    timestamp: z.iso.datetime(),
    device_id: z.string(),
    /** Addresses of the object and of its method. */
    owner: z.string(),
    method: z.string(),
    inputs: z.array(z.string()),
    /** refused: nothing was sent. */
    outcome: z.enum(['done', 'refused', 'failed', 'unknown']),
    /** What it gave, or why it did not end well. */
    text: z.string(),
  }),
]);
export type WriteEntry = z.output<typeof WriteEntry>;

const limit = z.coerce.number().int().min(1).max(1_000).default(100);

/** What a write would do, without doing it. */
export const WritePreview = z.object({
  /** Why it would be refused before anything is sent. */
  refusal: z.object({ code: z.string(), message: z.string() }).nullable(),
  /** The last known value. */
  previous: WriteInput.nullable(),
  /** In device units. */
  raw: WriteInput.nullable(),
  /** What would go over the wire, and what it says; null where the bytes depend on the session. */
  frame: z.object({ hex: z.string(), line: z.string() }).nullable(),
  /** The peer in one line; empty where it is refused. */
  endpoint: z.string(),
});
export type WritePreview = z.output<typeof WritePreview>;

const target = { device_id: z.string().max(64), tag_id: z.string().max(64) };
/** Of a critical tag: its name, as a person typed it. */
const confirm = z.string().max(256).optional();
export const MOST_PULSE_MS = 60_000;

export const writes = {
  preview: method({
    doc: 'What writing a value would send: the verdict, the value in device units, the frame. Sends nothing, needs no arming.',
    permission: 'write',
    asksOnly: true,
    rest: { method: 'POST', path: '/writes/preview' },
    input: z.object({ ...target, value: WriteInput }),
    output: WritePreview,
  }),
  pulse: method({
    doc: 'Writes true, waits, and writes false: whatever happens meanwhile. Answers with both receipts; `off` is null where nothing was switched on.',
    permission: 'write',
    rest: { method: 'POST', path: '/writes/pulse' },
    input: z.object({
      ...target,
      width_ms: z.int().min(20).max(MOST_PULSE_MS),
      request_id: z.string().min(1).max(124).optional(),
      confirm,
      reason: z.string().max(512).optional(),
    }),
    output: z.object({ on: WriteReceipt, off: WriteReceipt.nullable() }),
  }),
  write: method({
    doc: 'Writes one value to one tag and answers with its receipt. Needs a tag that may be written and an armed session.',
    permission: 'write',
    rest: { method: 'POST', path: '/writes' },
    input: z.object({
      device_id: z.string().max(64),
      tag_id: z.string().max(64),
      value: WriteInput,
      request_id: z.string().min(1).max(128).optional(),
      expect: WriteInput.optional(),
      confirm,
      verify: z.boolean().default(true),
      ts: z.iso.datetime({ offset: true }).optional(),
      ttl_ms: z.int().min(100).max(30_000).optional(),
      reason: z.string().max(512).optional(),
    }),
    output: WriteReceipt,
  }),
  arm: method({
    doc: 'Arms the session to write: all devices or one. `minutes`: 5 unless given, no more than the site allows.',
    permission: 'write',
    confidential: true,
    rest: { method: 'POST', path: '/writes/arm' },
    input: z.object({
      device_id: z.string().max(64).optional(),
      reason: z.string().min(1).max(512),
      minutes: z.int().min(1).max(15).optional(),
      /** Of the user, where there are users: who sits at a session that somebody left cannot arm it. */
      password: z.string().max(1_024).optional(),
    }),
    output: Armed,
  }),
  disarm: method({
    doc: 'Ends what the session was armed for: one device, or everything.',
    permission: 'write',
    rest: { method: 'POST', path: '/writes/disarm' },
    input: z.object({ device_id: z.string().max(64).optional(), cause: z.enum(DISARM_REASONS).default('asked') }),
    output: z.object({ disarmed: z.number() }),
  }),
  state: method({
    doc: 'What this session is armed for, and what is under way.',
    permission: 'read',
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
    permission: 'read',
    rest: { method: 'GET', path: '/writes' },
    input: z.object({ limit }),
    output: z.array(SettledReceipt),
  }),
  journal: method({
    doc: 'The last entries of the journal, newest first: who armed, what was written, when and why it ended.',
    permission: 'read',
    rest: { method: 'GET', path: '/writes/journal' },
    input: z.object({ limit }),
    output: z.array(WriteEntry),
  }),
  settled: event({ doc: 'Receipts as commands end.', permission: 'read', payload: SettledReceipt }),
  journalled: event({ doc: 'Entries of the journal as they are made.', permission: 'read', payload: WriteEntry }),
  arming: event({
    doc: 'What this session is armed for: now, and whenever it changes, whichever window changed it.',
    permission: 'read',
    payload: z.object({ armed: z.array(Armed) }),
  }),
};
