import { type PollBounds, paceOf } from '../../../src-shared/domain/adaptive-polling.ts';
import type { Device } from '../../../src-shared/domain/device.ts';
import { formatDuration, parseDurationMs } from '../../../src-shared/domain/duration.ts';
import type { TagSketch } from './device-sketch.ts';
import { below, type ReportFault } from './report-fault.ts';

/**
 * The bounds of adaptive polling, of a device and of its tags: in order, around the poll interval, and of use.
 * @param isSubscribed the device sends its values by itself.
 */
export function checkAdaptive(
  head: Partial<Pick<Device, 'poll_interval' | 'adaptive_polling'>>,
  tags: readonly TagSketch[],
  isSubscribed: boolean,
  report: ReportFault,
): void {
  const { intervalMs } = paceOf(head, {});
  if (head.adaptive_polling) {
    const isOfUse = checkBounds(head.adaptive_polling, intervalMs, isSubscribed, report);
    if (isOfUse && tags.length > 0) checkFollowers(tags, report);
  }
  for (const { index, tag } of tags) {
    if (!tag.adaptive_polling) continue;
    checkBounds(tag.adaptive_polling, paceOf(head, tag).intervalMs, isSubscribed, below(report, 'tags', index));
  }
}

/** @returns whether there is a period to choose. */
function checkBounds(
  { fastest, slowest }: PollBounds,
  intervalMs: number,
  isSubscribed: boolean,
  report: ReportFault,
): boolean {
  const place = ['adaptive_polling'];
  const idle = (why: string): boolean => {
    report('ADAPTIVE_POLLING', place, `Adaptive polling has no effect: ${why}`, 'warning');
    return false;
  };
  if (isSubscribed) return idle('the device sends its values by itself. Remove it, or let the device be polled.');
  const fastestMs = fastest === undefined ? intervalMs : parseDurationMs(fastest)!;
  const slowestMs = slowest === undefined ? intervalMs : parseDurationMs(slowest)!;
  if (fastestMs > slowestMs) {
    const text = `Fastest ${formatDuration(fastestMs)} is a longer period than slowest ${formatDuration(slowestMs)}. Swap them.`;
    report('LIMIT_ORDER', [...place, fastest === undefined ? 'slowest' : 'fastest'], text, 'error');
    return false;
  }
  if (intervalMs < fastestMs || intervalMs > slowestMs) {
    const text = `Poll interval ${formatDuration(intervalMs)}, where polling begins, is not between fastest ${formatDuration(fastestMs)} and slowest ${formatDuration(slowestMs)}. Change one of them.`;
    report('ADAPTIVE_POLLING', [...place, intervalMs < fastestMs ? 'fastest' : 'slowest'], text, 'error');
    return false;
  }
  if (fastestMs === slowestMs) return idle('fastest and slowest are the same. Write slowest: 10s, or another period.');
  return true;
}

function checkFollowers(tags: readonly TagSketch[], report: ReportFault): void {
  if (tags.some(({ tag }) => tag.poll_interval === undefined || tag.adaptive_polling)) return;
  const text = `Adaptive polling has no effect: every tag has an interval of its own, and keeps to it. Remove their intervals, or give them bounds.`;
  report('ADAPTIVE_POLLING', ['adaptive_polling'], text, 'warning');
}
