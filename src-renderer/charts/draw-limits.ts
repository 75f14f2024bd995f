import { chartFont, type DrawArea, type TrendScene, yOf } from './trend-scene.ts';

/** Draws what a pen is not to pass, dashed, with its number, so that it is not taken for a line. */
export function drawLimits(area: DrawArea, scene: TrendScene): void {
  const { ctx, ratio } = area;
  for (const pen of scene.pens) {
    if (pen.kind !== 'analog' || !pen.limits) continue;
    const y = yOf(area, scene, pen);
    for (const { value, text } of pen.limits) {
      const at = Math.round(y(value)) + 0.5;
      if (at < area.top || at > area.top + area.height) continue;
      ctx.strokeStyle = scene.colours.pen(pen.style.token);
      ctx.lineWidth = Math.max(1, Math.round(ratio));
      ctx.setLineDash([10 * ratio, 4 * ratio, 2 * ratio, 4 * ratio]);
      ctx.beginPath();
      ctx.moveTo(area.left, at);
      ctx.lineTo(area.left + area.width, at);
      ctx.stroke();
      ctx.setLineDash([]);
      ctx.font = chartFont(area, 400);
      ctx.fillStyle = scene.colours.text;
      ctx.textAlign = 'left';
      const isHigh = at - area.top < 16 * ratio;
      ctx.textBaseline = isHigh ? 'top' : 'bottom';
      ctx.fillText(`${pen.slot}: ${text}`, area.left + 4 * ratio, at + (isHigh ? 2 : -2) * ratio);
    }
  }
}
