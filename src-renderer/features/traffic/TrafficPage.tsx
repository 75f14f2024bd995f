import { type ReactNode, useDeferredValue, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useDevices } from '../../state/devices.ts';
import { tabOpened } from '../../state/layout.ts';
import { useMay } from '../../state/roles.ts';
import { type Column, DataGrid } from '../../ui/DataGrid.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorStrip } from '../../ui/ErrorStrip.tsx';
import { Glyph, type GlyphName } from '../../ui/Glyph.tsx';
import { formatTime } from '../../ui/time-format.ts';
import { exchangeFilter } from './exchange-filter.ts';
import { type Exchange, type ExchangeState, firstFrame, stateOf } from './exchanges.ts';
import { FrameDetail } from './FrameDetail.tsx';
import { TrafficToolbar } from './TrafficToolbar.tsx';
import { followTraffic, useTrafficOf } from './traffic-store.ts';
import './traffic.css';

/** The frames of one device as they cross the wire: requests with their replies, what they say, and their bytes. */
export function TrafficPage({ device: id }: { readonly device: string }): ReactNode {
  const device = useDevices((state) => state.list.find((one) => one.id === id));
  const isEngineer = useMay('engineer');
  if (!isEngineer)
    return <EmptyState text="Traffic shows everything a device is told. Ask an Engineer to look at it." />;
  if (!device)
    return (
      <EmptyState text={`“${id}” is no longer in this project.`}>
        <button type="button" className="button primary" onClick={() => tabOpened('devices', 'kept')}>
          Show the devices
        </button>
      </EmptyState>
    );
  return <Traffic device={id} isEnabled={device.enabled} name={device.name} />;
}

interface TrafficProps {
  readonly device: string;
  readonly name: string;
  readonly isEnabled: boolean;
}

function Traffic({ device, name, isEnabled }: TrafficProps): ReactNode {
  const view = useTrafficOf(device);
  const [filter, setFilter] = useState('');
  const [attempt, setAttempt] = useState(0);
  const [picked, setPicked] = useState<number>();
  useEffect(() => {
    const stop = new AbortController();
    void followTraffic(device, stop.signal);
    return () => stop.abort();
  }, [device, attempt]);
  const exchanges = useDeferredValue(view.exchanges);
  const { shows, fault } = useMemo(() => exchangeFilter(filter), [filter]);
  const rows = useMemo(() => exchanges.filter(shows), [exchanges, shows]);
  const shown = picked === undefined ? undefined : exchanges.find(({ number }) => number === picked);
  const box = useFollowEnd(rows, shown === undefined && !view.isPaused);
  return (
    <div className="traffic">
      <TrafficToolbar device={device} view={view} filter={filter} onFilter={setFilter} />
      {fault === '' ? null : (
        <p className="traffic-fault" role="alert">
          {fault}
        </p>
      )}
      {view.reason === '' ? null : (
        <ErrorStrip
          title="The traffic cannot be shown now."
          cause={view.reason}
          onRetry={() => setAttempt(attempt + 1)}
        />
      )}
      <div className="traffic-list" ref={box}>
        {rows.length > 0 ? (
          <DataGrid
            label="Frames"
            rows={rows}
            columns={COLUMNS}
            rowKey={({ number }) => `${number}`}
            resetOn={`${filter} ${view.generation}`}
            onSelect={([first]) => setPicked(first?.number)}
          />
        ) : (
          <EmptyState text={emptyText(name, isEnabled, exchanges.length)} />
        )}
      </div>
      {shown ? <FrameDetail key={shown.number} exchange={shown} /> : null}
    </div>
  );
}

function emptyText(name: string, isEnabled: boolean, all: number): string {
  if (all > 0) return `None of ${all} exchanges is shown. Shorten the filter.`;
  return isEnabled
    ? `No frames for ${name} yet. They are shown as they come.`
    : `No frames for ${name}. It is disabled. Enable it under Devices.`;
}

/** Keeps the end of the list in sight while nothing is picked: picking a row lets the list stand. */
function useFollowEnd(rows: readonly Exchange[], isFollowing: boolean): { readonly current: HTMLDivElement | null } {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const grid = box.current?.querySelector('.data-grid');
    if (isFollowing && grid) grid.scrollTop = grid.scrollHeight;
  }, [rows, isFollowing]);
  return box;
}

const COLUMNS: readonly Column<Exchange>[] = [
  { id: 'number', title: '#', widthPx: 56, align: 'right', cell: ({ number }) => number },
  { id: 'time', title: 'Time', widthPx: 104, cell: (row) => timeText(firstFrame(row).timeUs / 1_000) },
  {
    id: 'request',
    title: 'Request',
    widthPx: 230,
    grow: true,
    cell: ({ request }) => <Line text={request?.line ?? ''} />,
  },
  { id: 'reply', title: 'Reply', widthPx: 100, grow: true, cell: ({ reply }) => <Line text={reply?.line ?? ''} /> },
  { id: 'took', title: 'Took', widthPx: 72, align: 'right', cell: ({ reply }) => tookText(reply?.tookUs ?? null) },
  { id: 'state', title: 'Status', widthPx: 116, cell: (row) => <StateWord state={stateOf(row)} /> },
];

/** To the millisecond, on whatever day. */
const timeText = (timeMs: number): string => formatTime(timeMs, timeMs);

const tookText = (us: number | null): string => {
  if (us === null) return '';
  const ms = us / 1_000;
  return `${ms < 10 ? ms.toFixed(2) : ms < 100 ? ms.toFixed(1) : Math.round(ms)} ms`;
};

function Line({ text }: { readonly text: string }): ReactNode {
  return (
    <span className="text" title={text}>
      {text}
    </span>
  );
}

const WORDS: Readonly<Record<ExchangeState, { readonly glyph: GlyphName; readonly word: string }>> = {
  answered: { glyph: 'done', word: 'Answered' },
  refused: { glyph: 'bad', word: 'Refused' },
  unanswered: { glyph: 'unknown', word: 'No answer' },
  waiting: { glyph: 'connecting', word: 'Waiting' },
  alone: { glyph: 'half', word: 'Not asked for' },
};

function StateWord({ state }: { readonly state: ExchangeState }): ReactNode {
  const { glyph, word } = WORDS[state];
  return (
    <span className="traffic-state" data-state={state}>
      <Glyph name={glyph} />
      {word}
    </span>
  );
}
