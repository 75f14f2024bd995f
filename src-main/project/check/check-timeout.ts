import { fastestMsOf } from '../../../src-shared/domain/adaptive-polling.ts';
import type { Device } from '../../../src-shared/domain/device.ts';
import { formatDuration, parseDurationMs } from '../../../src-shared/domain/duration.ts';
import type { TagSketch } from './device-sketch.ts';
import type { ReportFault } from './report-fault.ts';

/**
 * Compares the request timeout with the shortest interval of a device. Only one that stands in the file: the default
 * is meant for every interval, and a device that is slow once skips polls and counts them.
 * @param timeout as it stands in the file.
 */
export function checkTimeout(
  timeout: string | undefined,
  head: Partial<Pick<Device, 'poll_interval' | 'adaptive_polling'>>,
  tags: readonly TagSketch[],
  report: ReportFault,
): void {
  const timeoutMs = timeout === undefined ? undefined : parseDurationMs(timeout);
  if (timeoutMs === undefined || head.poll_interval === undefined) return;
  const intervalMs = tags.reduce((least, { tag }) => Math.min(least, fastestMsOf(head, tag)), fastestMsOf(head, {}));
  if (timeoutMs <= intervalMs) return;
  const fact = `Request timeout ${timeout} is longer than the poll interval of ${formatDuration(intervalMs)}: while an answer is late, polls are skipped.`;
  report(
    'TIMEOUT_GT_INTERVAL',
    ['connection', 'request_timeout'],
    `${fact} Use ${formatDuration(intervalMs)} or poll less often.`,
  );
}
