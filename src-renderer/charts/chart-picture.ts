import type { TrendLayout } from '../../src-shared/domain/trend-layout.ts';
import { chartColours } from './chart-colours.ts';
import type { ChartPen } from './chart-pen.ts';
import type { UPlot } from './load-uplot.ts';
import type { TimeRange } from './time-view.ts';
import { TrendChart } from './trend-chart.ts';
import type { ChartNote, TimeMarks } from './trend-scene.ts';

/** What is drawn, and what is written around it. */
export interface PictureContent {
  readonly title: string;
  /** Below the title: the range, and of when it is. */
  readonly subtitle: string;
  readonly pens: readonly ChartPen[];
  readonly range: TimeRange;
  readonly layout: TrendLayout;
  readonly marks: TimeMarks;
  readonly notes: readonly ChartNote[];
  readonly nowUs: number;
}

/** Pixels of the whole picture. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

const HEADER_PX = 56;
const LEGEND_ROW_PX = 20;
const LEGEND_COLUMN_PX = 360;
const EDGE_PX = 20;

/**
 * Draws a chart as a PNG that can be printed: light on white whatever the theme, with title, times and legend in it.
 *
 * @throws Error where the browser makes no picture of a canvas.
 */
export async function chartPicture(UPlotCtor: UPlot, content: PictureContent, size: PictureSize): Promise<Blob> {
  const ratio = devicePixelRatio;
  const columns = Math.max(1, Math.floor((size.width / ratio - 2 * EDGE_PX) / LEGEND_COLUMN_PX));
  const legendPx = Math.ceil(content.pens.length / columns) * LEGEND_ROW_PX + EDGE_PX;
  const host = document.createElement('div');
  host.className = 'chart-picture';
  host.dataset['theme'] = 'light';
  host.style.width = `${size.width / ratio}px`;
  host.style.height = `${size.height / ratio - HEADER_PX - legendPx}px`;
  document.body.append(host);
  const { pens, range, layout, nowUs } = content;
  const options = { host, pens, layout, nowUs: () => nowUs, onCursor: () => undefined };
  const chart = new TrendChart(UPlotCtor, options, { mode: 'held', ...range });
  try {
    chart.marks = content.marks;
    chart.notes = content.notes;
    // uPlot takes its size, and draws, when the script is done.
    await frame();
    chart.turn();
    await frame();
    return await composed(host, content, size, { ratio, columns, legendPx });
  } finally {
    chart.dispose();
    host.remove();
  }
}

const frame = (): Promise<unknown> => new Promise((resolve) => requestAnimationFrame(resolve));

interface Frame {
  readonly ratio: number;
  readonly columns: number;
  readonly legendPx: number;
}

async function composed(
  host: HTMLElement,
  { title, subtitle, pens }: PictureContent,
  { width, height }: PictureSize,
  { ratio, columns, legendPx }: Frame,
): Promise<Blob> {
  const canvas = new OffscreenCanvas(width, height);
  const ctx = canvas.getContext('2d')!;
  const colours = chartColours(host);
  ctx.fillStyle = '#ffffff';
  ctx.fillRect(0, 0, width, height);
  ctx.drawImage(host.querySelector('canvas')!, 0, HEADER_PX * ratio);
  ctx.scale(ratio, ratio);
  ctx.fillStyle = colours.text;
  ctx.textBaseline = 'middle';
  ctx.font = '600 16px Inter, system-ui, sans-serif';
  ctx.fillText(title, EDGE_PX, 18);
  ctx.font = '400 12px Inter, system-ui, sans-serif';
  ctx.fillText(subtitle, EDGE_PX, 40);
  const top = height / ratio - legendPx + LEGEND_ROW_PX / 2;
  pens.forEach(({ slot, name, unit, style }, at) => {
    const x = EDGE_PX + (at % columns) * LEGEND_COLUMN_PX;
    const y = top + Math.floor(at / columns) * LEGEND_ROW_PX;
    ctx.fillText(String(slot), x, y);
    ctx.strokeStyle = colours.pen(style.token);
    ctx.lineWidth = style.widthPx + 0.5;
    ctx.setLineDash([...style.dash]);
    ctx.beginPath();
    ctx.moveTo(x + 20, y);
    ctx.lineTo(x + 48, y);
    ctx.stroke();
    ctx.setLineDash([]);
    ctx.fillText(unit === '' ? name : `${name}, ${unit}`, x + 56, y, LEGEND_COLUMN_PX - 64);
  });
  return canvas.convertToBlob({ type: 'image/png' });
}
