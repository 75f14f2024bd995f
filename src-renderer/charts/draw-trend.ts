import { formatClock } from '../ui/time-format.ts';
import type { ChartColours } from './chart-colours.ts';
import { type ChartPen, LANE_PX } from './chart-pen.ts';
import { commonGaps, type GapSpan } from './find-gaps.ts';
import type { TimeRange } from './time-view.ts';
import { type TraceEnd, traceLine, traceStep } from './trace-pen.ts';
import { axisLabelPx, NO_AXIS } from './trend-plot.ts';
import type { YRange } from './y-range.ts';

/** Where to draw, in canvas px: `left…top` is the corner of the plot inside its axes. */
export interface DrawArea {
  readonly ctx: CanvasRenderingContext2D;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** Canvas px in a CSS px. */
  readonly ratio: number;
}

export interface TrendScene {
  readonly pens: readonly ChartPen[];
  readonly units: readonly string[];
  readonly yRanges: readonly YRange[];
  readonly range: TimeRange;
  /** From here on every pen is drawn from what this page received; undefined when history reaches to the edge. */
  readonly seamUs: number | undefined;
  readonly colours: ChartColours;
}

/** Draws everything inside the axes: gaps behind, pens over them, the seam and the names of units. */
export function drawTrend(area: DrawArea, scene: TrendScene): void {
  const { ctx } = area;
  ctx.save();
  ctx.beginPath();
  ctx.rect(area.left, area.top, area.width + 24 * area.ratio, area.height);
  ctx.clip();
  drawGaps(area, scene);
  const digital = scene.pens.filter((pen) => pen.kind === 'digital');
  for (const pen of scene.pens) {
    if (pen.kind === 'analog') drawAnalog(area, scene, pen);
  }
  digital.forEach((pen, lane) => drawDigital(area, scene, pen, digital.length - 1 - lane));
  if (scene.seamUs !== undefined) drawSeam(area, scene, scene.seamUs);
  ctx.restore();
  drawUnits(area, scene);
}

const xOf =
  ({ left, width }: DrawArea, { fromUs, toUs }: TimeRange) =>
  (timeUs: number): number =>
    left + ((timeUs - fromUs) / (toUs - fromUs)) * width;

function drawGaps(area: DrawArea, scene: TrendScene): void {
  const gaps = scene.pens.map((pen) => pen.model.gaps(scene.range));
  const shared = commonGaps(gaps);
  for (const gap of shared) hatch(area, scene, gap, 0, area.height / area.ratio);
  if (scene.pens.length < 2) return;
  // What only some pens lack is a strip with the pen's number: the others have data there, and it must not look lost.
  gaps.forEach((own, at) => {
    const { slot } = scene.pens[at]!;
    for (const gap of own) {
      const isShared = shared.some((one) => one.fromUs <= gap.fromUs && one.toUs >= gap.toUs);
      if (!isShared) hatch(area, scene, { ...gap, reason: `${slot}: ${gap.reason}` }, at * 16, 14);
    }
  });
}

function hatch(area: DrawArea, { range, colours }: TrendScene, gap: GapSpan, topPx: number, heightPx: number): void {
  const { ctx, ratio } = area;
  const x = xOf(area, range);
  const left = Math.max(area.left, x(gap.fromUs));
  const width = Math.min(area.left + area.width, x(gap.toUs)) - left;
  const top = area.top + topPx * ratio;
  const height = Math.min(heightPx * ratio, area.height - topPx * ratio);
  if (width < 1 || height < 1) return;
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, top, width, height);
  ctx.clip();
  ctx.strokeStyle = colours.hatch;
  ctx.lineWidth = ratio;
  ctx.beginPath();
  const step = 8 * ratio;
  for (let at = Math.floor((left - height) / step) * step; at < left + width; at += step) {
    ctx.moveTo(at, top + height);
    ctx.lineTo(at + height, top);
  }
  ctx.stroke();
  label(area, colours, gap.reason, left, top, width);
  ctx.restore();
}

function label(area: DrawArea, colours: ChartColours, text: string, left: number, top: number, width: number): void {
  const { ctx, ratio } = area;
  ctx.font = `${11 * ratio}px Inter, system-ui, sans-serif`;
  const textWidth = ctx.measureText(text).width;
  if (textWidth + 8 * ratio > width) return;
  const x = left + (width - textWidth) / 2;
  ctx.fillStyle = colours.background;
  ctx.fillRect(x - 4 * ratio, top, textWidth + 8 * ratio, 14 * ratio);
  ctx.fillStyle = colours.text;
  ctx.textBaseline = 'middle';
  ctx.textAlign = 'left';
  ctx.fillText(text, x, top + 7 * ratio);
}

function drawAnalog(area: DrawArea, scene: TrendScene, pen: ChartPen): void {
  const { min, max } = scene.yRanges[scene.units.indexOf(pen.unit)]!;
  const y = (value: number): number => area.top + ((max - value) / (max - min)) * area.height;
  const certain = new Path2D();
  const uncertain = new Path2D();
  const target = { certain, uncertain, x: xOf(area, scene.range), y };
  const end = traceLine(pen.model.buckets, scene.range, pen.model.stepUs, target);
  stroke(area, scene, pen, certain, pen.style.dash);
  stroke(area, scene, pen, uncertain, [1, 3]);
  numberAtEnd(area, scene, pen, end);
}

function drawDigital(area: DrawArea, scene: TrendScene, pen: ChartPen, laneFromBottom: number): void {
  const bottom = area.top + area.height - (laneFromBottom * LANE_PX + 5) * area.ratio;
  const high = bottom - (LANE_PX - 12) * area.ratio;
  const path = new Path2D();
  const y = (value: number): number => (value === 0 ? bottom : high);
  const target = { certain: path, uncertain: path, x: xOf(area, scene.range), y };
  const end = traceStep(pen.model.buckets, scene.range, pen.model.stepUs, target);
  stroke(area, scene, pen, path, []);
  numberAtEnd(area, scene, pen, end);
}

function stroke(area: DrawArea, scene: TrendScene, pen: ChartPen, path: Path2D, dash: readonly number[]): void {
  const { ctx, ratio } = area;
  ctx.save();
  ctx.beginPath();
  ctx.rect(area.left, area.top, area.width, area.height);
  ctx.clip();
  ctx.strokeStyle = scene.colours.pen(pen.style.token);
  ctx.lineWidth = pen.style.widthPx * ratio;
  ctx.lineJoin = 'round';
  ctx.setLineDash(dash.map((part) => part * ratio));
  ctx.stroke(path);
  ctx.restore();
}

/** The number of a pen where its line ends: a second channel beside colour and dash. */
function numberAtEnd(area: DrawArea, { colours }: TrendScene, pen: ChartPen, end: TraceEnd | undefined): void {
  if (!end) return;
  const { ctx, ratio } = area;
  ctx.font = `600 ${11 * ratio}px Inter, system-ui, sans-serif`;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'middle';
  ctx.fillStyle = colours.text;
  ctx.fillText(String(pen.slot), Math.min(end.x, area.left + area.width) + 5 * ratio, end.y);
}

function drawSeam(area: DrawArea, { range, colours }: TrendScene, seamUs: number): void {
  if (seamUs <= range.fromUs || seamUs >= range.toUs) return;
  const { ctx, ratio } = area;
  const x = xOf(area, range)(seamUs);
  const bottom = area.top + area.height;
  ctx.fillStyle = colours.axis;
  ctx.beginPath();
  ctx.moveTo(x, bottom - 6 * ratio);
  ctx.lineTo(x - 4 * ratio, bottom);
  ctx.lineTo(x + 4 * ratio, bottom);
  ctx.fill();
  const text = `live from ${formatClock(seamUs / 1_000)}`;
  ctx.font = `${11 * ratio}px Inter, system-ui, sans-serif`;
  ctx.textBaseline = 'bottom';
  const hasRoom = area.left + area.width - x > ctx.measureText(text).width + 12 * ratio;
  ctx.textAlign = hasRoom ? 'left' : 'right';
  ctx.fillText(text, x + (hasRoom ? 8 : -8) * ratio, bottom - ratio);
}

function drawUnits(area: DrawArea, { units, colours }: TrendScene): void {
  const { ctx, ratio } = area;
  ctx.font = `600 ${11 * ratio}px Inter, system-ui, sans-serif`;
  ctx.fillStyle = colours.axis;
  ctx.textAlign = 'right';
  ctx.textBaseline = 'bottom';
  units.forEach((unit, at) => {
    if (unit !== NO_AXIS) ctx.fillText(unit, area.left - axisLabelPx(at) * ratio, area.top - 8 * ratio);
  });
}
