import { withDecimalSign } from '../ui/number-format.ts';
import { chartFont, type DrawArea, type TrendScene } from './trend-scene.ts';

const LABEL_DIGITS = 4;

/** Draws what keeps lanes apart, and beside each its pen, its unit and the ends of its scale. */
export function drawLanes(area: DrawArea, { groups, places, colours }: TrendScene): void {
  const { ctx, ratio } = area;
  ctx.fillStyle = colours.axis;
  ctx.strokeStyle = colours.grid;
  ctx.lineWidth = ratio;
  ctx.textAlign = 'right';
  const edge = area.left - 6 * ratio;
  groups.forEach(({ unit, pens }, lane) => {
    const { min, max, top, height } = places[lane]!;
    const topPx = area.top + area.height * top;
    const bottomPx = topPx + area.height * height;
    ctx.beginPath();
    ctx.moveTo(area.left, Math.round(bottomPx) + 0.5);
    ctx.lineTo(area.left + area.width, Math.round(bottomPx) + 0.5);
    ctx.stroke();
    ctx.font = chartFont(area, 400);
    ctx.textBaseline = 'top';
    ctx.fillText(endLabel(max), edge, topPx + 2 * ratio);
    ctx.textBaseline = 'bottom';
    ctx.fillText(endLabel(min), edge, bottomPx - 2 * ratio);
    // A lane too low for three lines has its ends only.
    if (bottomPx - topPx < 48 * ratio) return;
    ctx.font = chartFont(area, 600);
    ctx.textBaseline = 'middle';
    ctx.fillText(unit === '' ? String(pens[0]!.slot) : `${pens[0]!.slot} · ${unit}`, edge, (topPx + bottomPx) / 2);
  });
}

const endLabel = (value: number): string =>
  withDecimalSign(String(Number(value.toPrecision(LABEL_DIGITS)))).replace('-', '\u2212');
