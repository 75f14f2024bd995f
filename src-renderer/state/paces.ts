import type { DeviceHealth, PaceHealth, TagView } from '../../src-shared/contract/devices.ts';
import { useDevices } from './devices.ts';

/** Health comes once a second: what is polled more often may look that old. */
const TOLD_EVERY_MS = 1_000;

/** What names a group of tags whose period follows their values. */
type PacedTag = Pick<TagView, 'pollIntervalMs' | 'bounds'>;

/** The pace of the tag's group by the health of its device; undefined where its period stays, or nothing is known yet. */
export function paceIn(health: DeviceHealth | undefined, { pollIntervalMs, bounds }: PacedTag): PaceHealth | undefined {
  if (!bounds) return undefined;
  return health?.paces?.find(
    ({ intervalMs, fastestMs, slowestMs }) =>
      intervalMs === pollIntervalMs && fastestMs === bounds.fastestMs && slowestMs === bounds.slowestMs,
  );
}

/** How often a tag is expected to be read now, ms: three times that and it is stale. */
export function expectedMs(tag: PacedTag & Pick<TagView, 'device'>): number {
  if (!tag.bounds) return tag.pollIntervalMs;
  const pace = paceIn(useDevices.getState().health[tag.device], tag);
  return Math.max(TOLD_EVERY_MS, pace?.nowMs ?? tag.bounds.slowestMs);
}
