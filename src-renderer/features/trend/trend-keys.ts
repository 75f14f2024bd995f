import type { KeyboardEvent } from 'react';
import type { TrendSession } from './trend-session.ts';

/** What keys do that is not the chart's own. */
export interface TrendJumps {
  readonly live: () => void;
  readonly home: () => void;
  readonly measure: () => void;
  readonly note: () => void;
  /** Takes a pen out of the picture, or back. */
  readonly toggle: (slot: number) => void;
  /** Hides the list of the pens, or shows it. */
  readonly legend: () => void;
  readonly whereFrom: () => void;
  readonly compare: () => void;
  readonly capture: () => void;
  /** Look and scale of the pens. */
  readonly penForm: () => void;
}

/** The keys of a chart (ux 2.4); only while it has the focus. */
export function trendKey(
  event: KeyboardEvent,
  session: TrendSession | null,
  { live, home, measure, note, toggle, legend, whereFrom, compare, capture, penForm }: TrendJumps,
): void {
  if (!session || event.ctrlKey || event.altKey || event.metaKey) return;
  const far = event.shiftKey ? 10 : 1;
  const actions: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => session.stepCursor(-far),
    ArrowRight: () => session.stepCursor(far),
    '+': () => session.zoomStep('in'),
    '=': () => session.zoomStep('in'),
    '-': () => session.zoomStep('out'),
    '0': live,
    ' ': () => (session.view.mode === 'follow' ? session.pause() : live()),
    PageUp: () => session.page(-1),
    PageDown: () => session.page(1),
    a: () => session.selectMark('a'),
    b: () => session.selectMark('b'),
    c: () => session.clearMarks(),
    s: measure,
    n: note,
    h: legend,
    o: compare,
    k: capture,
    e: penForm,
    y: () => session.axes.next(),
    f: () => session.axes.fit(),
    ArrowUp: () => (event.shiftKey ? session.axes.zoom('in') : session.axes.step(1)),
    ArrowDown: () => (event.shiftKey ? session.axes.zoom('out') : session.axes.step(-1)),
    Enter: whereFrom,
    Home: home,
    End: live,
  };
  const slot = /^[1-8]$/.test(event.key) ? Number(event.key) : undefined;
  const action =
    slot !== undefined ? () => toggle(slot) : actions[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (!action) return;
  event.preventDefault();
  action();
}
