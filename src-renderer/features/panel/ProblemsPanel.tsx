import { Copy, FileSearch } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useMemo, useState } from 'react';
import { compileFilter } from '../../../src-shared/domain/compile-filter.ts';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { useDevices } from '../../state/devices.ts';
import { type Problem, useProblems } from '../../state/problems.ts';
import { useMay } from '../../state/roles.ts';
import { type Column, DataGrid } from '../../ui/DataGrid.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { FilterBar } from '../../ui/FilterBar.tsx';
import { Glyph } from '../../ui/Glyph.tsx';
import { checkFiles } from './follow-problems.ts';
import {
  copiedProblems,
  type ProblemFilter,
  type ProblemRow,
  problemCounts,
  problemRows,
  problemShape,
  severityWord,
  splitProblem,
} from './problem-rows.ts';
import { useCopy } from './use-copy.ts';
import './panel.css';

/** What is wrong in the project and with its devices, by device. Enter shows the place. */
export function ProblemsPanel(): ReactNode {
  const bySource = useProblems((state) => state.bySource);
  const devices = useDevices((state) => state.list);
  const [filter, setFilter] = useState<ProblemFilter>({ severity: 'all', words: '' });
  const [picked, setPicked] = useState<readonly ProblemRow[]>([]);
  const rows = useMemo(() => problemRows(bySource, devices, filter), [bySource, devices, filter]);
  const all = useMemo(() => Object.values(bySource).flat(), [bySource]);
  const typed = useMemo(() => compileFilter(SHAPE, filter.words), [filter.words]);
  const { said, copy } = useCopy();
  const copyRows = (): void => copy(copiedProblems(picked.length > 0 ? picked : rows));
  if (all.length === 0) return <NoProblems />;
  return (
    <div className="panel-view" onKeyDown={(event) => onCopyKey(event, copyRows)}>
      <div className="toolbar">
        <FilterBar
          label="Filter problems"
          fields={SHAPE.fields}
          filter={typed}
          count={[rows.length, all.length]}
          value={filter.words}
          onChange={(words) => setFilter((before) => ({ ...before, words }))}
        />
        <SeveritySelect
          value={filter.severity}
          onChange={(severity) => setFilter((before) => ({ ...before, severity }))}
        />
        <span className="quiet">{problemCounts(all)}</span>
        <span className="spacer" />
        <span className="quiet" role="status">
          {said}
        </span>
        <CheckFiles />
        <button type="button" className="button" title="Ctrl+C in the table" onClick={copyRows}>
          <Copy size={16} strokeWidth={1.5} aria-hidden />
          {picked.length > 0 ? `Copy ${picked.length}` : 'Copy all'}
        </button>
      </div>
      {rows.length === 0 ? (
        <EmptyState text="No problem matches this filter.">
          <button type="button" className="button" onClick={() => setFilter({ severity: 'all', words: '' })}>
            Clear filter
          </button>
        </EmptyState>
      ) : (
        <DataGrid
          label="Problems"
          rows={rows}
          columns={COLUMNS}
          rowKey={({ problem }) => problem.key}
          detail={({ problem }) => splitProblem(problem).next || null}
          resetOn={rows.map(({ problem }) => problem.key).join(' ')}
          onSelect={setPicked}
          onActivate={({ problem }) => problem.go?.()}
        />
      )}
    </div>
  );
}

/** Names of devices change nothing of how a filter is understood. */
const SHAPE = problemShape((device) => device ?? '');

function onCopyKey(event: KeyboardEvent, copy: () => void): void {
  const isGrid = event.target instanceof Element && event.target.closest('[role="grid"]') !== null;
  if (!isGrid || event.key.toLowerCase() !== 'c' || !event.ctrlKey || event.altKey || event.shiftKey) return;
  event.preventDefault();
  copy();
}

const COLUMNS: readonly Column<ProblemRow>[] = [
  { id: 'device', title: 'Device', widthPx: 132, cell: (row) => <Device row={row} /> },
  { id: 'severity', title: 'Severity', widthPx: 92, cell: ({ problem }) => <Severity problem={problem} /> },
  { id: 'text', title: 'Problem', widthPx: 320, grow: true, cell: ({ problem }) => <Text problem={problem} /> },
  {
    id: 'id',
    title: 'Id',
    widthPx: 140,
    cell: ({ problem }) => <span className="text mono quiet">{idOf(problem)}</span>,
  },
];

const idOf = ({ messageId }: Problem): string => messageId ?? '—';

/** Named once a device; a screen reader hears it in every row. */
function Device({ row: { deviceName, isFirst } }: { readonly row: ProblemRow }): ReactNode {
  return <span className={isFirst ? 'text panel-device' : 'visually-hidden'}>{deviceName}</span>;
}

function Severity({ problem }: { readonly problem: Problem }): ReactNode {
  return (
    <span className="panel-severity" data-severity={problem.severity}>
      <Glyph name={problem.severity === 'error' ? 'bad' : 'half'} />
      {severityWord(problem)}
    </span>
  );
}

function Text({ problem }: { readonly problem: Problem }): ReactNode {
  return (
    <span className="text" title={problem.text} data-msg={problem.messageId}>
      {splitProblem(problem).what}
    </span>
  );
}

interface SeveritySelectProps {
  readonly value: ProblemFilter['severity'];
  readonly onChange: (severity: ProblemFilter['severity']) => void;
}

function SeveritySelect({ value, onChange }: SeveritySelectProps): ReactNode {
  return (
    <select
      className="select"
      aria-label="Severity"
      value={value}
      onChange={(event) => onChange(event.target.value as ProblemFilter['severity'])}
    >
      <option value="all">Errors and warnings</option>
      <option value="error">Errors</option>
      <option value="warning">Warnings</option>
    </select>
  );
}

function NoProblems(): ReactNode {
  return (
    <div className="panel-view">
      <EmptyState text="No problems. Faults of the project stand here, and devices and tags that do not answer, each with the next step.">
        <CheckFiles />
      </EmptyState>
    </div>
  );
}

/** Looks into the files on disk, which the engine does not do by itself. */
function CheckFiles(): ReactNode {
  const isEngineer = useMay('configure');
  const [said, setSaid] = useState('');
  const check = (): void => {
    setSaid('Checking…');
    checkFiles().then(
      () => setSaid('Checked'),
      (error: unknown) => setSaid(`The files were not checked. ${toNexusError(error).text}`),
    );
  };
  return (
    <>
      <span className="quiet" role="status">
        {said}
      </span>
      <button
        type="button"
        className="button"
        disabled={!isEngineer}
        title={isEngineer ? 'Faults of the files on disk, applied or not' : 'Engineer role needed'}
        onClick={check}
      >
        <FileSearch size={16} strokeWidth={1.5} aria-hidden />
        Check the files
      </button>
    </>
  );
}
