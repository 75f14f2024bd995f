import { type KeyboardEvent, type ReactNode, type RefObject, useEffect, useRef, useState } from 'react';
import type { TimeView } from '../../charts/time-view.ts';
import { writeReadout } from '../../charts/write-readout.ts';
import { formatTime } from '../../ui/time-format.ts';
import '../../charts/chart-canvas.css';
import type { Theme } from '../../state/theme.ts';
import type { HistoryPen, HistoryState } from './history-loader.ts';
import { TrendSession } from './trend-session.ts';

interface TrendCanvasProps {
  readonly pens: readonly HistoryPen[];
  /** The window to begin with; later ones go through `sessionRef`. */
  readonly view: TimeView;
  /** The canvas reads its colours when it is made, so another theme makes it anew. */
  readonly theme: Theme;
  readonly sessionRef: RefObject<TrendSession | null>;
  readonly onView: (view: TimeView) => void;
  readonly onHistory: (state: HistoryState) => void;
  readonly onKey: (event: KeyboardEvent) => void;
}

const clock = (us: number): string => formatTime(us / 1_000, Date.now());

/** The drawing surface of a trend, with its keys and its read-out. */
export function TrendCanvas(props: TrendCanvasProps): ReactNode {
  const { pens, theme, sessionRef, onView, onHistory } = props;
  const host = useRef<HTMLDivElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const view = useRef(props.view);
  const [fault, setFault] = useState<unknown>(null);
  useEffect(() => {
    const made = new TrendSession(pens, view.current, {
      onView: (next) => {
        view.current = next;
        onView(next);
      },
      onHistory,
      onCursor: (cursor) => box.current && writeReadout(box.current, pens, cursor, clock),
    });
    sessionRef.current = made;
    made.open(host.current!).catch(setFault);
    return () => {
      made.dispose();
      sessionRef.current = null;
    };
  }, [pens, theme, sessionRef, onView, onHistory]);
  // For the boundary around the page: without its library there is no chart.
  if (fault !== null) throw fault;
  return (
    <div className="chart-canvas">
      <div
        ref={host}
        className="chart-host"
        role="application"
        aria-roledescription="trend chart"
        aria-label="Trend. Left and Right move the cursor, plus and minus zoom, Space pauses, End goes live."
        tabIndex={0}
        onKeyDown={props.onKey}
      />
      <div ref={box} className="chart-readout" data-testid="trend-readout" hidden />
    </div>
  );
}
