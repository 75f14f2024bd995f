import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isOfPartition,
  type PartitionFacts,
  type PartitionGroup,
  partitionValue,
  planPartition,
} from './fleet-partition.ts';

const DEVICE: PartitionFacts = {
  unsPrefix: 'acme/chicago/utilities/line-1/boiler-1',
  protocol: 'modbus-tcp',
  host: '10.0.4.17',
  instance: 'edge-1',
};

describe('a part of a fleet', () => {
  it('is chosen by place, protocol, network or name', () => {
    expect(isOfPartition({ by: 'line', values: ['line-1', 'line-2'] }, DEVICE)).toBe(true);
    expect(isOfPartition({ by: 'line', values: ['line-3'] }, DEVICE)).toBe(false);
    expect(isOfPartition({ by: 'protocol', values: ['opcua'] }, DEVICE)).toBe(false);
    expect(isOfPartition({ by: 'segment', values: ['10.0.4.0/24'] }, DEVICE)).toBe(true);
    expect(isOfPartition({ by: 'segment', values: ['10.0.5.0/24'] }, DEVICE)).toBe(false);
    expect(isOfPartition({ by: 'instance', values: ['edge-1'] }, DEVICE)).toBe(true);
    expect(isOfPartition({ by: 'all', values: [] }, DEVICE)).toBe(true);
  });

  it('of a name that is no address is that host', () => {
    expect(isOfPartition({ by: 'segment', values: ['plc-7'] }, { ...DEVICE, host: 'plc-7' })).toBe(true);
    expect(partitionValue('segment', DEVICE)).toBe('10.0.4.0/24');
  });
});

describe('a plan', () => {
  it('gives the heaviest group first to whoever has least', () => {
    const group = (value: string, pointsPerSecond: number): PartitionGroup => ({
      value,
      devices: 1,
      tags: 1,
      pointsPerSecond,
    });
    const shares = planPartition([group('a', 5), group('b', 4), group('c', 3), group('d', 3), group('e', 3)], 2);
    expect(shares.map(({ values }) => values)).toEqual([
      ['a', 'd'],
      ['b', 'c', 'e'],
    ]);
  });

  it('loses nothing, and its busiest is at most 4/3 of what any plan must have', () => {
    const groups = fc.array(fc.integer({ min: 1, max: 1_000 }), { maxLength: 40 });
    fc.assert(
      fc.property(groups, fc.integer({ min: 1, max: 8 }), (loads, instances) => {
        const shares = planPartition(
          loads.map((load, at) => ({ value: String(at), devices: 1, tags: 2, pointsPerSecond: load })),
          instances,
        );
        const total = loads.reduce((sum, load) => sum + load, 0);
        expect(shares.reduce((sum, share) => sum + share.pointsPerSecond, 0)).toBe(total);
        expect(shares.flatMap(({ values }) => values)).toHaveLength(loads.length);
        const bound = Math.max(total / instances, ...loads, twoOfMore(loads, instances));
        expect(Math.max(...shares.map((share) => share.pointsPerSecond))).toBeLessThanOrEqual((4 / 3) * bound + 1e-9);
      }),
    );
  });
});

/** Where there are more groups than gateways, two of the heaviest of them share one. */
function twoOfMore(loads: readonly number[], instances: number): number {
  const falling = loads.toSorted((a, b) => b - a);
  return loads.length > instances ? falling[instances - 1]! + falling[instances]! : 0;
}
