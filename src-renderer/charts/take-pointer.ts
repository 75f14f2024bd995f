import type { TrendChart } from './trend-chart.ts';

/** What the pointer asks of whoever owns the window of a chart. */
export interface PointerMoves {
  /** Negative is back in time. */
  pan(byUs: number): void;
  /** Above 1 the window becomes longer; what is at `aboutUs` stays under the pointer. */
  zoom(factor: number, aboutUs: number): void;
  /** A part of the window was framed. */
  frame(fromUs: number, toUs: number): void;
  /** Pressed without moving: cursor A, or B with Shift. */
  /** Pressed without moving, at a place of the page: true where something was meant that is no time. */
  press?(clientX: number, clientY: number): boolean;
  mark?(which: 'a' | 'b', atUs: number): void;
}

const WHEEL_ZOOM = 0.0015;
/** A hand that clicks moves by less, CSS px. */
const CLICK_PX = 4;

/**
 * Wheel zooms at the pointer; Shift+wheel, dragging with Shift or the middle button pans; dragging frames what is zoomed
 * to; a click sets a cursor. Every one has a key as well. Ends with the signal.
 */
export function takePointer(chart: TrendChart, moves: PointerMoves, signal: AbortSignal): void {
  const { over } = chart;
  const box = document.createElement('div');
  box.className = 'chart-frame';
  box.hidden = true;
  over.append(box);
  let drag: { readonly how: 'frame' | 'pan'; readonly fromPx: number; atPx: number } | undefined;
  const end = (): void => {
    drag = undefined;
    box.hidden = true;
  };
  over.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      const delta = event.deltaY || event.deltaX;
      if (event.shiftKey) moves.pan(delta * chart.usPerPx);
      else moves.zoom(Math.exp(delta * WHEEL_ZOOM), chart.timeAt(event.offsetX));
    },
    { signal, passive: false },
  );
  const pxOf = (event: PointerEvent): number => {
    const { left, width } = over.getBoundingClientRect();
    return Math.min(width, Math.max(0, event.clientX - left));
  };
  over.addEventListener(
    'pointerdown',
    (event) => {
      if (event.button > 1) return;
      const fromPx = pxOf(event);
      drag = { how: event.button === 1 || event.shiftKey ? 'pan' : 'frame', fromPx, atPx: fromPx };
      over.setPointerCapture(event.pointerId);
    },
    { signal },
  );
  over.addEventListener(
    'pointermove',
    (event) => {
      if (!drag) return;
      const px = pxOf(event);
      if (drag.how === 'pan') moves.pan((drag.atPx - px) * chart.usPerPx);
      drag.atPx = px;
      if (drag.how === 'pan') return;
      box.hidden = Math.abs(px - drag.fromPx) < CLICK_PX;
      box.style.left = `${Math.min(px, drag.fromPx)}px`;
      box.style.width = `${Math.abs(px - drag.fromPx)}px`;
    },
    { signal },
  );
  over.addEventListener(
    'pointerup',
    (event) => {
      const done = drag;
      end();
      if (!done) return;
      const px = pxOf(event);
      const isClick = Math.abs(px - done.fromPx) < CLICK_PX;
      if (isClick && event.button === 0 && moves.press?.(event.clientX, event.clientY)) return;
      if (isClick && event.button === 0) moves.mark?.(event.shiftKey ? 'b' : 'a', chart.timeAt(px));
      else if (!isClick && done.how === 'frame')
        moves.frame(chart.timeAt(Math.min(px, done.fromPx)), chart.timeAt(Math.max(px, done.fromPx)));
    },
    { signal },
  );
  over.addEventListener('pointercancel', end, { signal });
}
