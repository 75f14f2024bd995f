import type { Identity } from './access.ts';

/** By which way something was asked for. */
export const AUDIT_INTERFACES = ['ui', 'rest', 'mqtt', 'cli', 'system'] as const;
export type AuditInterface = (typeof AUDIT_INTERFACES)[number];

/** `refused`: nothing was done, because it was not allowed or not sound. `failed`: it was tried. `unknown`: nobody can say. */
export const AUDIT_RESULTS = ['ok', 'refused', 'failed', 'unknown'] as const;
export type AuditResult = (typeof AUDIT_RESULTS)[number];

/** Who did something. `system`: the engine by itself; `remote`: a client of the broker, as far as its topic names it. */
export interface AuditActor {
  readonly kind: Identity['kind'] | 'system' | 'remote';
  readonly id: string;
  readonly name: string;
}

/** Something that happened, as a part of the engine tells the audit trail. Secrets never stand in it. */
export interface AuditRecord {
  readonly actor: AuditActor | { readonly kind: 'system' };
  readonly interface: AuditInterface;
  /** `area.verb`: `session.login`, `config.applied`, `write.requested`. */
  readonly action: string;
  /** What it was done to, as its list names it: `device boiler-1`, `user jdoe`; empty for the gateway itself. */
  readonly object: string;
  readonly before?: unknown;
  readonly after?: unknown;
  readonly reason?: string | undefined;
  readonly requestId?: string | undefined;
  readonly result: AuditResult;
  /** Why it was refused or failed: an error code. */
  readonly code?: string | undefined;
  readonly ip?: string | undefined;
  readonly session?: string | undefined;
}

/**
 * How the parts of the engine tell the trail. Resolves when the entry is on the medium.
 * Rejects with NX_AUDIT_UNAVAILABLE when the medium does not take it: what changes something is then not done.
 */
export type RecordAudit = (record: AuditRecord) => Promise<void>;

/** The state of a trail at one entry, signed, so that a copy kept elsewhere shows what was cut or rewritten here. */
export interface AuditCheckpoint {
  /** Of the trail: made with it, and anew when its keys are. */
  readonly trail: string;
  readonly node: string;
  readonly seq: number;
  /** Entries that the trail holds up to here; fewer than `seq` once old files were removed. */
  readonly count: number;
  /** The seal of that entry. */
  readonly head: string;
  readonly time: string;
  /** The public key that it is signed with: Ed25519, SPKI in base64. */
  readonly key: string;
  /** Of the other fields, in base64. */
  readonly signature: string;
}

/** One line of the trail. Its fields stand in this order in the file; `mac` is over everything before it. */
export interface AuditEntry {
  readonly seq: number;
  /** Wall clock. */
  readonly time: string;
  /** Monotonic ms since the program started: entries of one epoch can be put in order whatever the wall clock did. */
  readonly mono: number;
  readonly node: string;
  /** Counts the starts of the engine. */
  readonly epoch: number;
  readonly actor: AuditActor & { readonly session?: string | undefined; readonly ip?: string | undefined };
  readonly interface: AuditInterface;
  readonly action: string;
  readonly object: string;
  readonly before?: unknown;
  readonly after?: unknown;
  readonly reason?: string | undefined;
  readonly requestId?: string | undefined;
  readonly result: AuditResult;
  readonly code?: string | undefined;
  /** The number of the revision that ran. */
  readonly configVersion?: number | undefined;
  /** The seal of the entry before. */
  readonly prev: string;
  readonly mac: string;
}
