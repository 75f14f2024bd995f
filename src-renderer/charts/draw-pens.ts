import { type ChartPen, LANE_PX } from './chart-pen.ts';
import { type TraceEnd, traceLine, traceStep } from './trace-pen.ts';
import { chartFont, type DrawArea, type TrendScene, xOf } from './trend-scene.ts';

/** The end of a line, where its number goes. */
interface PenEnd extends TraceEnd {
  readonly slot: number;
}

/** Draws the lines, digital ones in a band at the bottom, and the number of each pen where its line ends. */
export function drawPens(area: DrawArea, scene: TrendScene): void {
  const digital = scene.pens.filter((pen) => pen.kind === 'digital');
  const ends = scene.pens.flatMap((pen): PenEnd[] => {
    const lane = digital.length - 1 - digital.indexOf(pen);
    const end = pen.kind === 'analog' ? drawAnalog(area, scene, pen) : drawDigital(area, scene, pen, lane);
    return end ? [{ ...end, slot: pen.slot }] : [];
  });
  drawNumbers(area, scene, ends);
}

function drawAnalog(area: DrawArea, scene: TrendScene, pen: ChartPen): TraceEnd | undefined {
  const { min, max } = scene.yRanges[scene.units.indexOf(pen.unit)]!;
  const y = (value: number): number => area.top + ((max - value) / (max - min)) * area.height;
  const certain = new Path2D();
  const uncertain = new Path2D();
  const target = { certain, uncertain, x: xOf(area, scene.range), y };
  const end = traceLine(pen.model.buckets, scene.range, pen.model.stepUs, target);
  stroke(area, scene, pen, certain, pen.style.dash);
  stroke(area, scene, pen, uncertain, [1, 3]);
  return end;
}

function drawDigital(area: DrawArea, scene: TrendScene, pen: ChartPen, laneFromBottom: number): TraceEnd | undefined {
  const bottom = area.top + area.height - (laneFromBottom * LANE_PX + 5) * area.ratio;
  const high = bottom - (LANE_PX - 12) * area.ratio;
  const path = new Path2D();
  const y = (value: number): number => (value === 0 ? bottom : high);
  const target = { certain: path, uncertain: path, x: xOf(area, scene.range), y };
  const end = traceStep(pen.model.buckets, scene.range, pen.model.stepUs, target);
  stroke(area, scene, pen, path, []);
  return end;
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

/** Least distance of two numbers, CSS px. */
const NUMBER_PX = 11;

/** The number of a pen is a second channel beside colour and dash; those that would meet are moved down. */
function drawNumbers(area: DrawArea, { colours }: TrendScene, ends: readonly PenEnd[]): void {
  const { ctx, ratio } = area;
  ctx.font = chartFont(area, 600);
  ctx.textAlign = 'left';
  ctx.textBaseline = 'middle';
  ctx.fillStyle = colours.text;
  let lowest = Number.NEGATIVE_INFINITY;
  for (const { slot, x, y } of [...ends].sort((a, b) => a.y - b.y)) {
    const free = Math.max(y, lowest + NUMBER_PX * ratio);
    lowest = free;
    ctx.fillText(String(slot), Math.min(x, area.left + area.width) + 5 * ratio, free);
  }
}
