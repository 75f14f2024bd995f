import type { ChartPen } from './chart-pen.ts';
import { readAt } from './readout.ts';
import type { ChartCursor } from './trend-chart.ts';

/** Writes what each pen was at the cursor into `box`, outside React: it follows the pointer, and stands in the other half. */
export function writeReadout(
  box: HTMLElement,
  pens: readonly ChartPen[],
  cursor: ChartCursor | undefined,
  timeText: (us: number) => string,
): void {
  box.hidden = cursor === undefined;
  if (!cursor) return;
  const { timeUs, half } = cursor;
  box.dataset['cursor'] = half;
  const line = (text: string, className = ''): HTMLElement => {
    const made = document.createElement('p');
    made.textContent = text;
    made.className = className;
    return made;
  };
  const lines = pens.map((pen) => line(`${pen.slot}  ${pen.name}  ${readAt(pen, timeUs) ?? 'no value here'}`));
  box.replaceChildren(line(timeText(timeUs), 'chart-readout-time'), ...lines);
}
