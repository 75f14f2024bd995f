import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { trackLifetimes } from '../kernel/lifetime.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import type { MemoryDevice } from './memory-device.ts';
import { MemoryHost } from './memory-host.ts';

const tracking = trackLifetimes();
let host: MemoryHost;
let device: MemoryDevice;

beforeEach(async () => {
  host = new MemoryHost(new FakeClock());
  device = await host.given('unit');
  await host.clock.advance(3_000);
  device.calls.length = 0;
});
afterEach(async () => {
  const ended = host.devices.dispose();
  await host.clock.advance(20_000);
  await ended;
  expect(host.clock.pending).toBe(0);
  expect(tracking.leaked()).toEqual([]);
});

const kinds = (): string[] => host.statuses.map(({ status }) => status.kind);

describe('a device whose shared connection was lost by another one', () => {
  it('opens it again within its turn and loses no poll', async () => {
    host.statuses.length = 0;
    const { polls } = host.health('unit');
    for (let fault = 0; fault < 20; fault++) {
      device.isStranded = true;
      await host.clock.advance(1_000);
      expect(device.calls.splice(0)).toEqual(['open', 'read a']);
    }
    expect(host.health('unit')).toMatchObject({ polls: polls + 20, pollsFailed: 0, pollsSkipped: 0 });
    expect(host.health('unit').status.kind).toBe('connected');
    expect(kinds()).toEqual([]);
    expect(host.lines).toEqual(['info device connected unit']);
  });

  it('holds the endpoint while it opens it, so that nobody else is asked', async () => {
    await host.given('other', { endpoint: 'unit' });
    device.connectMs = 300;
    device.isStranded = true;
    await host.clock.advance(10_000);
    expect(host.plant.mostInFlight).toBe(1);
    for (const id of ['unit', 'other']) expect(host.health(id)).toMatchObject({ pollsFailed: 0, pollsSkipped: 0 });
  });

  it('counts a connect that comes to nothing as such, and no failed poll', async () => {
    device.isStranded = true;
    device.isRefusing = true;
    await host.clock.advance(20_000);
    expect(host.health('unit')).toMatchObject({
      pollsFailed: 0,
      status: { kind: 'offline', reason: { code: 'NX_NET_REFUSED' } },
    });
    // At once, then after 1, 2, 4 and 8 s: the back-off of a link that had worked.
    expect(device.calls.length).toBeGreaterThanOrEqual(5);
    expect(device.calls.length).toBeLessThanOrEqual(7);
    device.isRefusing = false;
    await host.clock.advance(36_000);
    expect(host.health('unit').status.kind).toBe('connected');
  });

  it('is told as connecting when that takes long, and as connected once it was read', async () => {
    host.statuses.length = 0;
    device.isStranded = true;
    device.connectMs = 2_500;
    await host.clock.advance(2_000);
    expect(host.health('unit').status.kind).toBe('connecting');
    await host.clock.advance(2_000);
    expect(host.health('unit')).toMatchObject({ pollsFailed: 0 });
    expect(kinds()).toEqual(['connecting', 'connected']);
  });

  it('is removed while it opens it, and nothing is left', async () => {
    device.isStranded = true;
    device.connectMs = 5_000;
    await host.clock.advance(1_000);
    expect(device.calls).toEqual(['open']);
    const removed = host.devices.remove('unit');
    await host.clock.advance(0);
    await removed;
    expect(host.plant.connecting).toBe(0);
    expect(device.calls).toEqual(['open']);
  });
});

describe('a write to such a device', () => {
  /** Between two polls. */
  beforeEach(async () => {
    await host.clock.advance(500);
    device.calls.length = 0;
  });

  it('is sent once, after the connection was opened again', async () => {
    device.isStranded = true;
    const outcome = await host.write({ device: 'unit', tag: 'a', value: 7 }, 100);
    expect(outcome).toMatchObject({ kind: 'done', verified: true });
    expect(device.calls).toEqual(['open', 'write a=7', 'read a']);
  });

  it('that finds the connection refused was not sent', async () => {
    device.isStranded = true;
    device.isRefusing = true;
    const outcome = await host.write({ device: 'unit', tag: 'a', value: 7 }, 100);
    expect(outcome).toMatchObject({ kind: 'down', text: expect.stringContaining('nothing was sent') });
    expect(device.calls.filter((call) => call !== 'open')).toEqual([]);
  });

  it('does not wait longer than it may, and its impatience is no failure of the device', async () => {
    device.isStranded = true;
    device.connectMs = 400;
    const outcome = await host.write({ device: 'unit', tag: 'a', value: 7, budgetMs: 200 }, 300);
    expect(outcome).toMatchObject({
      kind: 'failed',
      code: 'NX_CANCELLED',
      text: expect.stringMatching(/Nothing was sent/),
    });
    await host.clock.advance(5_000);
    expect(host.health('unit')).toMatchObject({ pollsFailed: 0, status: { kind: 'connected' } });
    expect(device.calls.filter((call) => call.startsWith('write'))).toEqual([]);
  });
});

describe('the gate of connects', () => {
  it('is not in the way of a device that joins a connection', async () => {
    host.devices.setMaxConnecting(1);
    host.plant.device('dead').isMute = true;
    await host.given('dead');
    host.plant.device('joins').joins = true;
    await host.given('joins');
    expect(host.health('joins').status.kind).toBe('connected');
    expect(host.devices.load()).toMatchObject({ connecting: 1, connectsWaiting: 0 });
  });

  it('lets a device first that has lost its connection by another one', async () => {
    host.devices.setMaxConnecting(1);
    for (let i = 0; i < 10; i++) {
      host.plant.device(`dead${i}`).isMute = true;
      await host.given(`dead${i}`);
    }
    device.isStranded = true;
    // The next slot, and the 3 s that the first of the dead may keep its place.
    await host.clock.advance(4_500);
    expect(host.health('unit')).toMatchObject({ pollsFailed: 0, status: { kind: 'connected' } });
    expect(device.calls.slice(0, 2)).toEqual(['open', 'read a']);
  });
});

describe('a device that rests before its next attempt', () => {
  it('tries at once when what stood in its way may be gone, and once', async () => {
    device.isRefusing = true;
    device.readFaults.push('NX_DRIVER_DISCONNECTED');
    await host.clock.advance(120_000);
    device.isRefusing = false;
    device.calls.length = 0;
    host.devices.hurry('another');
    await host.clock.advance(0);
    expect(device.calls).toEqual([]);
    host.devices.hurry('memory');
    host.devices.hurry('memory');
    await host.clock.advance(0);
    expect(device.calls.filter((call) => call === 'open')).toHaveLength(1);
    expect(host.health('unit').status.kind).not.toBe('offline');
    // One that is connected is left alone.
    host.devices.hurry('memory');
    await host.clock.advance(5_000);
    expect(device.calls.filter((call) => call === 'open')).toHaveLength(1);
  });

  it('has what failed before held against it no more', async () => {
    device.isRefusing = true;
    device.readFaults.push('NX_DRIVER_DISCONNECTED');
    await host.clock.advance(120_000);
    const breaker = async () => (await host.devices.link({ device: 'unit', act: 'look' }))?.breaker;
    expect(await breaker()).toMatchObject({ state: 'open' });
    host.devices.hurry('memory');
    await host.clock.advance(0);
    expect(await breaker()).toMatchObject({ state: 'closed', inRow: 1, failed: 1 });
  });
});
