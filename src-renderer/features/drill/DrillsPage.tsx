import { type ReactNode, useEffect, useState } from 'react';
import type { DrillRow } from '../../../src-shared/contract/drill.ts';
import { drillEnded, drillsRead, useDrill } from '../../state/drill.ts';
import { tabOpened } from '../../state/layout.ts';
import { useLink } from '../../state/link.ts';
import { useMay, whomToAsk } from '../../state/roles.ts';
import { type Column, DataGrid } from '../../ui/DataGrid.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { ErrorStrip, Kept } from '../../ui/ErrorStrip.tsx';
import { GridSkeleton } from '../../ui/GridSkeleton.tsx';
import { ReadOnlyStrip } from '../../ui/ReadOnlyStrip.tsx';
import { formatTime } from '../../ui/time-format.ts';
import { Waiting } from '../../ui/Waiting.tsx';
import { DrillSign } from './DrillSign.tsx';
import { lengthText, namesOf, runningWords, STATE_SIGNS } from './drill-words.ts';
import { StartDrillDialog } from './StartDrillDialog.tsx';
import './drill.css';

const NOT_READ = 'The outage drills could not be read.';
const read = (): void => void drillsRead();
const nothing = (): void => undefined;
const started = ({ startedUs }: DrillRow): string => formatTime(startedUs / 1_000);

const COLUMNS: readonly Column<DrillRow>[] = [
  { id: 'started', title: 'Started', widthPx: 170, sticky: true, cell: started, text: started },
  {
    id: 'state',
    title: 'Result',
    widthPx: 120,
    cell: ({ state }) => <DrillSign {...STATE_SIGNS[state]} />,
    text: ({ state }) => STATE_SIGNS[state].word,
  },
  {
    id: 'targets',
    title: 'Cut',
    widthPx: 220,
    cell: ({ targets }) => namesOf(targets),
    text: ({ targets }) => namesOf(targets),
  },
  {
    id: 'for',
    title: 'For',
    widthPx: 80,
    align: 'right',
    cell: ({ forS }) => lengthText(forS),
    text: ({ forS }) => lengthText(forS),
  },
  {
    id: 'text',
    title: 'Found',
    widthPx: 320,
    grow: true,
    cell: ({ text }) => <span title={text}>{text}</span>,
    text: ({ text }) => text,
  },
  { id: 'actor', title: 'By', widthPx: 120, cell: ({ actor }) => actor, text: ({ actor }) => actor },
];

/** Outages on purpose: what was proved, what runs, and the next one. */
export function DrillsPage(): ReactNode {
  const { rows, running, problem } = useDrill();
  const isOpen = useLink(({ state }) => state.kind === 'open');
  const isAllowed = useMay('drill');
  const [isAsked, setAsked] = useState(false);
  useEffect(() => {
    if (isOpen) read();
  }, [isOpen]);
  if (!rows)
    return problem === null ? (
      <Waiting text="Reading the outage drills…" onRetry={read}>
        <GridSkeleton columns={COLUMNS} />
      </Waiting>
    ) : (
      <ErrorState title={NOT_READ} cause={problem.text} code={problem.code} onRetry={read} />
    );
  const whyNot = !isAllowed
    ? `Ask ${whomToAsk('drill')} to run outage drills.`
    : !isOpen
      ? 'The gateway is not connected.'
      : running
        ? 'One drill runs at a time.'
        : undefined;
  const start = (
    <button
      type="button"
      className="button primary"
      disabled={whyNot !== undefined}
      title={whyNot}
      onClick={() => {
        read();
        setAsked(true);
      }}
    >
      Start a drill…
    </button>
  );
  return (
    <Kept isOld={problem !== null}>
      <ReadOnlyStrip needs="drill" to="run outage drills" />
      {problem === null ? null : <ErrorStrip title={NOT_READ} cause={problem.text} onRetry={read} />}
      {running ? (
        <div className="drill-running">
          <progress aria-label="Outage drill" />
          <span>
            {namesOf(running.targets)} {runningWords(running)}.
          </span>
          <button type="button" className="button" disabled={!isAllowed} onClick={() => void drillEnded(running)}>
            End now
          </button>
        </div>
      ) : null}
      {rows.length === 0 ? (
        <EmptyState text="No outage drill was run yet. A drill cuts the broker, the historian or a device for a while and proves with counts that nothing was lost, doubled or reordered.">
          {start}
        </EmptyState>
      ) : (
        <>
          <div className="toolbar">
            <span>{rows.length === 1 ? '1 drill' : `${rows.length} drills`}</span>
            <span className="spacer" />
            {start}
          </div>
          <DataGrid
            label="Outage drills"
            rows={rows}
            columns={COLUMNS}
            rowKey={({ id }) => id}
            resetOn=""
            onSelect={nothing}
            onActivate={({ id }) => tabOpened(`drills/${id}`, 'kept')}
          />
        </>
      )}
      {isAsked ? <StartDrillDialog onClose={() => setAsked(false)} /> : null}
    </Kept>
  );
}
