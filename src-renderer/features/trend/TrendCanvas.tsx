import { type KeyboardEvent, type ReactNode, type RefObject, useEffect, useRef, useState } from 'react';
import type { TimeView } from '../../charts/time-view.ts';
import { writeReadout } from '../../charts/write-readout.ts';
import { formatTime } from '../../ui/time-format.ts';
import '../../charts/chart-canvas.css';
import type { TrendLayout } from '../../../src-shared/domain/trend-layout.ts';
import type { ChartEvent, ChartNote, EventLanes, TimeMarks } from '../../charts/trend-scene.ts';
import type { Theme } from '../../state/theme.ts';
import type { AxisEnds, AxisEvents } from './axis-control.ts';
import type { HistoryPen, HistoryState } from './history-loader.ts';
import { TrendSession } from './trend-session.ts';

interface TrendCanvasProps {
  readonly pens: readonly HistoryPen[];
  /** The window to begin with; later ones go through `sessionRef`. */
  readonly view: TimeView;
  /** The canvas reads its colours when it is made, so another theme makes it anew. */
  readonly theme: Theme;
  readonly sessionRef: RefObject<TrendSession | null>;
  readonly layout: TrendLayout;
  /** Cursors to begin with; later ones go through `sessionRef`. */
  readonly marks: TimeMarks;
  readonly notes: readonly ChartNote[];
  /** Ends of axes that a person set. */
  readonly ends: AxisEnds;
  readonly onScale: AxisEvents['onScale'];
  readonly onFit: () => void;
  readonly lanes: EventLanes;
  readonly onEvent: (event: ChartEvent) => void;
  readonly onMarks: (marks: TimeMarks) => void;
  readonly onView: (view: TimeView) => void;
  readonly onHistory: (state: HistoryState) => void;
  readonly onKey: (event: KeyboardEvent) => void;
}

const clock = (us: number): string => formatTime(us / 1_000);

/** The drawing surface of a trend, with its keys and its read-out. */
export function TrendCanvas(props: TrendCanvasProps): ReactNode {
  const { pens, theme, layout, sessionRef, onView, onMarks, onHistory } = props;
  const host = useRef<HTMLDivElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const view = useRef(props.view);
  const marks = useRef(props.marks);
  const notes = useRef(props.notes);
  useEffect(() => {
    notes.current = props.notes;
    if (sessionRef.current) sessionRef.current.notes = props.notes;
  }, [props.notes, sessionRef]);
  const ends = useRef(props.ends);
  useEffect(() => {
    ends.current = props.ends;
    if (sessionRef.current) sessionRef.current.ends = props.ends;
  }, [props.ends, sessionRef]);
  const lanes = useRef(props.lanes);
  useEffect(() => {
    lanes.current = props.lanes;
    if (sessionRef.current) sessionRef.current.lanes = props.lanes;
  }, [props.lanes, sessionRef]);
  const said = useRef<HTMLParagraphElement>(null);
  const calls = useRef(props);
  useEffect(() => {
    calls.current = props;
  });
  const [fault, setFault] = useState<unknown>(null);
  useEffect(() => {
    const made = new TrendSession(
      pens,
      {
        view: view.current,
        marks: marks.current,
        notes: notes.current,
        ends: ends.current,
        lanes: lanes.current,
        layout,
      },
      {
        onView: (next) => {
          view.current = next;
          onView(next);
        },
        onMarks: (next) => {
          marks.current = next;
          onMarks(next);
        },
        onHistory,
        onScale: (axis, next) => calls.current.onScale(axis, next),
        onFit: () => calls.current.onFit(),
        onEvent: (event) => calls.current.onEvent(event),
        onAxis: (text) => {
          if (said.current) said.current.textContent = text;
        },
        onCursor: (cursor) => {
          const happened = cursor ? (sessionRef.current?.eventsNear(cursor.timeUs) ?? []) : [];
          if (box.current) writeReadout(box.current, pens, cursor, clock, happened);
        },
      },
    );
    sessionRef.current = made;
    made.open(host.current!).catch(setFault);
    return () => {
      made.dispose();
      sessionRef.current = null;
    };
  }, [pens, theme, layout, sessionRef, onView, onMarks, onHistory]);
  // For the boundary around the page: without its library there is no chart.
  if (fault !== null) throw fault;
  return (
    <div className="chart-canvas">
      <div
        ref={host}
        className="chart-host"
        role="application"
        aria-roledescription="trend chart"
        aria-label="Trend. Left and Right move the cursor, A and B select the cursors to measure with, S shows statistics, plus and minus zoom, Y chooses an axis that Up and Down move, Space pauses, End goes live."
        tabIndex={0}
        onKeyDown={props.onKey}
      />
      <div ref={box} className="chart-readout" data-testid="trend-readout" hidden />
      <p ref={said} className="chart-said" role="status" />
    </div>
  );
}
