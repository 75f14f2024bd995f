import { type ChartPen, LANE_PX } from './chart-pen.ts';
import { chartFont, type DrawArea, EVENT_LANE_PX, type TrendScene, xOf } from './trend-scene.ts';

/** A stretch in which a digital pen was in one state. */
export interface StateSpan {
  readonly fromUs: number;
  readonly toUs: number;
  readonly value: number;
}

/** The stretches of one state in sight; where it changed within a bucket, or is not known, there is none. */
export function stateSpans(pen: ChartPen, fromUs: number, toUs: number): readonly StateSpan[] {
  const { buckets, stepUs } = pen.model;
  const spans: { fromUs: number; toUs: number; value: number }[] = [];
  const to = buckets.numberOf(toUs);
  for (let number = buckets.numberOf(fromUs); number <= to; number++) {
    const slot = buckets.slotOf(number);
    if (slot < 0 || buckets.count[slot] === 0) continue;
    const atUs = (number + 0.5) * buckets.widthUs;
    const open = spans.at(-1);
    const value = buckets.last[slot]!;
    const isSteady = buckets.min[slot] === buckets.max[slot];
    if (open && open.value === value && isSteady && atUs - open.toUs <= stepUs) open.toUs = atUs;
    else {
      // A state holds until the next sample says otherwise.
      if (open && atUs - open.toUs <= stepUs) open.toUs = atUs;
      spans.push({ fromUs: atUs, toUs: atUs, value });
    }
  }
  return spans;
}

/** Writes the state of each digital pen into its band, where a state lasts long enough to be read. */
export function drawStates(area: DrawArea, scene: TrendScene): void {
  const digital = scene.pens.filter((pen) => pen.kind === 'digital');
  if (digital.length === 0 || scene.detail === 'moving') return;
  const { ctx, ratio } = area;
  const x = xOf(area, scene.range);
  ctx.font = chartFont(area, 400);
  ctx.textAlign = 'left';
  ctx.textBaseline = 'middle';
  digital.forEach((pen, at) => {
    const below = scene.lanes.lanes.length * EVENT_LANE_PX + (digital.length - 1 - at) * LANE_PX;
    const middle = area.top + area.height - (below + LANE_PX / 2) * ratio;
    const states = stateSpans(pen, scene.range.fromUs, scene.range.toUs);
    states.forEach(({ fromUs, toUs, value }, place) => {
      const left = Math.max(area.left, x(fromUs));
      const text = place === 0 ? `${pen.name}: ${pen.format(value)}` : pen.format(value);
      const width = ctx.measureText(text).width;
      if (Math.min(area.left + area.width, x(toUs)) - left < width + 8 * ratio) return;
      ctx.fillStyle = scene.colours.text;
      ctx.fillText(text, left + 4 * ratio, middle);
    });
  });
}
