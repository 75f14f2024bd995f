import type { ReactNode, RefObject } from 'react';
import { readAt } from '../../charts/readout.ts';
import { formatTime } from '../../ui/time-format.ts';
import type { HistoryPen } from './history-loader.ts';

/** The box that says what each pen was at the cursor; filled by `writeReadout`. */
export function Readout({ boxRef }: { readonly boxRef: RefObject<HTMLDivElement | null> }): ReactNode {
  return <div ref={boxRef} className="trend-readout" data-testid="trend-readout" hidden />;
}

/** Writes the read-out outside React: it follows the pointer. */
export function writeReadout(box: HTMLElement, pens: readonly HistoryPen[], timeUs: number | undefined): void {
  box.hidden = timeUs === undefined;
  if (timeUs === undefined) return;
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
