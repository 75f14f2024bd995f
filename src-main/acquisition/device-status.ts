import type { LinkStatus } from '../../src-shared/contract/devices.ts';
import type { PollStatistics } from './poll-statistics.ts';

/** Below this share of good polls, or with polls that fill half of their interval, a connected device is degraded. */
const DEGRADED_BELOW = 0.99;

/** The link's status, seen together with how the polls of late went. @param p95 of the polls, ms. */
export function deviceStatus(link: LinkStatus, statistics: PollStatistics, p95: number | null): LinkStatus {
  if (link.kind !== 'connected') return link;
  const ratio = statistics.successRatio ?? 1;
  const { isSlow } = statistics;
  if (ratio >= DEGRADED_BELOW && !isSlow) return link;
  const text = isSlow
    ? `95 % of the polls take up to ${Math.round(p95 ?? 0)} ms, and many fill more than half of their interval. Use a longer interval or split the device.`
    : `${Math.round((1 - ratio) * 100)} % of the last polls did not come back. Check the line and the load of the device.`;
  return {
    kind: 'degraded',
    sinceUs: link.sinceUs,
    reason: { code: isSlow ? 'NX_DRIVER_TIMEOUT' : 'NX_DRIVER_DISCONNECTED', text },
  };
}
