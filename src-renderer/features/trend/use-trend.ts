import { type RefObject, useCallback, useMemo, useRef, useState } from 'react';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { rangeOf, type TimeRange, type TimeView } from '../../charts/time-view.ts';
import type { EventLanes, TimeMarks } from '../../charts/trend-scene.ts';
import { gatewayNowUs } from '../../state/gateway-clock.ts';
import { keepTrend } from '../../state/project-trends.ts';
import { spanChosen, type Trend } from '../../state/trends.ts';
import type { AxisEnds } from './axis-control.ts';
import { comparedTime } from './compare-words.ts';
import type { HistoryPen, HistoryState } from './history-loader.ts';
import { usePenLimits } from './pen-limits.ts';
import { startOfData } from './start-of-data.ts';
import type { TrendSession } from './trend-session.ts';
import { type Captures, useCaptures } from './use-captures.ts';
import { type KnownEvents, useEventLanes, useEvents } from './use-events.ts';
import { useHiddenPens } from './use-hidden-pens.ts';
import { type ComparedTime, chartPens, type PenEntry, usePens } from './use-pens.ts';

/** What a trend asks in a window of its own. */
export type TrendDialog =
  | 'save'
  | 'delete'
  | 'compare'
  | 'capture'
  | { readonly noteUs: number }
  | { readonly penSlot: number }
  | { readonly revision: number }
  /** The range that goes into a file. */
  | { readonly exported: TimeRange }
  | null;

/** An open trend: what it shows, and what moves it. */
export interface OpenTrend {
  readonly entries: readonly PenEntry[];
  readonly pens: readonly HistoryPen[];
  /** Those that are drawn. */
  readonly shown: readonly HistoryPen[];
  readonly hidden: ReadonlySet<number>;
  readonly toggle: (slot: number) => void;
  readonly compared: ComparedTime | undefined;
  readonly known: KnownEvents;
  readonly captures: Captures;
  readonly lanes: EventLanes;
  /** Ends of axes that a person set. */
  readonly ends: AxisEnds;
  readonly session: RefObject<TrendSession | null>;
  readonly view: TimeView;
  readonly setView: (view: TimeView) => void;
  /** Shows a window. */
  readonly go: (view: TimeView) => void;
  readonly live: () => void;
  readonly home: () => void;
  readonly chooseSpan: (ms: number) => void;
  readonly range: () => TimeRange;
  readonly history: HistoryState;
  readonly setHistory: (state: HistoryState) => void;
  readonly marks: TimeMarks;
  readonly onMarks: (marks: TimeMarks) => void;
  readonly isMeasuring: boolean;
  readonly measure: () => void;
  readonly dialog: TrendDialog;
  readonly ask: (dialog: TrendDialog) => void;
  readonly keep: () => void;
  readonly problem: string | null;
  /** Runs what a person asked for; what goes wrong is told above the chart after these words. */
  readonly attempt: (what: Promise<unknown>, words: string) => void;
}

/** The state of one trend on the screen. */
export function useTrend(trend: Trend): OpenTrend {
  const { id, spanMs, compare } = trend;
  const [view, setView] = useState<TimeView>({ mode: 'follow', spanUs: spanMs * 1_000 });
  const entries = usePens(trend.pens);
  const { shiftUs, label } = comparedTime(compare, rangeOf(view, gatewayNowUs()).fromUs) ?? {};
  const compared = useMemo(
    () => (shiftUs === undefined || label === undefined ? undefined : { shiftUs, label }),
    [shiftUs, label],
  );
  const limits = usePenLimits(trend.pens);
  const pens = useMemo(() => chartPens(entries, compared, limits), [entries, compared, limits]);
  const { shown, hidden, toggle } = useHiddenPens(pens);
  const captures = useCaptures(trend, pens);
  const ends = useMemo(
    (): AxisEnds => new Map(trend.axes.map(({ axis, min, max }) => [axis, { min, max }])),
    [trend.axes],
  );
  const known = useEvents(trend.events, view);
  const lanes = useEventLanes(trend.events, known);
  const session = useRef<TrendSession>(null);
  const [history, setHistory] = useState<HistoryState>({ kind: 'ready' });
  const [problem, setProblem] = useState<string | null>(null);
  const [marks, setMarks] = useState<TimeMarks>({});
  const [isMeasuring, setMeasuring] = useState(false);
  const [dialog, ask] = useState<TrendDialog>(null);
  const onMarks = useCallback((next: TimeMarks) => {
    setMarks(next);
    if (next.a !== undefined || next.b !== undefined) setMeasuring(true);
  }, []);
  const attempt = (what: Promise<unknown>, words: string): void => {
    setProblem(null);
    what.catch((error: unknown) => setProblem(`${words} ${toNexusError(error).text}`));
  };
  const go = (next: TimeView): void => {
    setView(next);
    session.current?.setView(next);
  };
  const follow = (ms: number): void => go({ mode: 'follow', spanUs: ms * 1_000 });
  const home = async (): Promise<void> => {
    const fromUs = await startOfData(pens, AbortSignal.timeout(10_000));
    if (fromUs !== undefined) go({ mode: 'held', fromUs, toUs: fromUs + spanMs * 1_000 });
  };
  return {
    captures,
    ...{
      entries,
      pens,
      shown,
      hidden,
      toggle,
      compared,
      ends,
      known,
      lanes,
      session,
      view,
      setView,
      go,
      history,
      setHistory,
    },
    ...{ marks, onMarks, isMeasuring, dialog, ask, problem, attempt },
    measure: () => setMeasuring((was) => !was),
    live: () => follow(spanMs),
    home: () => attempt(home(), 'The start of the data was not found.'),
    chooseSpan: (ms) => {
      spanChosen(id, ms);
      follow(ms);
    },
    range: () => rangeOf(view, gatewayNowUs()),
    keep: () =>
      trend.kept ? attempt(keepTrend(trend, trend.kept.id, trend.name), 'The trend was not saved.') : ask('save'),
  };
}
