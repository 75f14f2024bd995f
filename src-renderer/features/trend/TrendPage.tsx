import { type KeyboardEvent, type ReactNode, useCallback, useState } from 'react';
import type { TrendEvent } from '../../../src-shared/contract/trends.ts';
import { frame } from '../../charts/time-view.ts';
import { gatewayNowUs } from '../../state/gateway-clock.ts';
import { tabOpened } from '../../state/layout.ts';
import { useTheme } from '../../state/theme.ts';
import {
  axisScaled,
  compareChosen,
  eventsToggled,
  isEdited,
  layoutChosen,
  noteRemoved,
  pensAdded,
  type Trend,
  useTrends,
} from '../../state/trends.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { useTagDrop } from '../../ui/use-tag-drop.ts';
import { CompareStrip } from './CompareStrip.tsx';
import { eventOpened } from './event-words.ts';
import { MeasurePanel } from './MeasurePanel.tsx';
import { PausedNote } from './PausedNote.tsx';
import { PenAdder } from './PenAdder.tsx';
import { PenPanel } from './PenPanel.tsx';
import { pathOfQuestion } from './path-of-question.ts';
import { usePenLists } from './pen-lists.ts';
import { penWhereFrom } from './pen-where-from.ts';
import { TrendCanvas } from './TrendCanvas.tsx';
import { TrendCaptureList } from './TrendCaptureList.tsx';
import { TrendDialogs } from './TrendDialogs.tsx';
import { NoPens, NotReadYet } from './TrendEmpty.tsx';
import { TrendEventList } from './TrendEventList.tsx';
import { TrendNoteList } from './TrendNoteList.tsx';
import { TrendNotes } from './TrendNotes.tsx';
import { TrendToolbar } from './TrendToolbar.tsx';
import { useTrendCommands } from './trend-commands.ts';
import { trendKey } from './trend-keys.ts';
import { useTrend } from './use-trend.ts';
import './trend.css';

/** One trend: live values with their past attached. */
export function TrendPage({ id }: { readonly id: string }): ReactNode {
  const trend = useTrends((state) => state.trends.find((one) => one.id === id));
  if (!trend) return <EmptyState text="This trend was deleted in this browser. Make a new one in Trends." />;
  return <ShownTrend key={trend.id} trend={trend} />;
}

function ShownTrend({ trend }: { readonly trend: Trend }): ReactNode {
  const { id, spanMs, compare } = trend;
  const open = useTrend(trend);
  const { session, view, pens, shown, marks, compared, ask } = open;
  const lists = usePenLists(trend.pens);
  const theme = useTheme((state) => state.theme);
  const [legend, setLegend] = useState<'shown' | 'hidden'>('shown');
  const [picker, setPicker] = useState<'open' | 'closed'>('closed');
  const askDelete = useCallback((): void => ask('delete'), [ask]);
  const openForm = useCallback((penSlot: number): void => ask({ penSlot }), [ask]);
  const actions = {
    live: open.live,
    home: open.home,
    measure: open.measure,
    toggle: open.toggle,
    keep: open.keep,
    addPen: (): void => setPicker('open'),
    pause: (): void => session.current?.pause(),
    note: (): void => ask(session.current && { noteUs: session.current.noteUs }),
    compare: (): void => ask('compare'),
    capture: (): void => ask('capture'),
    penForm: (): void => ask(pens[0] ? { penSlot: pens[0].slot } : null),
    whereFrom: (): void => penWhereFrom(trend.pens, session.current?.cursorUs),
    legend: (): void => setLegend((was) => (was === 'shown' ? 'hidden' : 'shown')),
    save: (): void => ask({ exported: open.range() }),
  };
  useTrendCommands({
    ...actions,
    isHeld: view.mode === 'held',
    hasPens: pens.length > 0,
    toggleEvents: (kind) => eventsToggled(id, kind),
    stopComparing: compare && (() => compareChosen(id, undefined)),
  });
  const openEvent = (event: TrendEvent): void => eventOpened(event, (revision) => ask({ revision }));
  const drop = useTagDrop((tags) => pensAdded(id, tags));
  const onKey = (event: KeyboardEvent): void => trendKey(event, session.current, actions);
  return (
    <>
      <TrendToolbar
        {...{ view, actions }}
        hasPens={pens.length > 0}
        onSpan={open.chooseSpan}
        layout={trend.layout}
        onLayout={(layout) => layoutChosen(id, layout)}
        events={trend.events}
        onEvents={(kind) => eventsToggled(id, kind)}
        isMeasuring={open.isMeasuring}
        isComparing={compare !== undefined}
        onAsk={() => tabOpened(pathOfQuestion(trend.pens, view), 'kept')}
        kept={trend.kept === undefined ? 'new' : isEdited(trend) ? 'edited' : 'same'}
      />
      <TrendNotes history={open.history} problem={open.problem} onRetry={() => session.current?.readHistoryAgain()} />
      {view.mode === 'held' ? <PausedNote pens={pens} onResume={open.live} /> : null}
      {compare && compared ? (
        <CompareStrip
          {...{ compare, compared }}
          range={open.range()}
          markUs={marks.a}
          onCompare={(next) => compareChosen(id, next)}
          onChange={actions.compare}
        />
      ) : null}
      <div className="trend" {...drop}>
        <div className="trend-body">
          {trend.pens.length === 0 ? (
            <NoPens onPick={actions.addPen} />
          ) : pens.length === 0 && lists.status !== 'ready' ? (
            <NotReadYet lists={lists} />
          ) : (
            <TrendCanvas
              {...{ view, theme, marks, onKey }}
              pens={shown}
              layout={trend.layout}
              notes={trend.notes}
              sessionRef={session}
              ends={open.ends}
              onScale={(axis, ends) => axisScaled(id, axis, ends)}
              onFit={open.live}
              lanes={open.lanes}
              onEvent={({ kind, atUs, text }) => {
                const event = open.known.events.find(
                  (one) => one.kind === kind && one.atUs === atUs && one.text === text,
                );
                if (event) openEvent(event);
              }}
              onMarks={open.onMarks}
              onView={open.setView}
              onHistory={open.setHistory}
            />
          )}
          {legend === 'hidden' ? null : (
            <PenPanel
              trend={id}
              lists={lists.status}
              onDelete={askDelete}
              onForm={openForm}
              {...{ pens, session }}
              entries={open.entries}
              hidden={open.hidden}
              toggle={open.toggle}
            >
              <TrendNoteList
                notes={trend.notes}
                onShow={({ atUs }) => open.go(frame(gatewayNowUs(), atUs - spanMs * 500, atUs + spanMs * 500))}
                onRemove={(one) => noteRemoved(id, one)}
              />
              <TrendCaptureList
                {...{ trend, pens }}
                captures={open.captures}
                onFind={() => {
                  const found = open.captures.find(open.range());
                  open.attempt(found, 'No moment was looked for.');
                  return found;
                }}
                onChange={actions.capture}
                onShow={({ fromUs, toUs }) => open.go(frame(gatewayNowUs(), fromUs, toUs))}
              />
              <TrendEventList kinds={trend.events} known={open.known} range={open.range()} onOpen={openEvent} />
            </PenPanel>
          )}
        </div>
      </div>
      {open.isMeasuring && pens.length > 0 ? (
        <MeasurePanel
          {...{ view, marks }}
          pens={shown}
          onClear={() => session.current?.clearMarks()}
          onClose={open.measure}
        />
      ) : null}
      {open.dialog === null ? null : <TrendDialogs trend={trend} open={open} dialog={open.dialog} />}
      {picker === 'closed' ? null : <PenAdder trend={trend} onClose={() => setPicker('closed')} />}
    </>
  );
}
