import type { ChartCursor } from './chart-options.ts';
import { asOther, type ChartPen, otherNumber } from './chart-pen.ts';
import { readAt } from './readout.ts';

/** Writes what each pen was at the cursor into `box`, outside React: it follows the pointer, and stands in the other half. */
export function writeReadout(
  box: HTMLElement,
  pens: readonly ChartPen[],
  cursor: ChartCursor | undefined,
  timeText: (us: number) => string,
  more: readonly string[] = [],
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
  const says = (pen: ChartPen): string => readAt(pen, timeUs) ?? 'no value here';
  const lines = pens.flatMap((pen) => {
    const own = line(`${pen.slot}  ${pen.name}  ${says(pen)}`);
    const { other } = pen;
    if (!other) return [own];
    const then = `${otherNumber(pen.slot)}  ${timeText(timeUs - other.shiftUs)}  ${says(asOther(pen, other))}`;
    return [own, line(then, 'chart-readout-other')];
  });
  box.replaceChildren(
    line(timeText(timeUs), 'chart-readout-time'),
    ...lines,
    ...more.map((text) => line(text, 'chart-readout-other')),
  );
}
