import type { AuditEntry } from '../domain/audit-entry.ts';
import { auditSummary } from '../domain/audit-summary.ts';
import type { FilterField, FilterShape } from '../domain/compile-filter.ts';

type TextOf = (entry: AuditEntry) => string | readonly string[];

const text = (
  id: string,
  doc: string,
  read: TextOf,
  more: { readonly also?: readonly string[]; readonly values?: () => readonly string[] } = {},
): FilterField<AuditEntry> => ({ id, doc, kind: 'text', read, ...more });

const is =
  (result: AuditEntry['result']) =>
  (entry: AuditEntry): boolean =>
    entry.result === result;

/** What a filter of the audit trail may ask of an entry. */
export const AUDIT_FIELDS: readonly FilterField<AuditEntry>[] = [
  text('user', 'Who, by name or id', ({ actor }) => [actor.name, actor.id], { also: ['by'] }),
  text(
    'from',
    'Interface, address or session',
    ({ interface: way, actor }) => [way, actor.ip ?? '', actor.session ?? ''],
    {
      values: () => ['ui', 'rest', 'mqtt', 'cli', 'system'],
    },
  ),
  text('action', 'What was done', ({ action }) => action, {
    values: () => ['write', 'config', 'session', 'user', 'deploy', 'certificate', 'system', 'audit'],
  }),
  text('object', 'To what', ({ object }) => object),
  text('dev', 'Device or tag', ({ object }) => (/^(?:device|tag) (.*)$/.exec(object) ?? ['', ''])[1]!, {
    also: ['device'],
  }),
  text('code', 'Why it was refused or failed', ({ code }) => code ?? ''),
  text('reason', 'Reason that was given', ({ reason }) => reason ?? ''),
  text('request', 'Id of the request', ({ requestId }) => requestId ?? ''),
  { id: 'entry', doc: 'Number of the entry', kind: 'number', read: ({ seq }) => seq },
  { id: 'revision', doc: 'Revision that ran', kind: 'number', read: ({ configVersion }) => configVersion },
  {
    id: 'is',
    doc: 'How it ended',
    kind: 'state',
    isBare: true,
    states: { ok: is('ok'), refused: is('refused'), failed: is('failed'), unknown: is('unknown') },
  },
];

export const AUDIT_SHAPE: FilterShape<AuditEntry> = {
  fields: AUDIT_FIELDS,
  text: (entry) =>
    `${entry.actor.name} ${entry.actor.id} ${entry.actor.ip ?? ''} ${entry.action} ${entry.object} ${auditSummary(entry)} ${entry.code ?? ''} ${entry.reason ?? ''}`.toLowerCase(),
};
