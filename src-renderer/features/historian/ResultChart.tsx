import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { isoIn } from '../../../src-shared/domain/iso-in-zone.ts';
import type { ChartPen } from '../../charts/chart-pen.ts';
import type { TimeRange } from '../../charts/time-view.ts';
import type { AskedColumns } from '../../rpc/series-calls.ts';
import { useTheme } from '../../state/theme.ts';
import { AnswerChart } from './answer-chart.ts';
import { answerPens } from './answer-pens.ts';
import { queryTab, questionChanged, type Result, tabChanged } from './historian-store.ts';
import { PenLegend } from './PenLegend.tsx';
import { runQuery } from './run-query.ts';

/** The answer as lines over time; a part of it can be asked for again in finer detail. */
export function ResultChart({ path, result }: { readonly path: string; readonly result: Result }): ReactNode {
  const { answer, question } = result;
  const pens = useMemo(() => answerPens(answer), [answer]);
  const theme = useTheme((state) => state.theme);
  const host = useRef<HTMLDivElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<AnswerChart>(null);
  const [zoomed, setZoomed] = useState<{ readonly of: AskedColumns; readonly range: TimeRange }>();
  const shown = zoomed?.of === answer ? zoomed.range : answer;
  const [fault, setFault] = useState<unknown>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the canvas reads its colours when it is made
  useEffect(() => {
    const whole = { fromUs: answer.fromUs, toUs: answer.toUs };
    const made = new AnswerChart({
      pens,
      whole,
      timeZone: question.timeZone,
      box: box.current!,
      onShown: (to) => setZoomed({ of: answer, range: to }),
    });
    chart.current = made;
    made.open(host.current!).catch(setFault);
    return () => {
      made.dispose();
      chart.current = null;
    };
  }, [answer, pens, question.timeZone, theme]);
  // For the boundary around the page: without its library there is no chart.
  if (fault !== null) throw fault;
  const isZoomed = shown.fromUs > answer.fromUs || shown.toUs < answer.toUs;
  const askDetail = (): void => {
    const { from, to } = question;
    const clock = isoIn(question.timeZone);
    tabChanged(path, { zoomedFrom: [...queryTab(path).zoomedFrom, { from, to }] });
    questionChanged(path, { from: clock(Math.floor(shown.fromUs)), to: clock(Math.ceil(shown.toUs)) });
    void runQuery(path);
  };
  return (
    <div className="historian-chart">
      <div className="chart-canvas">
        <div
          ref={host}
          className="chart-host"
          role="application"
          aria-roledescription="chart"
          aria-label="Chart of the answer. Left and Right move the cursor, plus and minus zoom, 0 shows all."
          tabIndex={0}
          onKeyDown={(event) => chartKey(event, chart.current)}
        />
        <div ref={box} className="chart-readout" hidden />
        {isZoomed ? (
          <div className="historian-zoomed">
            <button type="button" className="button" onClick={askDetail}>
              Ask for this part in detail
            </button>
            <button type="button" className="button" onClick={() => chart.current?.fit()}>
              Show all
            </button>
          </div>
        ) : null}
      </div>
      <PenLegend pens={pens as readonly ChartPen[]} answer={answer} />
    </div>
  );
}

/** The keys of a chart (ux 2.4); only while it has the focus. */
function chartKey(event: KeyboardEvent, chart: AnswerChart | null): void {
  if (!chart || event.ctrlKey || event.altKey || event.metaKey) return;
  const far = event.shiftKey ? 10 : 1;
  const actions: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => chart.stepCursor(-far),
    ArrowRight: () => chart.stepCursor(far),
    '+': () => chart.zoomStep('in'),
    '=': () => chart.zoomStep('in'),
    '-': () => chart.zoomStep('out'),
    '0': () => chart.fit(),
    PageUp: () => chart.page(-1),
    PageDown: () => chart.page(1),
  };
  const action = actions[event.key];
  if (!action) return;
  event.preventDefault();
  action();
}
