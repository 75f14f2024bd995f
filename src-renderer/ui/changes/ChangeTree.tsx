import type { ReactNode } from 'react';
import type { ProjectChange } from '../../../src-shared/contract/project-changes.ts';
import { formatInteger } from '../number-format.ts';
import { ChangeEffects, ChangeSign, ChangeValues } from './ChangeMarks.tsx';

/** More than a person reads of one device; the rest is counted. */
const SHOWN = 300;

/** Changes by device, tags below their device. */
export function ChangeTree({ changes }: { readonly changes: readonly ProjectChange[] }): ReactNode {
  const groups = [...Map.groupBy(changes, ({ device }) => device)];
  return (
    <div className="change-tree">
      {groups.map(([device, own]) => (
        <details key={device ?? ''} open={groups.length <= 20 || own.some(({ severity }) => severity === 'severe')}>
          <summary>
            {device === null ? 'Settings' : own[0]!.deviceName}
            <span className="quiet"> {own.length === 1 ? '1 change' : `${formatInteger(own.length)} changes`}</span>
          </summary>
          <ul>
            {own.slice(0, SHOWN).map((change) => (
              <li key={change.key} data-severity={change.severity}>
                <ChangeSign kind={change.kind} />
                <span className="change-name">
                  {change.tag === null
                    ? change.what
                    : change.path === ''
                      ? `tag ${change.tag}`
                      : `${change.tag} / ${change.what}`}
                </span>
                <ChangeValues {...change} />
                <ChangeEffects {...change} />
              </li>
            ))}
          </ul>
          {own.length > SHOWN ? <p className="quiet">{formatInteger(own.length - SHOWN)} more changes here.</p> : null}
        </details>
      ))}
    </div>
  );
}
