import { type ReactNode, useCallback, useEffect, useMemo, useState } from 'react';
import { rpc } from '../../rpc/connect.ts';
import { deployRead, useDeploy } from '../../state/deploy.ts';
import { useDevices } from '../../state/devices.ts';
import { tabOpened } from '../../state/layout.ts';
import { useLink } from '../../state/link.ts';
import { revisionsRead, useRevisions } from '../../state/revisions.ts';
import { useMay } from '../../state/roles.ts';
import { Comparison } from '../../ui/changes/Comparison.tsx';
import { DataGrid } from '../../ui/DataGrid.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { ErrorStrip, Kept } from '../../ui/ErrorStrip.tsx';
import { FilterBar } from '../../ui/FilterBar.tsx';
import { GridSkeleton } from '../../ui/GridSkeleton.tsx';
import { ReadOnlyStrip } from '../../ui/ReadOnlyStrip.tsx';
import { TableTools } from '../../ui/TableTools.tsx';
import { useListView } from '../../ui/use-list-view.ts';
import { Waiting } from '../../ui/Waiting.tsx';
import { RollbackDialog } from './RollbackDialog.tsx';
import { REVISION_COLUMNS, type RevisionRow } from './revision-columns.tsx';
import { REVISION_FILTER } from './revision-filter.ts';
import './revisions.css';

const NOT_READ = 'The revisions could not be read.';
const read = (): void => void revisionsRead();
const keyOf = ({ revision }: RevisionRow): string => String(revision);

/** The numbered states of the project: who changed what and why, any two compared, and the way back. */
export function RevisionsPage(): ReactNode {
  const { list, current, problem } = useRevisions();
  const devices = useDevices((state) => state.list);
  const isOpen = useLink(({ state }) => state.kind === 'open');
  const mayEdit = useMay('configure');
  const targets = useDeploy((state) => state.targets);
  const [picked, setPicked] = useState<readonly number[]>([]);
  const [asked, setAsked] = useState<number | null>(null);
  // Another list of devices comes with another revision.
  // biome-ignore lint/correctness/useExhaustiveDependencies: read anew when devices change
  useEffect(() => {
    if (isOpen) read();
    if (isOpen) void deployRead();
  }, [isOpen, devices]);
  const all = useMemo(
    () =>
      (list ?? []).map((one) => ({
        ...one,
        isCurrent: one.revision === current,
        runsOn: (targets ?? []).filter(({ runs }) => runs?.revision === one.revision).map(({ name }) => name),
      })),
    [list, current, targets],
  );
  const { rows, columns, view, bar, clear, filter, type } = useListView({
    id: 'revisions',
    rows: all,
    columns: REVISION_COLUMNS,
    rowKey: keyOf,
    shape: REVISION_FILTER,
  });
  if (!list)
    return problem === null ? (
      <Waiting text="Reading the revisions of the project…" onRetry={read}>
        <GridSkeleton columns={REVISION_COLUMNS} />
      </Waiting>
    ) : (
      <ErrorState title={NOT_READ} cause={problem.text} code={problem.code} onRetry={read} />
    );
  if (list.length === 0)
    return (
      <EmptyState text="No revisions yet. Each Apply makes one, with its author and comment.">
        <button type="button" className="button primary" onClick={() => tabOpened('devices', 'kept')}>
          Show the devices
        </button>
      </EmptyState>
    );
  const pair = pairOf(
    picked,
    list.map(({ revision }) => revision),
    current,
  );
  return (
    <Kept isOld={problem !== null}>
      <ReadOnlyStrip needs="configure" to="roll back" />
      {problem === null ? null : <ErrorStrip title={NOT_READ} cause={problem.text} onRetry={read} />}
      <div className="toolbar">
        <FilterBar label="Filter revisions" {...bar} />
        <TableTools view={view} filter={filter} onFilter={type} />
        <span className="spacer" />
        <button type="button" className="button" onClick={() => tabOpened('deploy', 'kept')}>
          Deploy…
        </button>
        <button
          type="button"
          className="button"
          disabled={!mayEdit || !isOpen || picked.length !== 1 || picked[0] === current}
          title={rollWhy(mayEdit, picked, current)}
          onClick={() => setAsked(picked[0]!)}
        >
          Roll back…
        </button>
      </div>
      {rows.length > 0 ? (
        <DataGrid
          label="Revisions"
          rows={rows}
          columns={columns}
          rowKey={keyOf}
          resetOn={filter}
          view={view}
          onSelect={(chosen) => setPicked(chosen.map(({ revision }) => revision).toSorted((a, b) => a - b))}
        />
      ) : (
        <EmptyState text={`No revision matches “${filter}”.`}>
          <button type="button" className="button" onClick={clear}>
            Clear filter (Esc)
          </button>
        </EmptyState>
      )}
      <div className="revision-pane">
        {pair === null ? (
          <p className="quiet revision-hint">
            Choose a revision to see what it changed, or two (Ctrl+click) to compare them.
          </p>
        ) : (
          <RevisionPair from={pair[0]} to={pair[1]} />
        )}
      </div>
      {asked === null ? null : <RollbackDialog revision={asked} devices={devices} onClose={() => setAsked(null)} />}
    </Kept>
  );
}

function rollWhy(mayEdit: boolean, picked: readonly number[], current: number): string {
  if (!mayEdit) return 'Engineer role needed.';
  if (picked.length !== 1) return 'Choose one revision first.';
  return picked[0] === current ? 'It runs already.' : `Shows first what going back to revision ${picked[0]} changes`;
}

/** Two that were chosen; one beside the one before it; the oldest beside the one that runs. */
function pairOf(
  picked: readonly number[],
  known: readonly number[],
  current: number,
): readonly [from: number, to: number] | null {
  const there = picked.filter((revision) => known.includes(revision));
  const [first, last] = [there[0], there.at(-1)];
  if (first === undefined || last === undefined) return null;
  if (first !== last) return [first, last];
  const before = known.find((revision) => revision < first);
  if (before !== undefined) return [before, first];
  return first === current ? null : [first, current];
}

function RevisionPair({ from, to }: { readonly from: number; readonly to: number }): ReactNode {
  const compare = useCallback(() => rpc().config.compare({ from, to }), [from, to]);
  const texts = useCallback(async () => (await rpc().config.texts({ from, to })).files, [from, to]);
  return (
    <Comparison label={`Revision ${from} to ${to}`} read={compare} texts={texts}>
      <h2>
        Diff {from} → {to}
      </h2>
    </Comparison>
  );
}
