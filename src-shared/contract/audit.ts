import { z } from 'zod';
import { AUDIT_INTERFACES, AUDIT_RESULTS } from '../domain/audit-entry.ts';
import { method } from './define.ts';
import { TimeText } from './history-question.ts';

/** One entry of the audit trail, as its file has it. */
export const AuditEntryView = z.object({
  seq: z.number(),
  time: z.string(),
  mono: z.number(),
  node: z.string(),
  /** Counts the starts of the engine. */
  epoch: z.number(),
  actor: z.object({
    kind: z.enum(['local', 'user', 'key', 'gateway', 'system', 'remote']),
    id: z.string(),
    name: z.string(),
    session: z.string().optional(),
    ip: z.string().optional(),
  }),
  interface: z.enum(AUDIT_INTERFACES),
  /** `area.verb`: `session.login`, `config.applied`, `write.requested`. */
  action: z.string(),
  object: z.string(),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
  reason: z.string().optional(),
  requestId: z.string().optional(),
  result: z.enum(AUDIT_RESULTS),
  code: z.string().optional(),
  /** The number of the revision that ran. */
  configVersion: z.number().optional(),
  /** The seal of the entry before, and its own: HMAC-SHA-256 in hexadecimal. */
  prev: z.string(),
  mac: z.string(),
});
export type AuditEntryView = z.output<typeof AuditEntryView>;

/** What is asked of the trail: filter and time. */
export const AuditQuestion = z.object({
  /** As a list is filtered: `user:jd action:write dev:boiler*`. */
  filter: z.string().max(1_024).default(''),
  from: TimeText.optional(),
  to: TimeText.optional(),
  zone: z.string().min(1).max(64).default('UTC'),
});
export type AuditQuestion = z.output<typeof AuditQuestion>;

/** The state of a trail at one entry, signed with Ed25519: a copy kept elsewhere shows what was cut or rewritten. */
export const AuditCheckpointView = z.object({
  trail: z.string(),
  node: z.string(),
  seq: z.int(),
  count: z.int(),
  head: z.string(),
  time: z.string(),
  key: z.string(),
  signature: z.string(),
});

/** How an export is written. */
export const AUDIT_FORMATS = ['csv', 'json'] as const;

/** Something of the trail that is not as it was written. */
export const AuditFinding = z.object({
  kind: z.enum(['altered', 'missing', 'cut', 'checkpoint', 'torn']),
  entry: z.number(),
  text: z.string(),
});
export type AuditFinding = z.output<typeof AuditFinding>;

/** What a look through the whole trail found. */
export const AuditVerdict = z.object({
  /** running: up to `entries` so far. */
  state: z.enum(['running', 'ok', 'broken']),
  /** When it ended, or began where it runs. */
  time: z.string(),
  entries: z.number(),
  first: z.number(),
  last: z.number(),
  /** The first so many; how many there are says `broken`. */
  findings: z.array(AuditFinding),
  broken: z.number(),
});
export type AuditVerdict = z.output<typeof AuditVerdict>;

export const AuditState = z.object({
  /** Numbers of the entries that are kept; 0 where there is none. */
  first: z.number(),
  last: z.number(),
  verdict: AuditVerdict,
  /** Why no entry is taken, so that nothing may be changed; null while all is well. */
  unavailable: z.string().nullable(),
  checkpoint: AuditCheckpointView.nullable(),
  /** Of checkpoints and exports: Ed25519, SPKI in base64. Compare it with what was noted at the set-up. */
  public_key: z.string(),
});
export type AuditState = z.output<typeof AuditState>;

/** Who did what: a chain of sealed entries. */
export const audit = {
  entries: method({
    doc: 'Entries of the audit trail, newest first: all with the permission to read it, else one’s own. `before`: go on below that entry.',
    permission: 'own',
    rest: { method: 'GET', path: '/audit' },
    input: AuditQuestion.extend({
      before: z.coerce.number().int().min(1).optional(),
      limit: z.coerce.number().int().min(1).max(500).default(100),
    }),
    output: z.object({
      entries: z.array(AuditEntryView),
      /** Below which entry to go on; null at the end. Fewer entries than asked for with a number here: few pass the filter. */
      before: z.number().nullable(),
      /** What of the filter is not understood; empty: all of it is. */
      fault: z.string(),
    }),
  }),
  state: method({
    doc: 'Whether the chain holds, how far it was verified, the last signed checkpoint, the public key.',
    permission: 'audit',
    rest: { method: 'GET', path: '/audit/state' },
    input: z.object({}),
    output: AuditState,
  }),
  verify: method({
    doc: 'Verifies the whole chain anew, also against a checkpoint that was kept elsewhere. Answers when it is done.',
    permission: 'audit',
    rest: { method: 'POST', path: '/audit/verify' },
    input: z.object({ checkpoint: AuditCheckpointView.optional() }),
    output: AuditVerdict,
  }),
  checkpoint: method({
    doc: 'Signs the state of the trail now. Keep the answer elsewhere.',
    permission: 'audit',
    rest: { method: 'POST', path: '/audit/checkpoint' },
    input: z.object({}),
    output: AuditCheckpointView,
  }),
  export: method({
    doc: 'A zip of the newest 50 000 entries that pass, at most, with a manifest and its detached Ed25519 signature.',
    permission: 'audit',
    rest: { method: 'POST', path: '/audit/export' },
    input: AuditQuestion.extend({ format: z.enum(AUDIT_FORMATS).default('csv') }),
    output: z.object({ name: z.string(), entries: z.number(), base64: z.string() }),
  }),
};
