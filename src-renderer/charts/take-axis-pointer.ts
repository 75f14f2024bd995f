import { movedScale, zoomedScale } from './chart-scales.ts';
import type { TrendChart } from './trend-chart.ts';
import type { YRange } from './y-range.ts';

/** What the pointer asks of whoever owns the axes of a chart. */
export interface AxisMoves {
  /** While it is moved, and once more when that has ended. @param ends undefined: the axis follows what is in sight. */
  scale(axis: string, ends: YRange | undefined, when: 'moving' | 'done'): void;
  /** Above 1 the window becomes longer. */
  zoomTime(factor: number, aboutUs: number): void;
  /** Negative is back in time. */
  panTime(byUs: number): void;
  /** Shows live again. */
  fitTime(): void;
}

/** Stands for the axis of time; no axis of values has this key. */
const TIME = 'time';
const WHEEL_ZOOM = 0.0015;

/** Wheel over an axis zooms it, dragging moves it, double-click fits it; the axis of time as the others. Ends with the signal. */
export function takeAxisPointer(chart: TrendChart, host: HTMLElement, moves: AxisMoves, signal: AbortSignal): void {
  let drag: { readonly axis: string; x: number; y: number } | undefined;
  host.addEventListener(
    'wheel',
    (event) => {
      const factor = Math.exp((event.deltaY || event.deltaX) * WHEEL_ZOOM);
      const at = chart.axisAt(event.clientX, event.clientY);
      if (at) {
        event.preventDefault();
        moves.scale(at.axis, zoomedScale(at.ends, factor, at.value), 'done');
      } else if (chart.isTimeAxisAt(event.clientX, event.clientY)) {
        event.preventDefault();
        moves.zoomTime(factor, chart.timeAt(event.clientX - chart.over.getBoundingClientRect().left));
      }
    },
    { signal, passive: false },
  );
  host.addEventListener(
    'pointerdown',
    (event) => {
      const at = chart.axisAt(event.clientX, event.clientY);
      const axis = at?.axis ?? (chart.isTimeAxisAt(event.clientX, event.clientY) ? TIME : undefined);
      if (event.button !== 0 || axis === undefined) return;
      drag = { axis, x: event.clientX, y: event.clientY };
      host.setPointerCapture(event.pointerId);
    },
    { signal },
  );
  host.addEventListener(
    'pointermove',
    (event) => {
      const isAxis =
        chart.axisAt(event.clientX, event.clientY) !== undefined || chart.isTimeAxisAt(event.clientX, event.clientY);
      host.dataset['over'] = isAxis ? 'axis' : 'plot';
      if (!drag) return;
      if (drag.axis === TIME) moves.panTime((drag.x - event.clientX) * chart.usPerPx);
      else {
        const ends = chart.endsOf(drag.axis);
        const by = (event.clientY - drag.y) * chart.valuePerPx(drag.axis);
        if (ends && by !== 0) moves.scale(drag.axis, movedScale(ends, by), 'moving');
      }
      drag.x = event.clientX;
      drag.y = event.clientY;
    },
    { signal },
  );
  const end = (): void => {
    if (drag && drag.axis !== TIME) {
      const ends = chart.endsOf(drag.axis);
      if (ends && chart.isScaled(drag.axis)) moves.scale(drag.axis, ends, 'done');
    }
    drag = undefined;
  };
  host.addEventListener('pointerup', end, { signal });
  host.addEventListener('pointercancel', end, { signal });
  host.addEventListener(
    'dblclick',
    (event) => {
      const at = chart.axisAt(event.clientX, event.clientY);
      if (at) moves.scale(at.axis, undefined, 'done');
      else moves.fitTime();
    },
    { signal },
  );
}
