import { type ReactNode, useEffect, useState } from 'react';
import type { AuditEntryView } from '../../../src-shared/contract/audit.ts';
import { AUDIT_SHAPE } from '../../../src-shared/contract/audit-filter.ts';
import { useLink } from '../../state/link.ts';
import { useMay } from '../../state/roles.ts';
import { DataGrid } from '../../ui/DataGrid.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { ErrorStrip, Kept } from '../../ui/ErrorStrip.tsx';
import { FilterBar } from '../../ui/FilterBar.tsx';
import { GridSkeleton } from '../../ui/GridSkeleton.tsx';
import { formatInteger } from '../../ui/number-format.ts';
import { Strip } from '../../ui/Strip.tsx';
import { TableTools } from '../../ui/TableTools.tsx';
import { useListView } from '../../ui/use-list-view.ts';
import { Waiting } from '../../ui/Waiting.tsx';
import { AuditDetail } from './AuditDetail.tsx';
import { AuditRange } from './AuditRange.tsx';
import { AuditTools } from './AuditTools.tsx';
import { AUDIT_COLUMNS } from './audit-columns.tsx';
import { readAudit, readOlder, refreshAudit, useAudit } from './audit-store.ts';
import { ChainLine } from './ChainLine.tsx';
import './audit.css';

const PATH = 'users/audit';
const NOT_READ = 'The audit trail could not be read.';
const LOOK_MS = 5_000;
const TYPED_MS = 300;
const rowKey = ({ seq }: AuditEntryView): string => String(seq);
const read = (): void => void readAudit();

/** Who did what: entries of the audit trail, and whether its chain holds. */
export function AuditPane(): ReactNode {
  const entries = useAudit((state) => state.entries);
  const problem = useAudit((state) => state.problem);
  const said = useAudit((state) => state.said);
  const isLost = useLink(({ state }) => state.kind === 'lost');
  const mayRead = useMay('audit');
  useFollowedTrail();
  if (entries === undefined && problem)
    return <ErrorState title={NOT_READ} cause={problem.text} code={problem.code} onRetry={read} />;
  if (entries === undefined)
    return (
      <Waiting text="Reading the audit trail…" onRetry={read}>
        <GridSkeleton columns={AUDIT_COLUMNS} />
      </Waiting>
    );
  return (
    <Kept isOld={problem !== null}>
      {mayRead ? (
        <ChainLine />
      ) : (
        <Strip tone="info" announce="none">
          You see what you did yourself. Ask an Administrator or an Auditor for the rest.
        </Strip>
      )}
      {isLost ? (
        <Strip tone="warning" announce="none">
          The gateway is lost. The entries below are from before that.
        </Strip>
      ) : null}
      {problem ? <ErrorStrip title={NOT_READ} cause={problem.text} onRetry={read} /> : null}
      <Table entries={entries} />
      <p className="visually-hidden" role="status">
        {said}
      </p>
    </Kept>
  );
}

function Table({ entries }: { readonly entries: readonly AuditEntryView[] }): ReactNode {
  const list = useListView<AuditEntryView>({
    ...{ id: PATH, rows: entries, columns: AUDIT_COLUMNS, rowKey, shape: AUDIT_SHAPE, resort: 'always' },
  });
  const ask = useAudit((state) => state.ask);
  const trail = useAudit((state) => state.state);
  const [picked, setPicked] = useState<AuditEntryView>();
  useAskedFilter(list.typed);
  const all = trail ? trail.last - trail.first + 1 : entries.length;
  const isAsked = list.filter !== '' || ask.from !== '' || ask.to !== '';
  const clear = (): void => {
    list.clear();
    void readAudit({ filter: '', from: '', to: '' });
  };
  return (
    <div className="audit-split">
      <div className="audit-list">
        <div className="toolbar">
          <FilterBar label="Filter: user:jdoe action:write dev:boiler*" {...list.bar} count={[list.rows.length, all]} />
          <AuditRange />
          <span className="spacer" />
          <TableTools view={list.view} filter={list.typed} onFilter={list.type} />
          <AuditTools />
        </div>
        {list.rows.length === 0 ? (
          <EmptyState
            text={
              isAsked
                ? 'No entry passes that was read so far. Look further back, or ask for less.'
                : 'Nothing was written down yet. Every change, sign-in, write and refusal stands here.'
            }
          >
            {isAsked ? (
              <button type="button" className="button" onClick={clear}>
                Clear filter and time
              </button>
            ) : null}
          </EmptyState>
        ) : (
          <DataGrid<AuditEntryView>
            label="Audit trail"
            rows={list.rows}
            columns={list.columns}
            view={list.view}
            rowKey={rowKey}
            resetOn={`${list.filter} ${ask.from} ${ask.to}`}
            onSelect={(rows) => setPicked(rows[0])}
          />
        )}
        <Older count={entries.length} />
      </div>
      {picked ? (
        <AuditDetail entry={picked} />
      ) : (
        <aside className="audit-side" aria-label="Entry">
          <p className="quiet">Choose an entry to see all that it says, and what it changed.</p>
        </aside>
      )}
    </div>
  );
}

function Older({ count }: { readonly count: number }): ReactNode {
  const before = useAudit((state) => state.before);
  const isReading = useAudit((state) => state.isReading);
  if (before === null) return null;
  return (
    <div className="audit-older">
      <span className="quiet">
        {formatInteger(count)} read, looked back to entry {formatInteger(before)}
      </span>
      <button type="button" className="button" disabled={isReading} onClick={() => void readOlder()}>
        {isReading ? 'Reading…' : 'Show older'}
      </button>
    </div>
  );
}

/** What is typed is asked of the gateway, which has more than was read. */
function useAskedFilter(typed: string): void {
  useEffect(() => {
    const timer = setTimeout(() => {
      const { ask } = useAudit.getState();
      if (ask.filter !== typed) void readAudit({ ...ask, filter: typed });
    }, TYPED_MS);
    return () => clearTimeout(timer);
  }, [typed]);
}

/** Reads when there is a link, and looks for new entries while the page is shown. */
function useFollowedTrail(): void {
  const isLinked = useLink(({ state }) => state.kind === 'open');
  useEffect(() => {
    if (!isLinked) return undefined;
    void readAudit();
    const timer = setInterval(() => void refreshAudit(), LOOK_MS);
    return () => clearInterval(timer);
  }, [isLinked]);
}
