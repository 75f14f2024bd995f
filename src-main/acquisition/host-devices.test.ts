import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { STATUS } from '../../src-shared/domain/quality.ts';
import { trackLifetimes } from '../kernel/lifetime.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import { MemoryHost } from './memory-host.ts';

const tracking = trackLifetimes();
let host: MemoryHost;
beforeEach(() => {
  host = new MemoryHost(new FakeClock());
});
afterEach(async () => {
  const ended = host.devices.dispose();
  await host.clock.advance(20_000);
  await ended;
  expect(host.clock.pending).toBe(0);
  expect(tracking.leaked()).toEqual([]);
});

const GROUPS = [
  'fast:uint16',
  { address: 'slow:uint16', pollIntervalMs: 3_000 },
  { address: 'other:uint16', pollIntervalMs: 3_000 },
  { address: 'rare:uint16', pollIntervalMs: 60_000 },
];

describe('devices of one message', () => {
  it('start together once what their protocol takes long to load is there, but for one that is gone by then', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    host.plant.loading = promise;
    const added = host.devices.addAll(['a', 'b', 'c'].map((id) => host.job(id)));
    const removed = host.devices.remove('b');
    await host.clock.advance(5_000);
    expect([...host.devices.runners]).toEqual([]);
    resolve();
    await Promise.all([added, removed]);
    await host.clock.advance(10);
    expect(Array.from(host.devices.runners, (runner) => runner.health().device)).toEqual(['a', 'c']);
    expect(['a', 'c'].map((id) => host.taken(id))).toEqual([['read a'], ['read a']]);
  });

  it('start though it cannot be loaded: the one that needs it says so', async () => {
    host.plant.loading = Promise.reject(new TypeError('no such library'));
    await host.devices.addAll([host.job('a')]);
    await host.clock.advance(10);
    expect(host.taken('a')).toEqual(['read a']);
  });
});

describe('tags with intervals of their own', () => {
  it('are polled in groups on one grid, one after another and without a skip', async () => {
    const device = await host.given('plc', { tags: GROUPS });
    device.answerMs = 200;
    await host.clock.advance(2_000);
    host.taken('plc');
    await host.clock.advance(60_000);
    const count = (call: string): number => calls.filter((other) => other === call).length;
    const calls = host.taken('plc');
    expect([count('read fast'), count('read slow other'), count('read rare')]).toEqual([60, 20, 1]);
    expect(host.health('plc')).toMatchObject({ pollsSkipped: 0, pollsFailed: 0, tagsGood: 4 });
    expect(host.plant.mostInFlight).toBe(1);
  });

  it('are all read as soon as the link opens, and told in batches of their own', async () => {
    await host.given('plc', { tags: GROUPS });
    expect(host.taken('plc')).toEqual(['read fast', 'read slow other', 'read rare']);
    expect(host.batches.map((batch) => [...batch.tag])).toEqual([[0], [1, 2], [3]]);
  });

  it('are lost together, each said once, and read anew when the device is back', async () => {
    const device = await host.given('plc', { tags: GROUPS });
    await host.clock.advance(100);
    host.batches.length = 0;
    device.isRefusing = true;
    device.readFaults.push('NX_DRIVER_DISCONNECTED');
    await host.clock.advance(20_000);
    expect(host.batches.flatMap((batch) => [...batch.status])).toEqual(Array(4).fill(STATUS.BadNoCommunication));
    expect(host.health('plc').tagsGood).toBe(0);
    device.isRefusing = false;
    await host.clock.advance(40_000);
    expect(host.health('plc')).toMatchObject({ tagsGood: 4, status: { kind: 'degraded' } });
  });

  it('skip a poll that is due while the one before runs, and count it', async () => {
    const device = await host.given('plc');
    await host.clock.advance(1_500);
    device.answerMs = 2_500;
    await host.clock.advance(20_000);
    const { polls, pollsSkipped } = host.health('plc');
    // Slots 1 s apart, answers 2.5 s: two of three slots are skipped.
    expect(pollsSkipped).toBeGreaterThan(10);
    expect(polls + pollsSkipped).toBeGreaterThanOrEqual(20);
  });
});

describe('devices behind one endpoint', () => {
  it('share one request at a time and wait for one another without a skip', async () => {
    const ids = ['u1', 'u2', 'u3', 'u4'];
    for (const id of ids) (await host.given(id, { endpoint: 'gateway' })).answerMs = 200;
    await host.clock.advance(30_000);
    expect(host.plant.mostInFlight).toBe(1);
    for (const id of ids) expect(host.health(id)).toMatchObject({ pollsSkipped: 0, pollsFailed: 0 });
    expect(host.health('u4').polls).toBeGreaterThan(28);
    const load = host.devices.load();
    expect(load).toMatchObject({ devices: 4, endpoints: 1, requestsRefused: 0 });
    expect(load.waitedMsTotal).toBeGreaterThan(0);
    expect(load.longestWaitMs).toBeLessThanOrEqual(600);
    expect(host.devices.load().longestWaitMs).toBe(0);
  });

  it('are held up by a sick unit for one request timeout an attempt, and less and less often', async () => {
    const sick = await host.given('sick', { endpoint: 'gateway' });
    await host.given('well', { endpoint: 'gateway' });
    await host.clock.advance(5_000);
    sick.isMute = true;
    // What the gateway accepts at once and the unit behind it never answers.
    const before = host.health('well').polls;
    await host.clock.advance(300_000);
    const { polls, pollsSkipped, pollsFailed } = host.health('well');
    expect(pollsFailed).toBe(0);
    expect(polls - before + pollsSkipped).toBeGreaterThanOrEqual(299);
    const attempts = host.taken('sick').length;
    expect(attempts).toBeLessThan(20);
    expect(pollsSkipped).toBeLessThanOrEqual(attempts);
    expect(host.devices.load().longestWaitMs).toBeLessThanOrEqual(1_000);
  });

  it('are not held up at all by one that cannot be connected', async () => {
    host.plant.device('dead').isMute = true;
    await host.given('dead', { endpoint: 'gateway' });
    await host.given('well', { endpoint: 'gateway' });
    await host.clock.advance(60_000);
    expect(host.health('well')).toMatchObject({ pollsSkipped: 0, pollsFailed: 0 });
    expect(host.health('well').polls).toBeGreaterThanOrEqual(60);
  });
});

describe('a device that is lost', () => {
  it('is logged once when it goes and once when it is back, however often it is tried', async () => {
    const device = await host.given('pump');
    await host.clock.advance(3_000);
    device.isRefusing = true;
    device.readFaults.push('NX_DRIVER_DISCONNECTED');
    await host.clock.advance(300_000);
    expect(host.health('pump').status).toMatchObject({
      kind: 'offline',
      breaker: 'open',
      reason: { code: 'NX_NET_REFUSED' },
    });
    device.isRefusing = false;
    // The rest of 30 s and its jitter of 20 %.
    await host.clock.advance(36_000);
    // The poll that failed is more than five minutes ago.
    expect(host.health('pump').status.kind).toBe('connected');
    expect(host.lines).toEqual([
      'info device connected pump',
      'warn device offline pump',
      'info device connected pump',
    ]);
  });

  it('loses one poll when only its connection was reset', async () => {
    const device = await host.given('pump');
    await host.clock.advance(3_500);
    device.readFaults.push('NX_DRIVER_DISCONNECTED');
    await host.clock.advance(1_000);
    expect(host.health('pump')).toMatchObject({ pollsFailed: 1, status: { kind: 'degraded' } });
    expect(host.lines).toEqual(['info device connected pump']);
  });

  it('rests when most of its requests fail, and says so in words', async () => {
    const device = await host.given('pump');
    for (let i = 0; i < 60; i++) device.readFaults.push(i % 3 === 0 ? undefined : 'NX_DRIVER_TIMEOUT');
    await host.clock.advance(16_000);
    expect(host.health('pump').status).toMatchObject({
      kind: 'offline',
      reason: { code: 'NX_DRIVER_BREAKER', text: expect.stringMatching(/60 % or more .* rests for 30 s/) },
    });
    expect(host.taken('pump').length).toBeGreaterThanOrEqual(10);
    await host.clock.advance(10_000);
    expect(device.calls).toEqual([]);
    expect(await host.write({ device: 'pump', tag: 'a', value: 1 }, 0)).toMatchObject({ kind: 'down' });
    device.readFaults.length = 0;
    await host.clock.advance(30_000);
    expect(host.health('pump').status.kind).toBe('degraded');
  });

  it('is asked again within the slot when it refused a request over an open link', async () => {
    const device = await host.given('pump');
    await host.clock.advance(900);
    host.taken('pump');
    device.readFaults.push('NX_DRIVER_REJECTED', 'NX_DRIVER_REJECTED');
    await host.clock.advance(1_000);
    expect(host.taken('pump')).toEqual(['read a', 'read a', 'read a']);
    expect(host.health('pump')).toMatchObject({ pollsFailed: 0, pollsSkipped: 0 });
    expect(device.calls).not.toContain('open');
  });
});

describe('the devices of a host', () => {
  it('never have more connects pending than they may, and all get their turn', async () => {
    host.devices.setMaxConnecting(16);
    for (let i = 0; i < 100; i++) host.plant.device(`d${i}`).connectMs = 50;
    for (let i = 0; i < 100; i++) void host.devices.add(host.job(`d${i}`));
    await host.clock.advance(2_000);
    expect(host.plant.mostConnecting).toBe(16);
    for (let i = 0; i < 100; i++) expect(host.health(`d${i}`).status.kind).toBe('connected');
    expect(host.devices.load()).toMatchObject({ connecting: 0, connectsWaiting: 0, connectsTotal: 100 });
  });

  it('are made anew only when the one before has ended', async () => {
    const device = await host.given('pump', { tags: ['a:uint16'] });
    device.answerMs = 300;
    await host.clock.advance(1_100);
    void host.devices.remove('pump');
    const again = host.devices.add(host.job('pump', { tags: ['b:uint16'] }));
    await host.clock.advance(400);
    await again;
    await host.clock.advance(1_000);
    expect(host.plant.mostInFlight).toBe(1);
    expect(host.health('pump').device).toBe('pump');
    const calls = host.taken('pump');
    expect(calls.lastIndexOf('read a')).toBeLessThan(calls.indexOf('read b'));
    expect([...host.devices.runners]).toHaveLength(1);
  });

  it('run as they were described last, in whatever order they were taken in and out', async () => {
    const steps = [
      host.devices.add(host.job('pump', { tags: ['a:uint16'] })),
      host.devices.add(host.job('pump', { tags: ['b:uint16'] })),
      host.devices.remove('pump'),
      host.devices.add(host.job('pump', { tags: ['c:uint16'] })),
    ];
    await host.clock.advance(100);
    await Promise.all(steps);
    host.taken('pump');
    await host.clock.advance(3_000);
    expect(new Set(host.taken('pump'))).toEqual(new Set(['read c']));
  });
});
