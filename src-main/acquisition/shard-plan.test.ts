import { describe, expect, it } from 'vitest';
import type { DeviceJob } from './acquisition-messages.ts';
import { hostCount, pointRate, ShardPlan } from './shard-plan.ts';

const job = (id: string, endpoint: string, tags: number, pollIntervalMs = 1_000): DeviceJob => ({
  id,
  number: 0,
  protocol: 'memory',
  endpoint,
  connection: {},
  pollIntervalMs,
  simulated: false,
  tags: Array.from({ length: tags }, (_, i) => ({ id: `t${i}`, driver: { address: 'a' }, rule: {} as never })),
});
const four = (): ShardPlan => new ShardPlan(() => 4);

describe('the number of hosts', () => {
  it.each([
    [5_000, 8, 1],
    [5_001, 2, 1],
    [41_000, 1, 1],
    [41_000, 2, 1],
    [41_000, 4, 3],
    [41_000, 16, 4],
  ])('for %d points/s on %d processors is %d', (rate, processors, hosts) => {
    expect(hostCount(rate, processors)).toBe(hosts);
  });

  it('follows the interval of every tag', () => {
    const mixed = job('a', 'x', 3, 500);
    const tags = [mixed.tags[0]!, mixed.tags[1]!, { ...mixed.tags[2]!, pollIntervalMs: 100 }];
    expect(pointRate({ ...mixed, tags })).toBe(2 + 2 + 10);
  });
});

describe('the plan of shards', () => {
  it('keeps the devices of an endpoint together and balances by points per second', () => {
    const plan = four();
    const jobs = Array.from({ length: 800 }, (_, i) => job(`m${i}`, `gateway ${Math.floor(i / 4)}`, 20 + (i % 7)));
    plan.change(jobs, []);
    for (let i = 0; i < 800; i += 4) expect(new Set([0, 1, 2, 3].map((n) => plan.shardOf(`m${i + n}`))).size).toBe(1);
    const total = plan.rates.reduce((sum, rate) => sum + rate, 0);
    for (const rate of plan.rates) expect(Math.abs(rate - total / 4)).toBeLessThan(total / 4 / 50);
  });

  it('moves nothing when devices come, go or change', () => {
    const plan = four();
    const jobs = Array.from({ length: 100 }, (_, i) => job(`d${i}`, `e${i}`, 10));
    plan.change(jobs, []);
    const before = jobs.map(({ id }) => plan.shardOf(id));
    plan.change([job('new', 'e-new', 500), job('d3', 'e3', 99)], ['d50', 'd51']);
    const after = jobs.map(({ id }) => plan.shardOf(id));
    expect(after.filter((shard, i) => shard !== before[i] && i !== 50 && i !== 51)).toEqual([]);
    expect([after[50], after[51]]).toEqual([undefined, undefined]);
    expect(plan.rates.reduce((sum, rate) => sum + rate, 0)).toBe(97 * 10 + 500 + 99);
  });

  it('takes a device to its new endpoint, and a new device of a known endpoint to its neighbours', () => {
    const plan = four();
    plan.change([job('a', 'x', 10), job('b', 'y', 10), job('c', 'z', 1)], []);
    plan.change([job('a', 'y', 10), job('d', 'z', 1)], []);
    expect(plan.shardOf('a')).toBe(plan.shardOf('b'));
    expect(plan.shardOf('d')).toBe(plan.shardOf('c'));
    expect(plan.rates.reduce((sum, rate) => sum + rate, 0)).toBe(22);
  });

  it('uses another host once the load asks for it, and leaves the first one as it is', () => {
    const plan = new ShardPlan((rate) => hostCount(rate, 8));
    plan.change([job('a', 'x', 4_000)], []);
    plan.change([job('b', 'y', 4_000)], []);
    expect([plan.shardOf('a'), plan.shardOf('b')]).toEqual([0, 1]);
  });
});
