import { type ChartEvent, chartFont, type DrawArea, EVENT_LANE_PX, type TrendScene, xOf } from './trend-scene.ts';

/** Draws the lanes of events at the bottom: a tick for a moment, a bar for what took time, and the name of each lane. */
export function drawEvents(area: DrawArea, { lanes, range, nowUs, colours }: TrendScene): void {
  const { ctx, ratio } = area;
  const x = xOf(area, range);
  lanes.lanes.forEach(({ kind, label }, at) => {
    const height = EVENT_LANE_PX * ratio;
    const top = area.top + area.height - (lanes.lanes.length - at) * height;
    ctx.strokeStyle = colours.grid;
    ctx.lineWidth = Math.max(1, Math.round(ratio));
    ctx.beginPath();
    ctx.moveTo(area.left, Math.round(top) + 0.5);
    ctx.lineTo(area.left + area.width, Math.round(top) + 0.5);
    ctx.stroke();
    ctx.fillStyle = colours.text;
    for (const event of lanes.events) {
      if (event.kind !== kind) continue;
      const left = x(event.atUs);
      const right = x(endOf(event, nowUs));
      if (right < area.left || left > area.left + area.width) continue;
      const width = right - left;
      // A bar is lower than a tick, and both are no less than can be seen.
      if (width > 3 * ratio) ctx.fillRect(left, top + 6 * ratio, width, height - 9 * ratio);
      ctx.fillRect(Math.round(left - ratio), top + 3 * ratio, 2 * ratio, height - 5 * ratio);
    }
    ctx.font = chartFont(area, 400);
    ctx.textAlign = 'left';
    ctx.textBaseline = 'middle';
    const width = ctx.measureText(label).width + 6 * ratio;
    ctx.fillStyle = colours.background;
    ctx.fillRect(area.left + ratio, top + 2 * ratio, width, height - 4 * ratio);
    ctx.fillStyle = colours.axis;
    ctx.fillText(label, area.left + 4 * ratio, top + height / 2);
  });
}

const endOf = ({ atUs, toUs, isOver }: ChartEvent, nowUs: number): number => toUs ?? (isOver ? atUs : nowUs);
