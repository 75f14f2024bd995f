import { formatClock } from '../ui/time-format.ts';
import { LANE_PX } from './chart-pen.ts';
import { drawEvents } from './draw-events.ts';
import { drawGaps } from './draw-gaps.ts';
import { drawLanes } from './draw-lanes.ts';
import { drawLimits } from './draw-limits.ts';
import { drawMarks } from './draw-marks.ts';
import { drawNotes } from './draw-notes.ts';
import { drawPens } from './draw-pens.ts';
import { drawStates } from './draw-states.ts';
import { axisLabelPx, NO_AXIS } from './trend-plot.ts';
import { chartFont, type DrawArea, EVENT_LANE_PX, type TrendScene, xOf } from './trend-scene.ts';

/** Draws everything inside the axes: gaps behind, pens over them, the seam and the names of units. */
export function drawTrend(area: DrawArea, scene: TrendScene): void {
  const { ctx } = area;
  ctx.save();
  ctx.save();
  ctx.beginPath();
  ctx.rect(area.left, area.top, area.width + 24 * area.ratio, area.height);
  ctx.clip();
  drawGaps(area, scene);
  drawLimits(area, scene);
  drawPens(area, scene);
  const lanes = scene.pens.filter((pen) => pen.kind === 'digital').length;
  const bandPx = lanes * LANE_PX + scene.lanes.lanes.length * EVENT_LANE_PX;
  drawEvents(area, scene);
  drawStates(area, scene);
  drawNotes(area, scene);
  drawMarks(area, scene);
  if (scene.seamUs !== undefined) drawSeam(area, scene, scene.seamUs, bandPx);
  ctx.restore();
  if (scene.layout === 'lanes') drawLanes(area, scene);
  else drawUnits(area, scene);
  drawHeldAxis(area, scene);
  // uPlot remembers what it set on the canvas and does not set it again: it must find it as it left it.
  ctx.restore();
}

function drawSeam(area: DrawArea, { range, colours }: TrendScene, seamUs: number, bandPx: number): void {
  if (seamUs <= range.fromUs || seamUs >= range.toUs) return;
  const { ctx, ratio } = area;
  const x = xOf(area, range)(seamUs);
  // Above the digital pens, whose lines it would cross.
  const bottom = area.top + area.height - bandPx * ratio;
  ctx.fillStyle = colours.axis;
  ctx.beginPath();
  ctx.moveTo(x, bottom - 6 * ratio);
  ctx.lineTo(x - 4 * ratio, bottom);
  ctx.lineTo(x + 4 * ratio, bottom);
  ctx.fill();
  const text = `live from ${formatClock(seamUs / 1_000)}`;
  ctx.font = chartFont(area, 400);
  ctx.textBaseline = 'bottom';
  const hasRoom = area.left + area.width - x > ctx.measureText(text).width + 12 * ratio;
  ctx.textAlign = hasRoom ? 'left' : 'right';
  ctx.fillText(text, x + (hasRoom ? 8 : -8) * ratio, bottom - ratio);
}

/** A bar beside the axis that keys move. */
function drawHeldAxis(area: DrawArea, { layout, groups, places, heldAxis, colours }: TrendScene): void {
  const at = groups.findIndex(({ key }) => key === heldAxis);
  const place = places[at];
  if (!place) return;
  const { ctx, ratio } = area;
  const column = layout === 'lanes' || layout === 'percent' ? 0 : at;
  const left = area.left - (axisLabelPx(column) - 8) * ratio;
  ctx.fillStyle = colours.text;
  ctx.fillRect(left, area.top + area.height * place.top, 3 * ratio, area.height * place.height);
}

function drawUnits(area: DrawArea, { axisTitles, colours }: TrendScene): void {
  const { ctx, ratio } = area;
  ctx.font = chartFont(area, 600);
  ctx.fillStyle = colours.axis;
  ctx.textAlign = 'right';
  ctx.textBaseline = 'bottom';
  axisTitles.forEach((unit, at) => {
    if (unit !== NO_AXIS) ctx.fillText(unit, area.left - axisLabelPx(at) * ratio, area.top - 8 * ratio);
  });
}
