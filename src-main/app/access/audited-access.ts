import type { RecordAudit } from '../../../src-shared/domain/audit-entry.ts';
import type { TellAccess } from '../../access/access-event.ts';

/** Nobody that is known: a sign-in that was refused, a session that ended by itself. */
const NOBODY = { kind: 'user', id: '', name: 'nobody' } as const;

/** What happens to accounts and sessions, as the audit trail keeps it. */
export function auditedAccess(record: RecordAudit): TellAccess {
  return ({ actor, ...event }) => {
    const { id, name, kind } = actor ?? NOBODY;
    return record({ actor: { kind, id, name }, interface: 'ui', ...event });
  };
}
