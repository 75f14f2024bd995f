import type { AuditActor, AuditInterface, AuditRecord, RecordAudit } from '../../../src-shared/domain/audit-entry.ts';
import type { SettledWrite, WriteCommand } from '../../commands/write-command.ts';
import type { JournalEntry, WriteIntent, WriteJournal } from '../../commands/write-journal.ts';
import type { Disposable } from '../../kernel/lifetime.ts';
import type { KnownCallers } from './known-callers.ts';

type Via = SettledWrite['via'];
type Told = Omit<AuditRecord, 'actor' | 'interface'>;

const WAYS: Readonly<Record<Via, AuditInterface>> = { socket: 'ui', port: 'ui', rest: 'rest', mqtt: 'mqtt' };
const ENDS = {
  DONE: ['write.done', 'ok'],
  DONE_VERIFIED: ['write.done', 'ok'],
  REJECTED: ['write.refused', 'refused'],
  FAILED: ['write.failed', 'failed'],
  UNKNOWN: ['write.unknown', 'unknown'],
} as const;
/** How what was done by hand ended. */
const BY_HAND = { done: 'ok', refused: 'refused', failed: 'failed', unknown: 'unknown' } as const;

/** What is about to be sent to a device: on the medium before a byte of it goes out. */
export function writeRequested(intent: WriteIntent, callers: KnownCallers): AuditRecord {
  const { device, tag, value, previous, actor, via, reason, id } = intent;
  return {
    ...by(actor, via, callers),
    ...{ action: 'write.requested', object: `tag ${device}/${tag}`, before: previous, after: value },
    ...{ reason: reason ?? undefined, requestId: id, result: 'ok' },
  };
}

/** The same command once more: what it came to is told again, and nothing is done. */
export function writeRepeated(command: WriteCommand, callers: KnownCallers): AuditRecord {
  const { device, tag, actor, requestId } = command;
  return {
    ...by(actor.name, actor.via, callers),
    ...{ action: 'write.repeated', object: `tag ${device}/${tag}`, requestId, result: 'refused', code: 'DUPLICATE' },
  };
}

/** Follows the journal: ends of writes, armings, messages and calls by hand. */
export function followWrites(journal: WriteJournal, record: RecordAudit, callers: KnownCallers): Disposable {
  const subscription = journal.made.on((entry) => {
    // What the disk refuses now is owed by the trail.
    void record(recordOf(entry, callers)).catch(() => undefined);
  });
  return { dispose: () => subscription.dispose() };
}

function recordOf(entry: JournalEntry, callers: KnownCallers): AuditRecord {
  switch (entry.kind) {
    case 'end':
      return writeEnded(entry.settled, callers);
    case 'arming': {
      const { actor, via, device, reason, what } = entry.arming;
      const told: Told =
        what.kind === 'armed'
          ? {
              action: 'writes.armed',
              after: { until: iso(what.untilUs) },
              object: placeOf(device),
              reason,
              result: 'ok',
            }
          : { action: 'writes.disarmed', after: { cause: what.cause }, object: placeOf(device), reason, result: 'ok' };
      return { ...by(actor, via, callers), ...told };
    }
    case 'publish': {
      const { actor, via, topic, bytes, qos, retain, reason, outcome } = entry.publish;
      const action = bytes === 0 && retain ? 'message.cleared' : 'message.published';
      const after = { bytes, qos, retain };
      return {
        ...by(actor, via, callers),
        action,
        object: `topic ${topic}`,
        after,
        reason,
        result: BY_HAND[ended(outcome)],
      };
    }
    case 'call': {
      const { actor, via, device, owner, method, inputs, reason, outcome, text } = entry.call;
      const after = { owner, method, inputs, text };
      const result = BY_HAND[ended(outcome)];
      return { ...by(actor, via, callers), action: 'method.called', object: `device ${device}`, after, reason, result };
    }
  }
}

/** How a write ended; also one of an earlier run that this one had to settle. */
export function writeEnded({ receipt, actor, via, reason }: SettledWrite, callers: KnownCallers): AuditRecord {
  const { device_id: device, tag_id: tag, value, previous, read_back: readBack, request_id: requestId } = receipt;
  const [action, result] = ENDS[receipt.status];
  return {
    ...by(actor, via, callers),
    ...{ action, object: `tag ${device}/${tag}`, before: previous },
    after: readBack === null ? value : { value, read_back: readBack },
    ...{ reason: reason ?? undefined, requestId, result, code: receipt.error?.code },
  };
}

function by(name: string, via: Via, callers: KnownCallers): { actor: AuditActor; interface: AuditInterface } {
  const actor: AuditActor = via === 'mqtt' ? { kind: 'remote', id: name, name } : callers.named(name);
  return { actor, interface: WAYS[via] };
}

const placeOf = (device: string | null): string => (device === null ? 'all devices' : `device ${device}`);
const iso = (us: number): string => new Date(us / 1_000).toISOString();
const ended = <T extends string>(outcome: T): Exclude<T, 'begun'> | 'unknown' =>
  outcome === 'begun' ? 'unknown' : (outcome as Exclude<T, 'begun'>);
