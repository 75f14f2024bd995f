import { asOther, type ChartPen, LANE_PX, otherNumber } from './chart-pen.ts';
import { traceBand } from './trace-band.ts';
import { type TraceEnd, traceLine, tracePoints, traceStep, travel } from './trace-pen.ts';
import { chartFont, type DrawArea, EVENT_LANE_PX, type TrendScene, xOf, yOf } from './trend-scene.ts';

/** The end of a line, where its number goes. */
interface PenEnd extends TraceEnd {
  readonly text: string;
}

/** Draws the lines, those of another time behind, digital ones in a band at the bottom, and the number of each pen where its line ends. */
export function drawPens(area: DrawArea, scene: TrendScene): void {
  const digital = scene.pens.filter((pen) => pen.kind === 'digital');
  const draw = (pen: ChartPen, as: ChartPen, text: string): PenEnd[] => {
    const lane = digital.length - 1 - digital.indexOf(pen);
    const end = pen.kind === 'analog' ? drawAnalog(area, scene, as, pen) : drawDigital(area, scene, as, lane);
    return end ? [{ ...end, text }] : [];
  };
  area.ctx.save();
  area.ctx.globalAlpha = OTHER_ALPHA;
  const others = scene.pens.flatMap((pen) =>
    pen.other ? draw(pen, asOther(pen, pen.other), otherNumber(pen.slot)) : [],
  );
  area.ctx.restore();
  const own = scene.pens.flatMap((pen) => draw(pen, pen, String(pen.slot)));
  drawNumbers(area, scene, [...own, ...others]);
}

/** Lighter, so that one sees which is which; its number has the full colour of text. */
const OTHER_ALPHA = 0.5;

/** Edge of a point, CSS px. */
const POINT_PX = 3;
const UNCERTAIN_DASH = [1, 3];
/**
 * A line that goes up and down this many times the width of the plot is a filled band: dashes are not seen in it, and
 * drawing them would take a browser without a GPU a second.
 */
const DENSE = 12;

/** @param on the pen whose scale it lies on. */
function drawAnalog(area: DrawArea, scene: TrendScene, pen: ChartPen, on: ChartPen): TraceEnd | undefined {
  if (pen.spread === 'band') return drawBand(area, scene, pen);
  const y = yOf(area, scene, on);
  const travelPx = travel(pen.model.buckets, scene.range) * (y(0) - y(1));
  const look = scene.detail === 'moving' || travelPx > area.width * DENSE ? 'thin' : 'full';
  const certain = area.newPath();
  const uncertain = area.newPath();
  const widthPx = lineWidth(area, scene, pen, look);
  const target = { certain, uncertain, x: xOf(area, scene.range), y, onColumn: onColumnFor(widthPx) };
  if (pen.line === 'points') {
    const end = tracePoints(pen.model.buckets, scene.range, target, POINT_PX * area.ratio);
    stroke(area, scene, pen, certain, POINT_PX * area.ratio, []);
    return end;
  }
  const trace = pen.line === 'step' ? traceStep : traceLine;
  const end = trace(pen.model.buckets, scene.range, pen.model.stepUs, target);
  stroke(area, scene, pen, certain, widthPx, look === 'full' ? pen.style.dash : []);
  stroke(area, scene, pen, uncertain, widthPx, look === 'full' ? UNCERTAIN_DASH : []);
  return end;
}

/** Where averages are wider than a pixel: their line, and behind it the band of what they were made of. */
function drawBand(area: DrawArea, scene: TrendScene, pen: ChartPen): TraceEnd | undefined {
  const [line, band] = [area.newPath(), area.newPath()];
  const y = yOf(area, scene, pen);
  const end = traceBand(pen.model.buckets, scene.range, pen.model.stepUs, { line, band, x: xOf(area, scene.range), y });
  const { ctx } = area;
  ctx.save();
  ctx.beginPath();
  ctx.rect(area.left, area.top, area.width, area.height);
  ctx.clip();
  ctx.globalAlpha = BAND_ALPHA;
  ctx.fillStyle = scene.colours.pen(pen.style.token);
  ctx.fill(band);
  ctx.restore();
  stroke(area, scene, pen, line, lineWidth(area, scene, pen, 'full'), pen.style.dash);
  return end;
}

const BAND_ALPHA = 0.22;

/** An even line lies on the edge of a column of pixels, any other in its middle. */
const onColumnFor =
  (widthPx: number) =>
  (x: number): number =>
    widthPx % 2 === 0 ? Math.round(x) : Math.floor(x) + 0.5;

function drawDigital(area: DrawArea, scene: TrendScene, pen: ChartPen, laneFromBottom: number): TraceEnd | undefined {
  const below = scene.lanes.lanes.length * EVENT_LANE_PX + laneFromBottom * LANE_PX;
  const bottom = area.top + area.height - (below + 5) * area.ratio;
  const high = bottom - (LANE_PX - 12) * area.ratio;
  const path = area.newPath();
  const y = (value: number): number => (value === 0 ? bottom : high);
  const target = { certain: path, uncertain: path, x: xOf(area, scene.range), y };
  const end = traceStep(pen.model.buckets, scene.range, pen.model.stepUs, target);
  stroke(area, scene, pen, path, lineWidth(area, scene, pen, 'full'), []);
  return end;
}

/** Many lines are drawn thinner, so that they stay apart. */
const MANY_PENS = 8;

/** Canvas px. `thin` is one device pixel, whatever the pen. */
function lineWidth({ ratio }: DrawArea, { pens }: TrendScene, pen: ChartPen, look: 'thin' | 'full'): number {
  return look === 'thin' ? 1 : (pens.length > MANY_PENS && !pen.style.isChosen ? 1 : pen.style.widthPx) * ratio;
}

function stroke(
  { ctx, left, top, width, height, ratio }: DrawArea,
  { colours }: TrendScene,
  pen: ChartPen,
  path: Path2D,
  widthPx: number,
  dash: readonly number[],
): void {
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, top, width, height);
  ctx.clip();
  ctx.strokeStyle = colours.pen(pen.style.token);
  ctx.lineWidth = widthPx;
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
  for (const { text, x, y } of [...ends].sort((a, b) => a.y - b.y)) {
    const free = Math.max(y, lowest + NUMBER_PX * ratio);
    lowest = free;
    ctx.fillText(text, Math.min(x, area.left + area.width) + 5 * ratio, free);
  }
}
