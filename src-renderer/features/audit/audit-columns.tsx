import type { ReactNode } from 'react';
import type { AuditEntryView } from '../../../src-shared/contract/audit.ts';
import { auditSummary } from '../../../src-shared/domain/audit-summary.ts';
import { Glyph } from '../../ui/Glyph.tsx';
import type { Column } from '../../ui/grid-column.ts';
import { formatInteger } from '../../ui/number-format.ts';
import { formatTime } from '../../ui/time-format.ts';
import { RESULTS, WAYS } from './audit-words.ts';

const text = (
  id: string,
  title: string,
  widthPx: number,
  read: (entry: AuditEntryView) => string,
): Column<AuditEntryView> => ({
  ...{ id, title, widthPx, text: read },
  cell: (entry) => <Cell text={read(entry)} />,
});

const Cell = ({ text: shown }: { readonly text: string }): ReactNode => (
  <span className="text" title={shown}>
    {shown}
  </span>
);

/** `ui 192.168.1.7`; on this computer the way only. */
export const fromText = ({ interface: way, actor: { ip } }: AuditEntryView): string =>
  ip === undefined ? WAYS[way] : `${WAYS[way]} ${ip}`;

/** What there is to know of each entry. */
export const AUDIT_COLUMNS: readonly Column<AuditEntryView>[] = [
  {
    ...text('time', 'Time', 148, ({ time }) => formatTime(Date.parse(time))),
    ...{ sticky: true, use: 'always', sortKey: ({ seq }) => seq },
    cell: ({ time }) => (
      <time className="mono" dateTime={time} title={time}>
        {formatTime(Date.parse(time))}
      </time>
    ),
  },
  text('user', 'User', 100, ({ actor }) => actor.name),
  text('from', 'From', 90, fromText),
  text('action', 'Action', 130, ({ action }) => action),
  { ...text('object', 'Object', 120, ({ object }) => object), grow: true },
  {
    ...text('result', 'Result', 88, ({ result }) => RESULTS[result].title),
    cell: ({ result }) => (
      <span className="audit-result">
        <Glyph name={RESULTS[result].glyph} /> {RESULTS[result].title}
      </span>
    ),
  },
  { ...text('summary', 'Summary', 180, auditSummary), grow: true },
  {
    ...text('revision', 'Revision', 70, ({ configVersion }) => String(configVersion ?? '')),
    ...{ align: 'right', sortKey: ({ configVersion }) => configVersion },
  },
  {
    ...text('entry', 'Entry', 80, ({ seq }) => formatInteger(seq)),
    ...{ align: 'right', use: 'rare', sortKey: ({ seq }) => seq },
  },
  { ...text('session', 'Session', 110, ({ actor }) => actor.session ?? ''), use: 'rare' },
  { ...text('request', 'Request', 140, ({ requestId }) => requestId ?? ''), use: 'rare' },
];
