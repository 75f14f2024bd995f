import { type ReactNode, useState } from 'react';
import type { FileText, ProjectChanges } from '../../../src-shared/contract/project-changes.ts';
import { formatInteger } from '../number-format.ts';
import { ChangeTable } from './ChangeTable.tsx';
import { ChangeTree } from './ChangeTree.tsx';
import { YamlDiff } from './YamlDiff.tsx';
import './changes.css';

const VIEWS = [
  ['tree', 'Tree'],
  ['table', 'Table'],
  ['yaml', 'YAML'],
] as const;
type View = (typeof VIEWS)[number][0];

interface ChangesViewProps {
  readonly label: string;
  readonly changes: ProjectChanges;
  /** Reads the files of both sides; left out: there is no view of them. Kept stable by the caller. */
  readonly texts?: () => Promise<readonly FileText[]>;
  /** In front of the choice of views. */
  readonly children?: ReactNode;
}

/** What differs between two states of a project and what follows from it, as a tree, a table or files. */
export function ChangesView({ label, changes, texts, children }: ChangesViewProps): ReactNode {
  const [view, setView] = useState<View>('tree');
  return (
    <section className="changes" aria-label={label}>
      <div className="changes-head">
        {children}
        <ChangeCounts of={changes} />
        <span className="spacer" />
        <div className="changes-views" role="group" aria-label="Shown as">
          {VIEWS.filter(([key]) => key !== 'yaml' || texts).map(([key, title]) => (
            <button key={key} type="button" className="button" aria-pressed={view === key} onClick={() => setView(key)}>
              {title}
            </button>
          ))}
        </div>
      </div>
      <div className="changes-body" tabIndex={0} role="region" aria-label={`${label}: ${view}`}>
        {changes.total === 0 && view !== 'yaml' ? (
          <p className="quiet">Nothing but comments and order differs.</p>
        ) : view === 'tree' ? (
          <ChangeTree changes={changes.changes} />
        ) : view === 'table' ? (
          <ChangeTable changes={changes.changes} />
        ) : (
          texts && <YamlDiff read={texts} />
        )}
        {changes.total > changes.changes.length && view !== 'yaml' ? (
          <p className="quiet">{formatInteger(changes.total - changes.changes.length)} more changes.</p>
        ) : null}
      </div>
    </section>
  );
}

/** `12 changes on 3 devices · 1 severe · 2 cautions` */
function ChangeCounts({ of: { total, devices, severe, cautions } }: { readonly of: ProjectChanges }): ReactNode {
  const counted = (count: number, one: string, some: string): string =>
    `${formatInteger(count)} ${count === 1 ? one : some}`;
  const parts = [
    `${counted(total, 'change', 'changes')}${devices > 0 ? ` on ${counted(devices, 'device', 'devices')}` : ''}`,
    ...(severe > 0 ? [`${formatInteger(severe)} severe`] : []),
    ...(cautions > 0 ? [counted(cautions, 'caution', 'cautions')] : []),
  ];
  return (
    <span className="changes-counts" role="status">
      {parts.join(' · ')}
    </span>
  );
}
