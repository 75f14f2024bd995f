import { paceOf } from '../../../src-shared/domain/adaptive-polling.ts';
import { parseDurationMs } from '../../../src-shared/domain/duration.ts';
import { type CheckedDevice, driverTag } from '../../project/check/check-device.ts';
import { planGroups, requestsOfAPoll } from '../devices/read-plan-view.ts';
import type { EngineParts } from '../engine-parts.ts';

/**
 * The share of its time that reading a device takes, by what its requests take now; undefined for one that is not read
 * or that sends by itself. Both sides of a change are measured with the requests of the device as it runs.
 */
export function deviceLoad({ plant }: Pick<EngineParts, 'plant'>, device: CheckedDevice): number | undefined {
  const running = plant.directory.devices.find((entry) => entry.uid === device.uid || entry.device.id === device.id);
  const pollMs = running && plant.devices.health(running).latencyP50Ms;
  if (!running || pollMs === null || pollMs === undefined || device.manifest.subscribes?.(device.connection)) {
    return undefined;
  }
  try {
    const requestMs = pollMs / Math.max(1, requestsOfAPoll(groupsOf(running.device)));
    return groupsOf(device).reduce(
      (sum, { requests, intervalMs }) => sum + (requests.length * requestMs) / intervalMs,
      0,
    );
  } catch {
    // A driver that cannot plan what an older revision asked for: then nobody knows.
    return undefined;
  }
}

const groupsOf = (device: CheckedDevice) =>
  planGroups({
    manifest: device.manifest,
    connection: device.connection,
    intervalMs: parseDurationMs(device.poll_interval) ?? 1_000,
    tags: device.tags
      .filter(({ enabled }) => enabled)
      .map((tag) => ({
        id: tag.id,
        driver: driverTag(tag),
        pollIntervalMs: tag.poll_interval === undefined ? undefined : parseDurationMs(tag.poll_interval),
        bounds: paceOf(device, tag).bounds,
      })),
  }).groups;
