import type { ReactNode, RefObject } from 'react';
import { readAt } from '../../charts/readout.ts';
import type { ChartCursor } from '../../charts/trend-chart.ts';
import { formatTime } from '../../ui/time-format.ts';
import type { HistoryPen } from './history-loader.ts';

/** The box that says what each pen was at the cursor; filled by `writeReadout`. */
export function Readout({ boxRef }: { readonly boxRef: RefObject<HTMLDivElement | null> }): ReactNode {
  return <div ref={boxRef} className="trend-readout" data-testid="trend-readout" hidden />;
}

/** Writes the read-out outside React: it follows the pointer, and stands in the other half. */
export function writeReadout(box: HTMLElement, pens: readonly HistoryPen[], cursor: ChartCursor | undefined): void {
  box.hidden = cursor === undefined;
  if (!cursor) return;
  const { timeUs, half } = cursor;
  box.dataset['cursor'] = half;
  const lines = pens.map((pen) => {
    const line = document.createElement('p');
    line.textContent = `${pen.slot}  ${pen.name}  ${readAt(pen, timeUs) ?? 'no value here'}`;
    return line;
  });
  const time = document.createElement('p');
  time.className = 'trend-readout-time';
  time.textContent = formatTime(timeUs / 1_000, Date.now());
  box.replaceChildren(time, ...lines);
}
