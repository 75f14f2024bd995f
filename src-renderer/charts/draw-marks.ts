import { chartFont, type DrawArea, type TrendScene, xOf } from './trend-scene.ts';

/** Draws the cursors A and B: a line over the whole height, with its letter at the top. */
export function drawMarks(area: DrawArea, { marks, range, colours }: TrendScene): void {
  const { ctx, ratio } = area;
  for (const [letter, timeUs] of [
    ['A', marks.a],
    ['B', marks.b],
  ] as const) {
    if (timeUs === undefined || timeUs < range.fromUs || timeUs > range.toUs) continue;
    const x = Math.round(xOf(area, range)(timeUs)) + 0.5;
    ctx.strokeStyle = colours.text;
    ctx.lineWidth = Math.max(1, Math.round(ratio));
    ctx.setLineDash(letter === 'A' ? [] : [5 * ratio, 3 * ratio]);
    ctx.beginPath();
    ctx.moveTo(x, area.top);
    ctx.lineTo(x, area.top + area.height);
    ctx.stroke();
    ctx.setLineDash([]);
    const size = 14 * ratio;
    ctx.fillStyle = colours.text;
    ctx.fillRect(x - size / 2, area.top, size, size);
    ctx.fillStyle = colours.background;
    ctx.font = chartFont(area, 600);
    ctx.textAlign = 'center';
    ctx.textBaseline = 'middle';
    ctx.fillText(letter, x, area.top + size / 2);
  }
}
