import type { TrendLayout } from '../../src-shared/domain/trend-layout.ts';
import { chartColours } from './chart-colours.ts';
import type { ChartPen } from './chart-pen.ts';
import type { Drawing } from './drawing.ts';
import type { UPlot } from './load-uplot.ts';
import { type DrawnOp, recordDrawing } from './record-drawing.ts';
import type { TimeRange } from './time-view.ts';
import { TrendChart } from './trend-chart.ts';
import type { ChartNote, EventLanes, TimeMarks } from './trend-scene.ts';
import type { YRange } from './y-range.ts';

/** What is drawn, and what is written around it. */
export interface PictureContent {
  readonly title: string;
  /** Below the title: the range, and of when it is. */
  readonly subtitle: string;
  readonly pens: readonly ChartPen[];
  readonly range: TimeRange;
  readonly layout: TrendLayout;
  readonly scales: ReadonlyMap<string, YRange>;
  readonly lanes: EventLanes;
  readonly marks: TimeMarks;
  readonly notes: readonly ChartNote[];
  readonly nowUs: number;
}

/** As large as a picture is drawn; it may be painted larger. */
export const PICTURE = { width: 1_600, height: 900 } as const;

const HEADER_PX = 56;
const LEGEND_ROW_PX = 20;
const LEGEND_COLUMN_PX = 360;
const EDGE_PX = 20;
const COLUMNS = Math.floor((PICTURE.width - 2 * EDGE_PX) / LEGEND_COLUMN_PX);

/** Draws a chart as it can be printed: light on white whatever the theme, with title, times and legend in it. */
export async function chartPicture(UPlotCtor: UPlot, content: PictureContent): Promise<Drawing> {
  const legendPx = Math.ceil(content.pens.length / COLUMNS) * LEGEND_ROW_PX + EDGE_PX;
  const host = document.createElement('div');
  host.className = 'chart-picture';
  host.dataset['theme'] = 'light';
  host.style.width = `${PICTURE.width}px`;
  host.style.height = `${PICTURE.height - HEADER_PX - legendPx}px`;
  document.body.append(host);
  const { pens, range, layout, scales, nowUs } = content;
  const options = { host, pens, layout, scales, nowUs: () => nowUs, onCursor: () => undefined };
  const chart = new TrendChart(UPlotCtor, options, { mode: 'held', ...range });
  try {
    chart.marks = content.marks;
    chart.notes = content.notes;
    chart.lanes = content.lanes;
    // uPlot takes its size, and draws, when the script is done.
    await frame();
    const drawn = chart.record();
    await frame();
    return {
      ...PICTURE,
      parts: [
        { left: 0, top: HEADER_PX, scale: 1 / devicePixelRatio, ops: drawn() },
        { left: 0, top: 0, scale: 1, ops: wordsAround(host, content, legendPx) },
      ],
    };
  } finally {
    chart.dispose();
    host.remove();
  }
}

const frame = (): Promise<unknown> => new Promise((resolve) => requestAnimationFrame(resolve));

/** Title, times and legend. */
function wordsAround(
  host: HTMLElement,
  { title, subtitle, pens }: PictureContent,
  legendPx: number,
): readonly DrawnOp[] {
  const ctx = new OffscreenCanvas(1, 1).getContext('2d')!;
  const stop = recordDrawing(ctx);
  const colours = chartColours(host);
  ctx.fillStyle = colours.text;
  ctx.textBaseline = 'middle';
  ctx.font = '600 16px Inter, system-ui, sans-serif';
  ctx.fillText(title, EDGE_PX, 18);
  ctx.font = '400 12px Inter, system-ui, sans-serif';
  ctx.fillText(subtitle, EDGE_PX, 40);
  const top = PICTURE.height - legendPx + LEGEND_ROW_PX / 2;
  pens.forEach(({ slot, name, unit, style, other }, at) => {
    const x = EDGE_PX + (at % COLUMNS) * LEGEND_COLUMN_PX;
    const y = top + Math.floor(at / COLUMNS) * LEGEND_ROW_PX;
    ctx.fillText(String(slot), x, y);
    ctx.strokeStyle = colours.pen(style.token);
    ctx.lineWidth = style.widthPx + 0.5;
    ctx.setLineDash([...style.dash]);
    ctx.beginPath();
    ctx.moveTo(x + 20, y);
    ctx.lineTo(x + 48, y);
    ctx.stroke();
    ctx.setLineDash([]);
    const own = unit === '' ? name : `${name}, ${unit}`;
    ctx.fillText(other ? `${own}; lighter: ${other.label}` : own, x + 56, y);
  });
  return stop();
}
