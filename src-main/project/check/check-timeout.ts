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
  pollInterval: string | undefined,
  tags: readonly TagSketch[],
  report: ReportFault,
): void {
  const timeoutMs = timeout === undefined ? undefined : parseDurationMs(timeout);
  if (timeoutMs === undefined || pollInterval === undefined) return;
  const intervalMs = Math.min(
    ...[pollInterval, ...new Set(tags.map(({ tag }) => tag.poll_interval ?? pollInterval))].map(
      (interval) => parseDurationMs(interval) ?? Number.POSITIVE_INFINITY,
    ),
  );
  if (timeoutMs <= intervalMs) return;
  const fact = `Request timeout ${timeout} is longer than the poll interval of ${formatDuration(intervalMs)}: while an answer is late, polls are skipped.`;
  report(
    'TIMEOUT_GT_INTERVAL',
    ['connection', 'request_timeout'],
    `${fact} Use ${formatDuration(intervalMs)} or poll less often.`,
  );
}
