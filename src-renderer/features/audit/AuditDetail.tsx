import type { ReactNode } from 'react';
import type { AuditEntryView } from '../../../src-shared/contract/audit.ts';
import { Glyph } from '../../ui/Glyph.tsx';
import { formatInteger } from '../../ui/number-format.ts';
import { formatTime } from '../../ui/time-format.ts';
import { fromText } from './audit-columns.tsx';
import { RESULTS } from './audit-words.ts';
import { entryChanges } from './entry-changes.ts';

/** All that an entry says, with what it changed beside what was there before. */
export function AuditDetail({ entry }: { readonly entry: AuditEntryView }): ReactNode {
  const { seq, time, actor, action, object, result, code, reason, requestId, configVersion, epoch, node, mac } = entry;
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['Time', formatTime(Date.parse(time))],
    ['User', actor.id === actor.name ? actor.name : `${actor.name} (${actor.id})`],
    ['From', fromText(entry)],
    ['Session', actor.session],
    ['Object', object],
    ['Reason', reason],
    ['Code', code],
    ['Request', requestId],
    ['Revision', configVersion === undefined ? undefined : String(configVersion)],
    ['Gateway', `${node}, start ${formatInteger(epoch)}`],
    ['Seal', mac],
  ];
  return (
    <aside className="audit-side" aria-label="Entry">
      <h2>
        <Glyph name={RESULTS[result].glyph} title={RESULTS[result].title} /> {action}{' '}
        <span className="quiet">entry {formatInteger(seq)}</span>
      </h2>
      <dl>
        {facts.map(([name, value]) =>
          value ? (
            <div key={name}>
              <dt>{name}</dt>
              <dd className={name === 'Seal' ? 'mono' : undefined}>{value}</dd>
            </div>
          ) : null,
        )}
      </dl>
      <Changes entry={entry} />
    </aside>
  );
}

function Changes({ entry: { before, after } }: { readonly entry: AuditEntryView }): ReactNode {
  const changes = entryChanges(before, after);
  if (changes.length === 0) return null;
  const hasBoth = before !== undefined && after !== undefined;
  return (
    <table className="audit-changes">
      <caption>{hasBoth ? 'Before and after' : before === undefined ? 'What was given' : 'Before'}</caption>
      <thead>
        <tr>
          <th scope="col">Field</th>
          {before === undefined ? null : <th scope="col">Before</th>}
          {after === undefined ? null : <th scope="col">After</th>}
        </tr>
      </thead>
      <tbody>
        {changes.map((change) => (
          <tr key={change.name} data-changed={(hasBoth && change.before !== change.after) || undefined}>
            <th scope="row">{change.name === '' ? 'Value' : change.name}</th>
            {before === undefined ? null : <td className="mono">{change.before ?? '–'}</td>}
            {after === undefined ? null : <td className="mono">{change.after ?? '–'}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
