import { devicePlace } from './device-place.ts';
import { isInIpv4Range } from './ipv4-range.ts';

/** By what devices are shared over several gateways. */
export const PARTITION_KEYS = ['instance', 'site', 'area', 'line', 'protocol', 'segment', 'all'] as const;
export type PartitionKey = (typeof PARTITION_KEYS)[number];

/** Which devices of a fleet one gateway runs: those whose key is among the values. `all` needs no values. */
export interface Partition {
  readonly by: PartitionKey;
  /** Names of instances, places or protocols; of `segment` networks: `10.0.4.0/24`, or names of hosts. */
  readonly values: readonly string[];
}

/** What of a device decides who runs it. */
export interface PartitionFacts {
  readonly unsPrefix: string;
  readonly protocol: string;
  /** Host of its connection; '' where it has none. */
  readonly host: string;
  /** The gateway that it is assigned to by name; null for none. */
  readonly instance: string | null;
}

/** Whether a gateway with this part of the fleet runs the device. */
export function isOfPartition({ by, values }: Partition, facts: PartitionFacts): boolean {
  if (by === 'all') return true;
  if (by === 'segment') return values.some((value) => value === facts.host || isInIpv4Range(facts.host, value));
  return values.includes(partitionValue(by, facts));
}

/** What a device is shared by: its line, its protocol … Of `segment` the /24 network of an address, or the host's name. */
export function partitionValue(by: PartitionKey, { unsPrefix, protocol, host, instance }: PartitionFacts): string {
  switch (by) {
    case 'instance':
      return instance ?? '';
    case 'protocol':
      return protocol;
    case 'segment':
      return /^\d+\.\d+\.\d+\.\d+$/.test(host) ? `${host.split('.').slice(0, 3).join('.')}.0/24` : host;
    case 'all':
      return '';
    default:
      return devicePlace(unsPrefix)[by];
  }
}

/** A group of devices that stay together, and what they cost. */
export interface PartitionGroup {
  readonly value: string;
  readonly devices: number;
  readonly tags: number;
  readonly pointsPerSecond: number;
}

/** What one gateway of a plan runs. */
export interface PartitionShare extends Omit<PartitionGroup, 'value'> {
  readonly values: readonly string[];
}

/**
 * Shares groups over so many gateways that the busiest is as idle as can be found without trying everything: the
 * heaviest group first, to whoever has least (Graham's LPT rule; at most 4/3 of the best possible).
 */
export function planPartition(groups: readonly PartitionGroup[], instances: number): readonly PartitionShare[] {
  const shares = Array.from({ length: instances }, () => ({
    values: [] as string[],
    devices: 0,
    tags: 0,
    pointsPerSecond: 0,
  }));
  const heaviest = groups.toSorted(
    (a, b) => b.pointsPerSecond - a.pointsPerSecond || b.devices - a.devices || (a.value < b.value ? -1 : 1),
  );
  for (const { value, devices, tags, pointsPerSecond } of heaviest) {
    const least = shares.reduce((best, share) =>
      share.pointsPerSecond - best.pointsPerSecond || share.devices - best.devices ? lighter(best, share) : best,
    );
    least.values.push(value);
    least.devices += devices;
    least.tags += tags;
    least.pointsPerSecond += pointsPerSecond;
  }
  return shares;
}

function lighter<T extends Pick<PartitionShare, 'pointsPerSecond' | 'devices'>>(a: T, b: T): T {
  const difference = a.pointsPerSecond - b.pointsPerSecond || a.devices - b.devices;
  return difference <= 0 ? a : b;
}
