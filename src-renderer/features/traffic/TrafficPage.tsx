import {
  type KeyboardEvent,
  type ReactNode,
  useCallback,
  useDeferredValue,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { TagPlaces } from '../../../src-shared/contract/diagnostics.ts';
import { useDevices } from '../../state/devices.ts';
import { tabOpened } from '../../state/layout.ts';
import { useMay } from '../../state/roles.ts';
import { type Column, DataGrid } from '../../ui/DataGrid.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorStrip } from '../../ui/ErrorStrip.tsx';
import { Glyph, type GlyphName } from '../../ui/Glyph.tsx';
import type { GridHandle } from '../../ui/grid-column.ts';
import { formatTime } from '../../ui/time-format.ts';
import { useListView } from '../../ui/use-list-view.ts';
import { carries } from './carried-tags.ts';
import { EXCHANGE_SHAPE } from './exchange-filter.ts';
import { type Exchange, type ExchangeState, firstFrame, stateOf } from './exchanges.ts';
import { FollowedTag } from './FollowedTag.tsx';
import { FrameDetail } from './FrameDetail.tsx';
import { nextMarked, rowOfFrame, toggled } from './frame-marks.ts';
import { TrafficFoot } from './TrafficFoot.tsx';
import { TrafficToolbar } from './TrafficToolbar.tsx';
import { followTraffic, useTrafficOf } from './traffic-store.ts';
import { useAskedFrame } from './use-asked-frame.ts';
import { useTagPlaces } from './use-tag-places.ts';
import './traffic.css';

interface TrafficPageProps {
  readonly device: string;
  /** Only exchanges that carry this tag; left out: all. */
  readonly tag?: string | undefined;
}

/** The frames of one device as they cross the wire: requests with their replies, what they say, and their bytes. */
export function TrafficPage({ device: id, tag }: TrafficPageProps): ReactNode {
  const device = useDevices((state) => state.list.find((one) => one.id === id));
  const isEngineer = useMay('diagnose');
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
  return <Traffic device={id} isEnabled={device.enabled} name={device.name} tag={tag} />;
}

interface TrafficProps {
  readonly device: string;
  readonly name: string;
  readonly isEnabled: boolean;
  readonly tag: string | undefined;
}

function Traffic({ device, name, isEnabled, tag }: TrafficProps): ReactNode {
  const view = useTrafficOf(device);
  const [attempt, setAttempt] = useState(0);
  const [picked, setPicked] = useState<number>();
  useEffect(() => {
    const stop = new AbortController();
    void followTraffic(device, stop.signal);
    return () => stop.abort();
  }, [device, attempt]);
  const exchanges = useDeferredValue(view.exchanges);
  const tags = useTagPlaces(device);
  const followed = tag === undefined ? undefined : tags?.find((one) => one.tag === tag);
  const carrying = useMemo(
    () => (followed ? exchanges.filter((one) => carries(one, followed.places)) : exchanges),
    [exchanges, followed],
  );
  const [selection, setSelection] = useState<readonly Exchange[]>([]);
  const [marked, setMarked] = useState<ReadonlySet<number>>(new Set());
  const columns = useMemo(() => columnsOf(marked), [marked]);
  const list = useListView<Exchange>({ id: 'traffic', rows: carrying, columns, rowKey, shape: EXCHANGE_SHAPE });
  const { rows, filter } = list;
  const grid = useRef<GridHandle>(null);
  const bring = useCallback((number: number) => {
    setPicked(number);
    grid.current?.focusCell(`${number}`);
  }, []);
  useAskedFrame(device, exchanges, view.state?.recording === true, bring);
  const goTo = (number: number): void => {
    const row = rowOfFrame(rows, number);
    if (row) grid.current?.focusCell(`${row.number}`);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key.toLowerCase() !== 'm' || event.ctrlKey || event.altKey || picked === undefined) return;
    event.preventDefault();
    if (event.shiftKey) goTo(nextMarked(marked, picked));
    else setMarked(toggled(marked, picked));
  };
  const shown = picked === undefined ? undefined : exchanges.find(({ number }) => number === picked);
  const box = useFollowEnd(rows, shown === undefined && !view.isPaused);
  return (
    <div className="traffic">
      <TrafficToolbar device={device} view={view} list={list} />
      {view.reason === '' ? null : (
        <ErrorStrip
          title="The traffic cannot be shown now."
          cause={view.reason}
          onRetry={() => setAttempt(attempt + 1)}
        />
      )}
      {tag === undefined ? null : (
        <FollowedTag device={device} tag={tag} followed={followed} isKnown={tags !== undefined} />
      )}
      <div className="traffic-list" ref={box} onKeyDown={onKeyDown}>
        {rows.length > 0 ? (
          <DataGrid
            label="Frames"
            handle={grid}
            rows={rows}
            columns={list.columns}
            view={list.view}
            rowKey={rowKey}
            resetOn={`${filter} ${view.generation}`}
            onSelect={(selected) => {
              setPicked(selected[0]?.number);
              setSelection(selected);
            }}
          />
        ) : (
          <EmptyState text={emptyText(name, isEnabled, exchanges.length)} />
        )}
      </div>
      <TrafficFoot selection={selection} marked={marked.size} onGoTo={goTo} />
      {shown ? <FrameDetail key={shown.number} exchange={shown} device={device} tags={tags ?? NO_TAGS} /> : null}
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

const NO_TAGS: readonly TagPlaces[] = [];

const rowKey = ({ number }: Exchange): string => `${number}`;

const columnsOf = (marked: ReadonlySet<number>): readonly Column<Exchange>[] => [
  {
    id: 'number',
    title: '#',
    widthPx: 64,
    align: 'right',
    sortKey: ({ number }) => number,
    cell: ({ number }) => (marked.has(number) ? <Marked number={number} /> : number),
  },
  {
    id: 'time',
    title: 'Time',
    widthPx: 104,
    sortKey: (row) => firstFrame(row).timeUs,
    cell: (row) => timeText(firstFrame(row).timeUs / 1_000),
  },
  {
    id: 'request',
    title: 'Request',
    widthPx: 230,
    grow: true,
    sortKey: ({ request }) => request?.line,
    cell: ({ request }) => <Line text={request?.line ?? ''} />,
  },
  {
    id: 'reply',
    title: 'Reply',
    widthPx: 100,
    grow: true,
    sortKey: ({ reply }) => reply?.line,
    cell: ({ reply }) => <Line text={reply?.line ?? ''} />,
  },
  {
    id: 'took',
    title: 'Took',
    widthPx: 72,
    align: 'right',
    sortKey: ({ reply }) => reply?.tookUs,
    cell: ({ reply }) => tookText(reply?.tookUs ?? null),
  },
  {
    id: 'state',
    title: 'Status',
    widthPx: 116,
    sortKey: (row) => WORDS[stateOf(row)].word,
    cell: (row) => <StateWord state={stateOf(row)} />,
  },
];

function Marked({ number }: { readonly number: number }): ReactNode {
  return (
    <>
      <Glyph name="kept" title="Marked" /> {number}
    </>
  );
}

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
