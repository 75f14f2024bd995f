import { createHash } from 'node:crypto';
import type { AuditActor, AuditRecord } from '../../../src-shared/domain/audit-entry.ts';
import { cleanFields } from '../../kernel/clean-fields.ts';
import { cleanText } from '../../kernel/clean-text.ts';
import type { EntryFields } from './audit-line.ts';

const MAX_NAME = 256;
const MAX_REASON = 512;
/** Of `before` and `after`; beyond it their hash stands for them. */
const MAX_VALUE = 8 * 1024;

const SYSTEM: AuditActor = { kind: 'system', id: 'system', name: 'System' };

/** What is the same for all entries of a moment. */
export interface EntryMoment {
  readonly timeUs: number;
  readonly monoMs: number;
  readonly node: string;
  readonly epoch: number;
  readonly revision: number | undefined;
}

/**
 * An entry of what a part told: in the fixed order of its fields, secrets hidden, foreign control characters escaped,
 * every text bounded.
 */
export function entryFields(told: AuditRecord, at: EntryMoment): EntryFields {
  const { actor, before, after, reason, requestId, code, session, ip } = told;
  const who: AuditActor = 'id' in actor ? actor : SYSTEM;
  return {
    time: new Date(at.timeUs / 1_000).toISOString(),
    mono: Math.round(at.monoMs * 1_000) / 1_000,
    node: at.node,
    epoch: at.epoch,
    actor: {
      kind: who.kind,
      id: cleanText(who.id, MAX_NAME),
      name: cleanText(who.name, MAX_NAME),
      ...(session !== undefined && { session: cleanText(session, MAX_NAME) }),
      ...(ip !== undefined && { ip: cleanText(ip, MAX_NAME) }),
    },
    interface: told.interface,
    action: told.action,
    object: cleanText(told.object, MAX_NAME),
    ...(before !== undefined && { before: bounded(before) }),
    ...(after !== undefined && { after: bounded(after) }),
    ...(reason !== undefined && { reason: cleanText(reason, MAX_REASON) }),
    ...(requestId !== undefined && { requestId: cleanText(requestId, MAX_NAME) }),
    result: told.result,
    ...(code !== undefined && { code: cleanText(code, MAX_NAME) }),
    ...(at.revision !== undefined && { configVersion: at.revision }),
  };
}

function bounded(value: unknown): unknown {
  const { value: clean } = cleanFields({ value });
  const text = JSON.stringify(clean);
  if (text === undefined || text.length <= MAX_VALUE) return clean;
  const sha256 = createHash('sha256').update(JSON.stringify(value)).digest('hex');
  return { sha256, characters: text.length, begins: text.slice(0, MAX_NAME) };
}
