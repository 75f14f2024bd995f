import { commonGaps, type GapSpan, gapWithout } from './find-gaps.ts';
import { chartFont, type DrawArea, type TrendScene, xOf } from './trend-scene.ts';

/** Height of the strip that says what one pen lacks while others have data, CSS px. */
const STRIP_PX = 14;
/** A hatch narrower than this is too small to speak of. */
const LEAST_LABELLED_PX = 12;

/** Hatches where there is no line: over the whole height where all pens lack data, else in a strip for each pen. */
export function drawGaps(area: DrawArea, scene: TrendScene): void {
  // What is still to come is no gap.
  const past = { fromUs: scene.range.fromUs, toUs: Math.min(scene.range.toUs, scene.nowUs) };
  const gaps = scene.pens.map((pen) => pen.model.gaps(past));
  const shared = commonGaps(gaps);
  for (const gap of shared) hatch(area, scene, gap, 0, area.height / area.ratio);
  gaps.forEach((own, at) => {
    const { slot } = scene.pens[at]!;
    for (const gap of own) {
      for (const rest of gapWithout(gap, shared)) {
        hatch(area, scene, { ...rest, reason: `${slot}: ${gap.reason}` }, at * (STRIP_PX + 2), STRIP_PX);
      }
    }
  });
}

function hatch(area: DrawArea, scene: TrendScene, gap: GapSpan, topPx: number, heightPx: number): void {
  const { ctx, ratio } = area;
  const x = xOf(area, scene.range);
  const left = Math.max(area.left, x(gap.fromUs));
  const width = Math.min(area.left + area.width, x(gap.toUs)) - left;
  const top = area.top + topPx * ratio;
  const height = Math.min(heightPx * ratio, area.height - topPx * ratio);
  if (width < 2 * ratio || height < 1) return;
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, top, width, height);
  ctx.clip();
  ctx.strokeStyle = scene.colours.hatch;
  ctx.lineWidth = ratio;
  ctx.beginPath();
  const step = 8 * ratio;
  for (let at = Math.floor((left - height) / step) * step; at < left + width; at += step) {
    ctx.moveTo(at, top + height);
    ctx.lineTo(at + height, top);
  }
  ctx.stroke();
  ctx.restore();
  if (width > LEAST_LABELLED_PX * ratio) label(area, scene, gap.reason, left + width / 2, top);
}

/** Writes a reason in the middle of its hatch, or beside it where the plot ends. */
function label(area: DrawArea, { colours }: TrendScene, text: string, middle: number, top: number): void {
  const { ctx, ratio } = area;
  ctx.font = chartFont(area, 400);
  const width = ctx.measureText(text).width + 8 * ratio;
  const left = Math.min(area.left + area.width - width, Math.max(area.left, middle - width / 2));
  ctx.fillStyle = colours.background;
  ctx.fillRect(left, top, width, STRIP_PX * ratio);
  ctx.fillStyle = colours.text;
  ctx.textBaseline = 'middle';
  ctx.textAlign = 'left';
  ctx.fillText(text, left + 4 * ratio, top + (STRIP_PX / 2) * ratio);
}
