import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { STATUS } from '../../src-shared/domain/quality.ts';
import { trackLifetimes } from '../kernel/lifetime.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import type { MemoryDevice } from './memory-device.ts';
import { MemoryHost, type MemoryTag } from './memory-host.ts';

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

async function given(tags: readonly MemoryTag[] = ['a:uint16'], id = 'plc', endpoint = id): Promise<MemoryDevice> {
  const device = host.plant.device(id);
  device.subscribes = true;
  device.changedUs = host.clock.wallUs();
  await host.given(id, { tags, endpoint });
  await host.clock.advance(1);
  return device;
}

const kind = (id = 'plc'): string => host.health(id).status.kind;
const points = (): { readonly tag: number; readonly value: number; readonly status: number; readonly us: number }[] =>
  host.batches
    .splice(0)
    .flatMap((batch) =>
      [...batch.tag].map((tag, i) => ({ tag, value: batch.value[i]!, status: batch.status[i]!, us: batch.timeUs[i]! })),
    );

describe('a device that sends its values by itself', () => {
  it('is subscribed with all its tags and never polled', async () => {
    await given(['a:uint16', { address: 'b:uint16', pollIntervalMs: 3_000 }]);
    await host.clock.advance(60_000);
    expect(host.taken('plc')).toEqual(['subscribe a b']);
    expect(points().map(({ tag, value }) => [tag, value])).toEqual([
      [0, 1],
      [1, 1],
    ]);
  });

  it('is connected once its first values are there, and not before', async () => {
    const device = host.plant.device('plc');
    device.isSilent = true;
    await given();
    expect(kind()).toBe('connecting');
    device.subscription!.push({ address: 'a:uint16', value: 4 });
    expect(kind()).toBe('connected');
    expect(host.health('plc')).toMatchObject({ mode: 'subscribed', tagsGood: 1, polls: 0, successRatio: null });
  });

  it('counts messages that are lost for good, and says so in the log', async () => {
    const device = await given();
    device.subscription!.miss(2);
    device.subscription!.miss(1);
    expect(host.health('plc')).toMatchObject({ pollsSkipped: 3, status: { kind: 'connected' } });
    const line = 'warn messages of the device are lost; the values of now are read plc';
    expect(host.lines.filter((each) => each === line)).toHaveLength(2);
  });

  it('gives one batch a delivery, with the times of the device', async () => {
    const device = await given(['a:uint16', 'b:uint16']);
    host.batches.length = 0;
    const us = host.clock.wallUs();
    device.subscription!.push(
      { address: 'b:uint16', value: 7, timeUs: us - 500 },
      { address: 'a:uint16', value: 8, timeUs: us - 900 },
      { address: 'b:uint16', value: 9, timeUs: us - 100 },
    );
    expect(host.batches).toHaveLength(1);
    expect(points()).toEqual([
      { tag: 1, value: 7, status: 0, us: us - 500 },
      { tag: 0, value: 8, status: 0, us: us - 900 },
      { tag: 1, value: 9, status: 0, us: us - 100 },
    ]);
  });

  it('tells how many updates a second it sends', async () => {
    const device = await given();
    for (let second = 0; second < 20; second++) {
      await host.clock.advance(1_000);
      for (let i = 0; i < 3; i++) device.subscription!.push({ address: 'a:uint16', value: second * 3 + i });
    }
    expect(host.health('plc').updatesPerSecond).toBe(3);
    await host.clock.advance(11_000);
    expect(host.health('plc').updatesPerSecond).toBe(0);
  });

  it('is never lost while it says that it lives, however long nothing changes', async () => {
    host.plant.device('plc').silenceMs = 4_000;
    await given();
    host.batches.length = 0;
    await host.clock.advance(3_600_000);
    expect(host.batches).toEqual([]);
    expect(kind()).toBe('connected');
  });

  it('is lost within 3.1 of its silences when it says nothing more, and subscribed anew', async () => {
    const device = host.plant.device('plc');
    device.silenceMs = 3_000;
    await given();
    await host.clock.advance(3_000);
    host.taken('plc');
    host.batches.length = 0;
    device.isSilent = true;
    await host.clock.advance(9_000);
    expect(host.batches).toEqual([]);
    await host.clock.advance(1_000);
    expect(points()).toMatchObject([{ status: STATUS.BadNoCommunication }]);
    expect(host.health('plc')).toMatchObject({ tagsGood: 0 });
    expect(host.lines.at(-1)).toBe('info device connected plc');
    expect(host.health('plc').status).toMatchObject({ reason: { code: 'NX_DRIVER_TIMEOUT' } });
    device.isSilent = false;
    await host.clock.advance(30_000);
    expect(kind()).toBe('connected');
    expect(points()).toMatchObject([{ status: STATUS.Good, value: 1 }]);
  });

  it('is lost when it says that it lives and never sends the values it was asked for', async () => {
    const device = host.plant.device('plc');
    device.isSilent = true;
    await given();
    device.isSilent = false;
    await host.clock.advance(10_000);
    expect(points().map(({ status }) => status)).toEqual([STATUS.BadNoCommunication, STATUS.Good]);
    expect(host.taken('plc')).toEqual(['subscribe a', 'subscribe a']);
    expect(kind()).toBe('connected');
  });

  it('is subscribed anew when its subscription ends, and what did not change meanwhile is no news', async () => {
    const device = await given(['a:uint16', 'b:uint16']);
    host.batches.length = 0;
    host.taken('plc');
    device.values.set('b:uint16', 5);
    device.subscription!.end('NX_DRIVER_DISCONNECTED');
    await host.clock.advance(2_000);
    expect(host.taken('plc')).toEqual(['subscribe a b']);
    expect(points().map(({ tag, value }) => [tag, value])).toEqual([[1, 5]]);
    expect(kind()).toBe('connected');
  });

  it('ends the gap of a trend when it comes back with values that are older than the gap', async () => {
    const device = await given();
    device.isRefusing = true;
    device.subscription!.end('NX_DRIVER_DISCONNECTED');
    host.batches.length = 0;
    await host.clock.advance(20_000);
    expect(kind()).toBe('offline');
    const [bad, ...others] = points();
    expect(bad).toMatchObject({ status: STATUS.BadNoCommunication });
    expect(others).toEqual([]);
    device.isRefusing = false;
    await host.clock.advance(40_000);
    const [back] = points();
    expect(back).toMatchObject({ status: STATUS.Good, value: 1 });
    expect(back!.us).toBeGreaterThan(bad!.us);
  });

  it('is backed off from like one that refuses when it refuses the subscription', async () => {
    const device = host.plant.device('plc');
    device.readFaults.push(...Array<'NX_DRIVER_REJECTED'>(100).fill('NX_DRIVER_REJECTED'));
    await given();
    await host.clock.advance(120_000);
    expect(host.taken('plc').length).toBeLessThan(20);
    expect(host.health('plc').status).toMatchObject({ kind: 'offline', reason: { code: 'NX_DRIVER_REJECTED' } });
    device.readFaults.length = 0;
    await host.clock.advance(60_000);
    expect(kind()).toBe('connected');
  });

  it('is never lost for having no tags', async () => {
    await given([]);
    await host.clock.advance(60_000);
    expect(kind()).toBe('connected');
  });

  it('names the tags that it refuses, and they alone are Bad', async () => {
    host.plant.device('plc').refused.set('b:uint16', 'The server knows no node “b”. Browse for it.');
    await given(['a:uint16', 'b:uint16']);
    expect(points().map(({ tag, status }) => [tag, status])).toEqual([
      [0, STATUS.Good],
      [1, STATUS.BadConfigurationError],
    ]);
    expect(host.health('plc')).toMatchObject({
      tagsGood: 1,
      tagFaults: [{ tag: 'b', text: 'The server knows no node “b”. Browse for it.' }],
    });
  });

  it('repeats the last value at the heartbeat of its deadband while the link is good, and not while it is down', async () => {
    const device = await given([{ address: 'a:uint16', deadband: { absolute: 5, max_interval: '10s' } }]);
    await host.clock.advance(1_000);
    device.subscription!.push({ address: 'a:uint16', value: 3 });
    host.batches.length = 0;
    await host.clock.advance(60_000);
    expect(points().map(({ value }) => value)).toEqual([3, 3, 3, 3, 3, 3]);
    device.isRefusing = true;
    device.subscription!.end('NX_DRIVER_DISCONNECTED');
    await host.clock.advance(60_000);
    expect(points()).toMatchObject([{ status: STATUS.BadNoCommunication }]);
  });

  it('hears nothing of a subscription that is over', async () => {
    const device = await given();
    const old = device.subscription!;
    old.end('NX_DRIVER_DISCONNECTED');
    await host.clock.advance(2_000);
    host.batches.length = 0;
    old.push({ address: 'a:uint16', value: 99 });
    old.end('NX_DRIVER_PROTOCOL');
    await host.clock.advance(2_000);
    expect(host.batches).toEqual([]);
    expect(kind()).toBe('connected');
  });
});

describe('a write to a subscribed device', () => {
  it('is read back and shown at once, while its values go on coming', async () => {
    const device = await given();
    host.taken('plc');
    host.batches.length = 0;
    const outcome = await host.write({ device: 'plc', tag: 'a', value: 5, expect: 1 });
    expect(outcome).toMatchObject({ kind: 'done', verified: true, readBack: 5, previous: 1 });
    expect(host.taken('plc')).toEqual(['read a', 'write a=5', 'read a']);
    expect(points().map(({ value }) => value)).toEqual([1, 5]);
    device.subscription!.push({ address: 'a:uint16', value: 6 });
    expect(points().map(({ value }) => value)).toEqual([6]);
  });

  it('that breaks the link has it subscribed anew', async () => {
    const device = await given();
    host.taken('plc');
    device.writeFault = 'NX_DRIVER_UNKNOWN_OUTCOME';
    expect(await host.write({ device: 'plc', tag: 'a', value: 5 })).toMatchObject({ kind: 'unknown' });
    expect(host.taken('plc')).toEqual(['write a=5', 'subscribe a']);
  });

  it('waits for no subscription of another device behind the same endpoint', async () => {
    await given(['a:uint16'], 'one', 'server');
    await given(['a:uint16'], 'two', 'server');
    await host.clock.advance(10_000);
    expect(await host.write({ device: 'one', tag: 'a', value: 5 }, 10)).toMatchObject({ kind: 'done' });
    expect([kind('one'), kind('two')]).toEqual(['connected', 'connected']);
  });
});
