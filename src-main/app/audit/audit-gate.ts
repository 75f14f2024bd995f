import { createHash } from 'node:crypto';
import type { AuditRecord } from '../../../src-shared/domain/audit-entry.ts';
import { ERROR_CODES, type ErrorCode } from '../../../src-shared/errors/error-codes.ts';
import { cleanText } from '../../kernel/clean-text.ts';
import type { Logger } from '../../kernel/logger.ts';
import type { CallFacts, CallGate } from '../../rpc/call-gate.ts';
import type { AuditDesk } from './audit-desk.ts';
import { callAction } from './call-action.ts';
import { callObject } from './call-object.ts';

/** Tell the trail themselves, with more than a call knows: the write door, and what is recorded by the journal. */
const TOLD_BY_THEMSELVES: ReadonlySet<string> = new Set([
  ...['writes.write', 'writes.pulse', 'writes.arm', 'writes.disarm'],
  ...['namespace.publish', 'namespace.clear', 'browse.call'],
  ...['access.addUser', 'access.changeUser', 'access.removeUser', 'access.setPassword', 'access.changePassword'],
  ...['access.addKey', 'access.revokeKey', 'access.endSession', 'access.endMySession', 'access.signOut'],
  ...['access.lock', 'access.unlock'],
]);
/** Make nobody's state less safe, and must work when nothing else does. */
const ALWAYS: ReadonlySet<string> = new Set(['writes.disarm', 'access.lock', 'access.signOut', 'audit.verify']);

const SHOWN = 64;

type Audit = Pick<AuditDesk, 'callers' | 'limits'> & {
  readonly trail: Pick<AuditDesk['trail'], 'record' | 'requireWritable'>;
};

/**
 * Writes down what every call that changes something came to, and every refusal; and lets none change anything while the
 * trail takes no entry.
 */
export function auditGate(gate: CallGate, { trail, callers, limits }: Audit, logger: Logger): CallGate {
  return {
    admit: async (facts) => {
      callers.met(facts.call.identity);
      await gate.admit(facts);
      if (facts.changes && !ALWAYS.has(facts.operation)) await trail.requireWritable();
    },
    confine: (facts, input) => gate.confine(facts, input),
    shown: (facts, output) => gate.shown(facts, output),
    tells: (facts, payload) => gate.tells(facts, payload),
    ended: async (facts, end) => {
      await gate.ended(facts, end);
      if (end.code === 'NX_ACCESS_LIMIT') return limits.hit('calls', facts.call.ip ?? facts.call.identity.id);
      const record = recordOf(facts, end.code);
      // What was done is done: its caller is told so, and the next one is refused.
      if (record)
        await trail.record(record).catch((error: unknown) => {
          logger.error('what a call did was not written down', { operation: facts.operation, error: String(error) });
        });
    },
  };
}

function recordOf(facts: CallFacts, code: string | undefined): AuditRecord | undefined {
  const { call, operation, input, changes } = facts;
  const isRefusal = code?.startsWith('NX_ACCESS_') ?? false;
  if (code === 'NX_AUDIT_UNAVAILABLE' || (!changes && !isRefusal)) return undefined;
  if (code === undefined && TOLD_BY_THEMSELVES.has(operation)) return undefined;
  const { identity, via, session, ip } = call;
  return {
    actor: { kind: identity.kind, id: identity.id, name: identity.name },
    interface: via === 'rest' ? 'rest' : 'ui',
    action: callAction(operation),
    object: callObject(operation, input),
    ...(input !== undefined && { after: code === undefined ? input : untrusted(input) }),
    ...(reasonOf(input) !== undefined && { reason: reasonOf(input) }),
    ...{ session, ip, code },
    result: code === undefined ? 'ok' : resultOf(code),
  };
}

/** Something that was refused may be anything: its hash stands for it, and what it begins with. */
function untrusted(input: unknown): unknown {
  const text = JSON.stringify(input) ?? '';
  return { sha256: createHash('sha256').update(text).digest('hex'), begins: cleanText(text.slice(0, SHOWN), SHOWN) };
}

function resultOf(code: string): AuditRecord['result'] {
  const status = Object.hasOwn(ERROR_CODES, code) ? ERROR_CODES[code as ErrorCode].http : 400;
  return status >= 500 ? 'failed' : 'refused';
}

function reasonOf(input: unknown): string | undefined {
  if (typeof input !== 'object' || input === null) return undefined;
  const { reason, comment } = input as { readonly reason?: unknown; readonly comment?: unknown };
  return [reason, comment].find((one): one is string => typeof one === 'string' && one !== '');
}
