import type { ReactNode } from 'react';
import type { ProjectChange } from '../../../src-shared/contract/project-changes.ts';
import { formatInteger } from '../number-format.ts';
import { ChangeEffects, ChangeSign } from './ChangeMarks.tsx';

/** More than a person reads; the rest is counted. */
const SHOWN = 500;
const ORDER = { severe: 0, caution: 1, plain: 2 } as const;

/** Changes one below the other, those first that deserve a look. */
export function ChangeTable({ changes }: { readonly changes: readonly ProjectChange[] }): ReactNode {
  const sorted = changes.toSorted((a, b) => ORDER[a.severity] - ORDER[b.severity]);
  return (
    <>
      <table className="change-table">
        <thead>
          <tr>
            <th scope="col">Device</th>
            <th scope="col">Tag</th>
            <th scope="col">What</th>
            <th scope="col">Before</th>
            <th scope="col">After</th>
            <th scope="col">What follows</th>
          </tr>
        </thead>
        <tbody>
          {sorted.slice(0, SHOWN).map((change) => (
            <tr key={change.key}>
              <td>{change.device === null ? 'Settings' : change.deviceName}</td>
              <td>{change.tag ?? '—'}</td>
              <td>
                <ChangeSign kind={change.kind} /> {change.what}
              </td>
              <td className="quiet">{change.before === '' ? '—' : change.before}</td>
              <td>{change.after === '' ? '—' : change.after}</td>
              <td>
                <ChangeEffects {...change} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {sorted.length > SHOWN ? <p className="quiet">{formatInteger(sorted.length - SHOWN)} more changes.</p> : null}
    </>
  );
}
