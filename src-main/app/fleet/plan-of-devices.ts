import type { Device } from '../../../src-shared/domain/device.ts';
import { parseDurationMs } from '../../../src-shared/domain/duration.ts';
import {
  type PartitionGroup,
  type PartitionKey,
  type PartitionShare,
  partitionValue,
  planPartition,
} from '../../../src-shared/domain/fleet-partition.ts';

/** What of a device decides whom it stays with, and what it costs. */
type PlannedDevice = Pick<Device, 'id' | 'enabled' | 'protocol' | 'uns_prefix' | 'poll_interval' | 'tags'> & {
  readonly connection: unknown;
};

/** Shares devices over so many gateways, those of one line, network or protocol together, as even as that allows. */
export function planOfDevices(
  devices: readonly PlannedDevice[],
  by: PartitionKey,
  instances: number,
): readonly PartitionShare[] {
  const groups = new Map<string, PartitionGroup>();
  for (const device of devices) {
    if (!device.enabled) continue;
    const { host } = device.connection as { readonly host?: unknown };
    const facts = {
      unsPrefix: device.uns_prefix,
      protocol: device.protocol,
      host: typeof host === 'string' ? host : '',
      instance: null,
    };
    // By name, or all of them: no two devices have to stay together.
    const value = by === 'instance' || by === 'all' ? device.id : partitionValue(by, facts);
    const known = groups.get(value) ?? { value, devices: 0, tags: 0, pointsPerSecond: 0 };
    const tags = device.tags.filter(({ enabled }) => enabled);
    groups.set(value, {
      value,
      devices: known.devices + 1,
      tags: known.tags + tags.length,
      pointsPerSecond: tags.reduce(
        (sum, tag) => sum + 1_000 / (parseDurationMs(tag.poll_interval ?? device.poll_interval) ?? 1_000),
        known.pointsPerSecond,
      ),
    });
  }
  return planPartition([...groups.values()], instances);
}
