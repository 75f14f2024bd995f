import { chartFont, type DrawArea, type TrendScene, xOf } from './trend-scene.ts';

const LONGEST = 28;

/** Draws a flag at the time of each note, with as much of its text as there is room for before the next one. */
export function drawNotes(area: DrawArea, { notes, range, colours }: TrendScene): void {
  const { ctx, ratio } = area;
  const x = xOf(area, range);
  const seen = notes.filter(({ atUs }) => atUs >= range.fromUs && atUs <= range.toUs);
  seen.forEach(({ atUs, text }, at) => {
    const left = Math.round(x(atUs)) + 0.5;
    const next = seen[at + 1];
    const room = (next ? x(next.atUs) : area.left + area.width) - left - 12 * ratio;
    const top = area.top + 16 * ratio;
    ctx.strokeStyle = colours.axis;
    ctx.lineWidth = Math.max(1, Math.round(ratio));
    ctx.setLineDash([2 * ratio, 3 * ratio]);
    ctx.beginPath();
    ctx.moveTo(left, top);
    ctx.lineTo(left, area.top + area.height);
    ctx.stroke();
    ctx.setLineDash([]);
    ctx.fillStyle = colours.text;
    ctx.beginPath();
    ctx.moveTo(left, top);
    ctx.lineTo(left + 8 * ratio, top + 4 * ratio);
    ctx.lineTo(left, top + 8 * ratio);
    ctx.fill();
    ctx.font = chartFont(area, 400);
    ctx.textAlign = 'left';
    ctx.textBaseline = 'top';
    const short = text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
    if (ctx.measureText(short).width <= room) ctx.fillText(short, left + 11 * ratio, top - ratio);
  });
}
