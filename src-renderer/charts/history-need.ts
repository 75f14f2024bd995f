import type { PenBuffer } from './pen-buffer.ts';
import type { PenHistory } from './pen-model.ts';
import type { TimeRange } from './time-view.ts';

const MOST_BUCKETS = 10_000;
/** The historian may be a moment behind; asking again this often closes the hole once it has caught up. */
const ASK_AGAIN_US = 5e6;

/**
 * Which stored samples a pen still needs for a window, in whole buckets, or undefined. History reaches up to where the
 * live buffer is complete; where that moved on (the link was lost, the ring is full), it is asked for anew.
 *
 * @param stepUs longest step that is drawn as a line.
 * @param askedAtUs when it was last asked for.
 */
export function historyNeed(
  range: TimeRange,
  widthUs: number,
  stepUs: number,
  buffer: PenBuffer,
  history: PenHistory | undefined,
  nowUs: number,
  askedAtUs: number,
): TimeRange | undefined {
  const liveFromUs = buffer.unbrokenFromUs ?? nowUs;
  const isFull = buffer.length === buffer.capacity;
  // A full ring loses its oldest sample with each new one: leaving a quarter of it to history gives minutes of peace.
  const seamUs = isFull ? liveFromUs + (buffer.timeUs(buffer.length - 1) - liveFromUs) / 4 : liveFromUs;
  const toUs = Math.min(Math.ceil(range.toUs / widthUs), Math.ceil(seamUs / widthUs)) * widthUs;
  const fromUs = Math.max(Math.floor(range.fromUs / widthUs) * widthUs, toUs - MOST_BUCKETS * widthUs);
  if (toUs <= fromUs) return undefined;
  const need = { fromUs, toUs };
  if (!history) return need;
  const isFine = history.series.kind === 'raw' || history.series.widthUs <= widthUs;
  const isCovered = history.fromUs <= range.fromUs && history.toUs >= Math.min(range.toUs, liveFromUs);
  if (!isFine || !isCovered) return need;
  return hasHoleAtSeam(history, buffer, stepUs) && nowUs - askedAtUs > ASK_AGAIN_US ? need : undefined;
}

function hasHoleAtSeam(history: PenHistory, buffer: PenBuffer, stepUs: number): boolean {
  const newestUs = history.series.timeUs.at(-1);
  const row = buffer.firstRowFrom(history.toUs);
  if (newestUs === undefined || row >= buffer.length) return false;
  return buffer.timeUs(row) - newestUs > stepUs && buffer.total < buffer.capacity;
}
