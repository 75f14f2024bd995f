import type { TrendChart } from './trend-chart.ts';

/** What the pointer asks of whoever owns the window of a chart. */
export interface PointerMoves {
  /** Negative is back in time. */
  pan(byUs: number): void;
  /** Above 1 the window becomes longer; what is at `aboutUs` stays under the pointer. */
  zoom(factor: number, aboutUs: number): void;
}

const WHEEL_ZOOM = 0.0015;

/** Wheel zooms at the pointer, Shift+wheel and dragging pan. Every one has a key as well. Ends with the signal. */
export function takePointer(chart: TrendChart, { pan, zoom }: PointerMoves, signal: AbortSignal): void {
  const { over } = chart;
  let draggedFromPx: number | undefined;
  over.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      const delta = event.deltaY || event.deltaX;
      if (event.shiftKey) pan(delta * chart.usPerPx);
      else zoom(Math.exp(delta * WHEEL_ZOOM), chart.timeAt(event.offsetX));
    },
    { signal, passive: false },
  );
  over.addEventListener(
    'pointerdown',
    (event) => {
      if (event.button !== 0) return;
      draggedFromPx = event.clientX;
      over.setPointerCapture(event.pointerId);
    },
    { signal },
  );
  over.addEventListener(
    'pointermove',
    (event) => {
      if (draggedFromPx === undefined || event.clientX === draggedFromPx) return;
      pan((draggedFromPx - event.clientX) * chart.usPerPx);
      draggedFromPx = event.clientX;
    },
    { signal },
  );
  const release = (): void => {
    draggedFromPx = undefined;
  };
  over.addEventListener('pointerup', release, { signal });
  over.addEventListener('pointercancel', release, { signal });
}
