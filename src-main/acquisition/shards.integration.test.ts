import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DeviceHealth } from '../../src-shared/contract/devices.ts';
import { systemClock } from '../kernel/clock.ts';
import { HostSupervisor } from '../kernel/host-supervisor.ts';
import { Lifetime, trackLifetimes } from '../kernel/lifetime.ts';
import { silentLogger } from '../kernel/logger.ts';
import { Shards } from './shards.ts';
import { type SimulatedDevice, simulateDevice } from './simulated-devices.ts';

const DEVICES = 60;
const TAGS = 20;
const INTERVAL_MS = 100;
const wait = { timeout: 20_000, interval: 50 };

const tracking = trackLifetimes();
let lifetime: Lifetime;
let shards: Shards;
let devices: SimulatedDevice[];
let hosts: HostSupervisor[];
const health = new Map<string, DeviceHealth>();
let points = 0;

beforeEach(async () => {
  lifetime = new Lifetime('shards test');
  devices = [];
  hosts = [];
  points = 0;
  health.clear();
  for (let number = 0; number < DEVICES; number++) {
    const options = { number, tags: TAGS, pollIntervalMs: INTERVAL_MS, requestTimeout: '1s' };
    const device = await simulateDevice(`d${number}`, options);
    lifetime.defer(() => device.simulator.close());
    devices.push(device);
  }
  const makeHost = (): HostSupervisor => {
    const url = new URL('mortal-host.ts', import.meta.url);
    const host = new HostSupervisor(
      { name: `acquisition-${hosts.length + 1}`, url, data: () => ({}) },
      systemClock,
      silentLogger,
    );
    hosts.push(host);
    return host;
  };
  shards = lifetime.add(new Shards({ clock: systemClock, hosts: 2, processors: 2, maxConnecting: 16, makeHost }));
  lifetime.add(shards.health.on((rows) => rows.forEach((row) => health.set(row.device, row))));
  lifetime.add(shards.batches.on((batch) => (points += batch.points)));
});
afterEach(async () => {
  await lifetime.dispose();
  expect(tracking.leaked()).toEqual([]);
});

const arePolled = (ids: readonly string[]): void => {
  for (const id of ids) expect(health.get(id)?.status.kind).toMatch(/connected|degraded/);
};
const pollsOf = (id: string): number => health.get(id)!.polls;
const skipsOf = (ids: readonly string[]): number => ids.reduce((sum, id) => sum + health.get(id)!.pollsSkipped, 0);

/** Ids by the host that polls them, as their counters show it when that host dies. */
async function kill(host: HostSupervisor): Promise<string[]> {
  const gone: string[] = [];
  const listening = shards.health.on((rows) => {
    for (const { device, status } of rows)
      if (status.kind === 'offline' && status.reason.code === 'NX_HOST_GONE') gone.push(device);
  });
  const ended = new Promise<void>((resolve) => {
    const once = host.ended.on(() => {
      once.dispose();
      resolve();
    });
  });
  host.tell('die');
  await ended;
  listening.dispose();
  return gone;
}

describe('devices spread over two hosts', () => {
  it('of which one dies: its devices are polled again, the others lose no poll', async () => {
    const ids = devices.map((_, i) => `d${i}`);
    await shards.add(devices.map((device) => device.job()));
    expect(hosts).toHaveLength(2);
    await vi.waitFor(() => arePolled(ids), wait);
    await new Promise((resolve) => setTimeout(resolve, 2_000));

    const lost = await kill(hosts[0]!);
    const kept = ids.filter((id) => !lost.includes(id));
    expect([lost.length, kept.length]).toEqual([DEVICES / 2, DEVICES / 2]);
    const before = new Map(ids.map((id) => [id, pollsOf(id)] as const));
    const skipped = skipsOf(kept);
    const startedMs = systemClock.monoMs();
    await vi.waitFor(() => arePolled(lost), wait);
    await new Promise((resolve) => setTimeout(resolve, 3_000));

    const slots = (systemClock.monoMs() - startedMs) / INTERVAL_MS;
    for (const id of kept) expect(pollsOf(id) - before.get(id)!).toBeGreaterThan(slots * 0.6);
    expect(skipsOf(kept) - skipped).toBe(0);
    expect(hosts.map((host) => host.restarts)).toEqual([1, 0]);
    for (const id of lost) expect(pollsOf(id)).toBeGreaterThan(10);
    expect(points).toBeGreaterThan(DEVICES * TAGS * 10);
  });

  it('take a change without touching the devices that stay', async () => {
    const ids = devices.slice(0, 40).map((_, i) => `d${i}`);
    await shards.add(devices.slice(0, 40).map((device) => device.job()));
    await vi.waitFor(() => arePolled(ids), wait);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const before = new Map(ids.map((id) => [id, health.get(id)!] as const));
    const framesBefore = devices.map(({ simulator }) => simulator.frames().length);

    const changed = { ...devices[1]!.job(), pollIntervalMs: 50 };
    await shards.apply({ added: [devices[40]!.job()], changed: [changed], removed: ['d0'] });
    const frozen = devices[0]!.simulator.frames().length;
    await new Promise((resolve) => setTimeout(resolve, 2_500));

    expect(devices[0]!.simulator.frames()).toHaveLength(frozen);
    expect(devices[40]!.simulator.frames().length).toBeGreaterThan(10);
    expect(devices[1]!.simulator.frames().length - framesBefore[1]!).toBeGreaterThan(35);
    for (const id of ids.slice(2)) {
      const row = health.get(id)!;
      // A device that had been started anew would count from 0.
      expect(row.polls).toBeGreaterThan(before.get(id)!.polls + 15);
      expect(row.pollsSkipped).toBe(before.get(id)!.pollsSkipped);
      expect(row.pollsFailed).toBe(0);
    }
  });

  it('is given writes where it is polled; one that is under way when its host dies is unknown', async () => {
    await shards.add(devices.slice(0, 4).map((device) => device.job()));
    const ids = ['d0', 'd1', 'd2', 'd3'];
    await vi.waitFor(() => arePolled(ids), wait);
    for (const [i, device] of ids.entries()) {
      const order = { device, tag: 't3', value: 1_000 + i, verify: true, budgetMs: 2_000 };
      expect(await shards.write(order, 2_000)).toMatchObject({ kind: 'done', verified: true, readBack: 1_000 + i });
    }
    expect(await shards.write({ device: 'no', tag: 't', value: 1, verify: true, budgetMs: 100 }, 100)).toMatchObject({
      kind: 'down',
    });

    await Promise.all(devices.slice(0, 4).map(({ simulator }) => simulator.setFault('silent')));
    const under = ids.map((device) =>
      shards.write({ device, tag: 't3', value: 7, verify: true, budgetMs: 5_000 }, 5_000),
    );
    await new Promise((resolve) => setTimeout(resolve, 50));
    await Promise.all(hosts.map(kill));
    const kinds = (await Promise.all(under)).map(({ kind }) => kind);
    expect(kinds).toEqual(ids.map(() => 'unknown'));
    expect(await shards.write({ device: 'd0', tag: 't3', value: 7, verify: true, budgetMs: 500 }, 500)).toMatchObject({
      kind: 'down',
    });
  });
});
