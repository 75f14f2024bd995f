import { pan, type TimeView, zoom } from '../../charts/time-view.ts';
import type { TrendChart } from '../../charts/trend-chart.ts';
import { gatewayNowUs } from '../../state/gateway-clock.ts';

const WHEEL_ZOOM = 0.0015;

/** Wheel zooms at the pointer, Shift+wheel and dragging pan. Every one has a key as well. Ends with the signal. */
export function takePointer(chart: TrendChart, setView: (view: TimeView) => void, signal: AbortSignal): void {
  const { over } = chart;
  let draggedFromPx: number | undefined;
  over.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      const now = gatewayNowUs();
      const delta = event.deltaY || event.deltaX;
      if (event.shiftKey) return setView(pan(chart.view, now, delta * chart.usPerPx));
      setView(zoom(chart.view, now, Math.exp(delta * WHEEL_ZOOM), chart.timeAt(event.offsetX)));
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
      setView(pan(chart.view, gatewayNowUs(), (draggedFromPx - event.clientX) * chart.usPerPx));
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
