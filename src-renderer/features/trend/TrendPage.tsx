import { type KeyboardEvent, type ReactNode, useCallback, useMemo, useRef, useState } from 'react';
import type { TagView } from '../../../src-shared/contract/devices.ts';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { PictureSize } from '../../charts/chart-picture.ts';
import { frame, rangeOf, type TimeView } from '../../charts/time-view.ts';
import type { TimeMarks } from '../../charts/trend-scene.ts';
import { gatewayNowUs } from '../../state/gateway-clock.ts';
import { tabOpened } from '../../state/layout.ts';
import { keepTrend } from '../../state/project-trends.ts';
import { sameTag } from '../../state/tags.ts';
import { useTheme } from '../../state/theme.ts';
import {
  isEdited,
  layoutChosen,
  noteRemoved,
  pensAdded,
  spanChosen,
  type Trend,
  useTrends,
} from '../../state/trends.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { useTagDrop } from '../../ui/use-tag-drop.ts';
import { Waiting } from '../../ui/Waiting.tsx';
import { exportRange } from './export-csv.ts';
import type { HistoryState } from './history-loader.ts';
import { MeasurePanel } from './MeasurePanel.tsx';
import { PausedNote } from './PausedNote.tsx';
import { PenPanel } from './PenPanel.tsx';
import { PenPicker } from './PenPicker.tsx';
import { pathOfQuestion } from './path-of-question.ts';
import { type PenLists, usePenLists } from './pen-lists.ts';
import { penWhereFrom } from './pen-where-from.ts';
import { savePicture } from './save-picture.ts';
import { startOfData } from './start-of-data.ts';
import { TrendCanvas } from './TrendCanvas.tsx';
import { TrendDialogs } from './TrendDialogs.tsx';
import { TrendNoteList } from './TrendNoteList.tsx';
import { TrendNotes } from './TrendNotes.tsx';
import { TrendToolbar } from './TrendToolbar.tsx';
import { useTrendCommands } from './trend-commands.ts';
import { trendKey } from './trend-keys.ts';
import type { TrendSession } from './trend-session.ts';
import { useHiddenPens } from './use-hidden-pens.ts';
import { chartPens, usePens } from './use-pens.ts';
import './trend.css';

/** One trend: live values with their past attached. */
export function TrendPage({ id }: { readonly id: string }): ReactNode {
  const trend = useTrends((state) => state.trends.find((one) => one.id === id));
  if (!trend) return <EmptyState text="This trend was deleted in this browser. Make a new one in Trends." />;
  return <OpenTrend key={trend.id} trend={trend} />;
}

function OpenTrend({ trend }: { readonly trend: Trend }): ReactNode {
  const { id, spanMs } = trend;
  const entries = usePens(trend.pens);
  const lists = usePenLists(trend.pens);
  const pens = useMemo(() => chartPens(entries), [entries]);
  const { shown, hidden, toggle } = useHiddenPens(pens);
  const [legend, setLegend] = useState<'shown' | 'hidden'>('shown');
  const theme = useTheme((state) => state.theme);
  const session = useRef<TrendSession>(null);
  const [view, setView] = useState<TimeView>({ mode: 'follow', spanUs: spanMs * 1_000 });
  const [history, setHistory] = useState<HistoryState>({ kind: 'ready' });
  const [problem, setProblem] = useState<string | null>(null);
  const [marks, setMarks] = useState<TimeMarks>({});
  const [isMeasuring, setMeasuring] = useState(false);
  const onMarks = useCallback((next: TimeMarks) => {
    setMarks(next);
    if (next.a !== undefined || next.b !== undefined) setMeasuring(true);
  }, []);
  const toggleLegend = (): void => setLegend((was) => (was === 'shown' ? 'hidden' : 'shown'));
  const measure = (): void => setMeasuring((was) => !was);
  const [dialog, setDialog] = useState<'save' | 'delete' | { readonly noteUs: number } | null>(null);
  const note = (): void => {
    if (session.current) setDialog({ noteUs: session.current.noteUs });
  };
  const askDelete = useCallback((): void => setDialog('delete'), []);
  const keep = (): void => {
    setProblem(null);
    if (!trend.kept) return setDialog('save');
    keepTrend(trend, trend.kept.id, trend.name).catch((error: unknown) =>
      setProblem(`The trend was not saved. ${toNexusError(error).text}`),
    );
  };
  const [picker, setPicker] = useState<'open' | 'closed'>('closed');
  const go = (next: TimeView): void => {
    setView(next);
    session.current?.setView(next);
  };
  const live = (): void => go({ mode: 'follow', spanUs: spanMs * 1_000 });
  const chooseSpan = (ms: number): void => {
    spanChosen(id, ms);
    go({ mode: 'follow', spanUs: ms * 1_000 });
  };
  const save = (): void => {
    setProblem(null);
    exportRange(trend.name, pens, rangeOf(view, gatewayNowUs())).catch((error: unknown) =>
      setProblem(`The range was not exported. ${toNexusError(error).text}`),
    );
  };
  const picture = (size: PictureSize): void => {
    setProblem(null);
    const nowUs = gatewayNowUs();
    const { name: title, layout, notes } = trend;
    savePicture({ title, pens: shown, range: rangeOf(view, nowUs), layout, marks, notes, nowUs }, size).catch(
      (error: unknown) => setProblem(`No picture was made. ${toNexusError(error).text}`),
    );
  };
  const home = (): void => {
    startOfData(pens, AbortSignal.timeout(10_000))
      .then((fromUs) => fromUs !== undefined && go({ mode: 'held', fromUs, toUs: fromUs + spanMs * 1_000 }))
      .catch((error: unknown) => setProblem(`The start of the data was not found. ${toNexusError(error).text}`));
  };
  const pause = (): void => session.current?.pause();
  const whereFrom = (): void => penWhereFrom(trend.pens, session.current?.cursorUs);
  const addPen = (): void => setPicker('open');
  useTrendCommands({
    isHeld: view.mode === 'held',
    hasPens: pens.length > 0,
    addPen,
    pause,
    live,
    home,
    measure,
    note,
    whereFrom,
    save,
    keep,
  });
  const drop = useTagDrop((tags) => pensAdded(id, tags));
  const onKey = (event: KeyboardEvent): void =>
    trendKey(event, session.current, { live, home, measure, note, toggle, legend: toggleLegend, whereFrom });
  return (
    <>
      <TrendToolbar
        view={view}
        hasPens={pens.length > 0}
        onAddPen={addPen}
        onSpan={chooseSpan}
        layout={trend.layout}
        onLayout={(layout) => layoutChosen(id, layout)}
        isMeasuring={isMeasuring}
        onMeasure={measure}
        onPause={pause}
        onLive={live}
        onAsk={() => tabOpened(pathOfQuestion(trend.pens, view), 'kept')}
        onExport={save}
        onPicture={picture}
        kept={trend.kept === undefined ? 'new' : isEdited(trend) ? 'edited' : 'same'}
        onSave={keep}
        onNote={note}
      />
      <TrendNotes history={history} problem={problem} onRetry={() => session.current?.readHistoryAgain()} />
      {view.mode === 'held' ? <PausedNote pens={pens} onResume={live} /> : null}
      <div className="trend" {...drop}>
        <div className="trend-body">
          {trend.pens.length === 0 ? (
            <NoPens onPick={() => setPicker('open')} />
          ) : pens.length === 0 && lists.status !== 'ready' ? (
            <NotReadYet lists={lists} />
          ) : (
            <TrendCanvas
              {...{ view, theme, marks, onMarks, onKey }}
              pens={shown}
              layout={trend.layout}
              notes={trend.notes}
              sessionRef={session}
              onView={setView}
              onHistory={setHistory}
            />
          )}
          {legend === 'hidden' ? null : (
            <PenPanel trend={id} lists={lists.status} onDelete={askDelete} {...{ entries, hidden, toggle }}>
              <TrendNoteList
                notes={trend.notes}
                onShow={({ atUs }) => go(frame(gatewayNowUs(), atUs - spanMs * 500, atUs + spanMs * 500))}
                onRemove={(one) => noteRemoved(id, one)}
              />
            </PenPanel>
          )}
        </div>
      </div>
      {isMeasuring && pens.length > 0 ? (
        <MeasurePanel
          {...{ view, marks }}
          pens={shown}
          onClear={() => session.current?.clearMarks()}
          onClose={measure}
        />
      ) : null}
      {dialog === null ? null : <TrendDialogs trend={trend} dialog={dialog} onClose={() => setDialog(null)} />}
      {picker === 'closed' ? null : <PenAdder trend={trend} onClose={() => setPicker('closed')} />}
    </>
  );
}

function PenAdder({ trend, onClose }: { readonly trend: Trend; readonly onClose: () => void }): ReactNode {
  const taken = useCallback(
    (tag: TagView) => trend.pens.some((pen) => sameTag(pen, { device: tag.device, tag: tag.id })),
    [trend.pens],
  );
  const add = (tag: TagView): void => pensAdded(trend.id, [{ device: tag.device, tag: tag.id }]);
  return <PenPicker taken={taken} onPick={add} onClose={onClose} />;
}

function NoPens({ onPick }: { readonly onPick: () => void }): ReactNode {
  return (
    <EmptyState text="No pens yet. Pick tags here, or select them in a tag table and press Ctrl+Shift+A.">
      <button type="button" className="button primary" onClick={onPick}>
        Pick tags
      </button>
      <button type="button" className="button" onClick={() => tabOpened('devices', 'kept')}>
        Show the devices
      </button>
    </EmptyState>
  );
}

/** Before the pens are known there is nothing to draw. */
function NotReadYet({ lists }: { readonly lists: PenLists }): ReactNode {
  if (lists.status === 'loading') return <Waiting text="Reading the tags of these pens…" onRetry={lists.readAgain} />;
  const title = `The tags of ${lists.failed.join(', ')} could not be read.`;
  return <ErrorState title={title} cause={lists.reason} onRetry={lists.readAgain} />;
}
