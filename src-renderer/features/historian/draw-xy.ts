import type { ChartColours } from '../../charts/chart-colours.ts';
import type { AnswerColumn } from './answer-columns.ts';
import type { XyPoints } from './xy-points.ts';

interface XyLook {
  readonly x: AnswerColumn;
  readonly y: AnswerColumn;
  readonly colours: ChartColours;
}

/** Room for labels left of and below the plot, and around it, CSS px. */
const [LEFT, BOTTOM, AROUND] = [72, 40, 16];
const TICKS = 5;

/** Draws pairs as dots on a canvas of any size, with five ticks on each side. */
export function drawXy(canvas: HTMLCanvasElement, points: XyPoints, { x, y, colours }: XyLook): void {
  const ratio = devicePixelRatio;
  const [width, height] = [canvas.clientWidth, canvas.clientHeight];
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  const ctx = canvas.getContext('2d');
  if (!ctx || points.x.length === 0) return;
  ctx.scale(ratio, ratio);
  const [fromX, toX] = span(points.x);
  const [fromY, toY] = span(points.y);
  const right = width - AROUND;
  const bottom = height - BOTTOM;
  const atX = (value: number): number => LEFT + ((value - fromX) / (toX - fromX)) * (right - LEFT);
  const atY = (value: number): number => bottom - ((value - fromY) / (toY - fromY)) * (bottom - AROUND);
  ctx.font = '11px Inter, system-ui, sans-serif';
  ctx.strokeStyle = colours.grid;
  ctx.fillStyle = colours.axis;
  ctx.textBaseline = 'middle';
  for (let tick = 0; tick < TICKS; tick++) {
    const part = tick / (TICKS - 1);
    const [valueX, valueY] = [fromX + (toX - fromX) * part, fromY + (toY - fromY) * part];
    ctx.beginPath();
    ctx.moveTo(atX(valueX), AROUND);
    ctx.lineTo(atX(valueX), bottom);
    ctx.moveTo(LEFT, atY(valueY));
    ctx.lineTo(right, atY(valueY));
    ctx.stroke();
    ctx.textAlign = tick === TICKS - 1 ? 'right' : 'center';
    ctx.fillText(x.format(valueX), atX(valueX), bottom + 10);
    ctx.textAlign = 'right';
    ctx.fillText(y.format(valueY), LEFT - 6, atY(valueY));
  }
  ctx.textAlign = 'center';
  ctx.fillText(named(x), (LEFT + right) / 2, height - 10);
  ctx.save();
  ctx.translate(10, (AROUND + bottom) / 2);
  ctx.rotate(-Math.PI / 2);
  ctx.fillText(named(y), 0, 0);
  ctx.restore();
  ctx.fillStyle = colours.pen('--pen1');
  ctx.globalAlpha = points.x.length > 2_000 ? 0.4 : 0.8;
  for (let at = 0; at < points.x.length; at++) ctx.fillRect(atX(points.x[at]!) - 1.5, atY(points.y[at]!) - 1.5, 3, 3);
}

const named = ({ label, unit }: AnswerColumn): string => (unit === '' ? label : `${label}, ${unit}`);

/** The least and the largest, with a little room; never the same. */
function span(values: Float64Array): readonly [number, number] {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  const room = (most - least) * 0.03 || Math.max(1, Math.abs(most) * 0.05);
  return [least - room, most + room];
}
