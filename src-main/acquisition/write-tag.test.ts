import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../testing/fake-clock.ts';
import { MemoryHost } from './memory-host.ts';

let host: MemoryHost;
beforeEach(() => {
  host = new MemoryHost(new FakeClock());
});

const TAGS = [
  'a:uint16',
  { address: 'speed:uint16', scale: 0.1 },
  { address: 'level:float32' },
  { address: 'name:string' },
  { address: 'count:int64' },
  { address: 'run:bool' },
];

describe('a write', () => {
  it('is sent before the polls, read back, told as verified, and shown at once as a point', async () => {
    const device = await host.given('pump', { tags: TAGS });
    await host.clock.advance(100);
    host.taken('pump');
    host.batches.length = 0;
    const outcome = await host.write({ device: 'pump', tag: 'speed', value: 12.3 }, 0);
    expect(outcome).toEqual({ kind: 'done', verified: true, readBack: 12.3, tookMs: 0 });
    expect(device.values.get('speed:uint16')).toBe(123);
    expect(host.taken('pump')).toEqual(['write speed=123', 'read speed']);
    expect(host.batches).toHaveLength(1);
    const [batch] = host.batches;
    expect([batch!.count, batch!.tag[0], batch!.value[0], batch!.status[0]]).toEqual([1, 1, expect.closeTo(12.3), 0]);
  });

  it.each([
    ['level', 8.4, Math.fround(8.4)],
    ['name', 'RUN', 'RUN'],
    ['count', 2n ** 60n + 1n, 2n ** 60n + 1n],
    ['run', true, true],
  ])('of %s = %s is verified by what the device can hold', async (tag, value, readBack) => {
    await host.given('pump', { tags: TAGS });
    expect(await host.write({ device: 'pump', tag, value })).toMatchObject({ kind: 'done', verified: true, readBack });
  });

  it('looks again where a device shows a new value only after its cycle', async () => {
    const device = await host.given('pump', { tags: TAGS });
    device.writesShowAfterReads = 1;
    expect(await host.write({ device: 'pump', tag: 'a', value: 7 }, 2_000)).toMatchObject({
      kind: 'done',
      verified: true,
      readBack: 7,
    });
  });

  it('is done but not verified when the device keeps another value, and says which', async () => {
    const device = await host.given('pump', { pollIntervalMs: 60_000, tags: TAGS });
    device.writesShowAfterReads = 99;
    const outcome = await host.write({ device: 'pump', tag: 'a', value: 7 });
    expect(outcome).toMatchObject({ kind: 'done', verified: false, readBack: 1 });
    expect(host.taken('pump').filter((call) => call.startsWith('write'))).toEqual(['write a=7']);
  });

  it('is not read back when nobody asks for it', async () => {
    await host.given('pump', { pollIntervalMs: 60_000, tags: TAGS });
    await host.clock.advance(10_000);
    host.taken('pump');
    expect(await host.write({ device: 'pump', tag: 'a', value: 7, verify: false })).toEqual({
      kind: 'done',
      verified: false,
      tookMs: 0,
    });
    expect(host.taken('pump')).toEqual(['write a=7']);
  });

  it('with an expectation compares a fresh read exactly, and says what was there', async () => {
    const device = await host.given('pump', { pollIntervalMs: 60_000, tags: TAGS });
    device.values.set('level:float32', Math.fround(8.4));
    device.values.set('speed:uint16', 50);
    host.taken('pump');
    expect(await host.write({ device: 'pump', tag: 'level', value: 9, expect: 8.4 })).toMatchObject({
      kind: 'done',
      verified: true,
      previous: Math.fround(8.4),
    });
    expect(await host.write({ device: 'pump', tag: 'speed', value: 9, expect: 5.1 })).toEqual({
      kind: 'precondition',
      seen: 5,
      tookMs: 0,
    });
    // 5.04 lies between two steps: the device cannot hold it.
    expect(await host.write({ device: 'pump', tag: 'speed', value: 9, expect: 5.04 })).toMatchObject({ seen: 5 });
    device.values.delete('speed:uint16');
    expect(await host.write({ device: 'pump', tag: 'speed', value: 9, expect: 5 })).toMatchObject({
      kind: 'precondition',
      seen: null,
    });
    expect(host.taken('pump').filter((call) => call.startsWith('write'))).toEqual(['write level=9']);
  });

  it('of a value between two steps of the tag is refused before anything is sent', async () => {
    await host.given('pump', { pollIntervalMs: 60_000, tags: TAGS });
    await host.clock.advance(10_000);
    host.taken('pump');
    expect(await host.write({ device: 'pump', tag: 'speed', value: 12.34 })).toMatchObject({
      kind: 'failed',
      code: 'NX_VALUE_RANGE',
      text: expect.stringContaining('12.3'),
    });
    expect(host.taken('pump')).toEqual([]);
  });

  it('that the device refuses has failed, and the link stays', async () => {
    const device = await host.given('pump', { tags: TAGS });
    await host.clock.advance(100);
    device.writeFault = 'NX_DRIVER_REJECTED';
    expect(await host.write({ device: 'pump', tag: 'a', value: 7 })).toMatchObject({
      kind: 'failed',
      code: 'NX_DRIVER_REJECTED',
    });
    expect(host.health('pump').status.kind).toBe('connected');
    expect(device.calls.filter((call) => call === 'open')).toHaveLength(1);
  });

  it('whose answer never came is unknown and is not sent again, and the link is opened anew', async () => {
    const device = await host.given('pump', { tags: TAGS });
    await host.clock.advance(100);
    device.writeFault = 'NX_DRIVER_UNKNOWN_OUTCOME';
    expect(await host.write({ device: 'pump', tag: 'a', value: 7 })).toMatchObject({ kind: 'unknown' });
    await host.clock.advance(10_000);
    expect(device.calls.filter((call) => call === 'write a=7')).toHaveLength(1);
    expect(device.calls.filter((call) => call === 'open')).toHaveLength(2);
    expect(host.health('pump').status.kind).toBe('connected');
  });

  it('stays done when reading back loses the link', async () => {
    const device = await host.given('pump', { pollIntervalMs: 60_000, tags: TAGS });
    await host.clock.advance(100);
    device.readFaults.push('NX_DRIVER_TIMEOUT');
    device.isRefusing = true;
    expect(await host.write({ device: 'pump', tag: 'a', value: 7 })).toMatchObject({ kind: 'done', verified: false });
    expect(device.values.get('a:uint16')).toBe(7);
  });

  it('never waits for a link: a device that is down, unknown or without the tag is told so at once', async () => {
    const device = host.plant.device('pump');
    device.isRefusing = true;
    await host.given('pump');
    expect(await host.write({ device: 'pump', tag: 'a', value: 7 }, 0)).toEqual({
      kind: 'down',
      text: expect.stringContaining('Refused.'),
    });
    expect(await host.write({ device: 'other', tag: 'a', value: 7 }, 0)).toMatchObject({ kind: 'down' });
    device.isRefusing = false;
    await host.clock.advance(5_000);
    expect(await host.write({ device: 'pump', tag: 'no', value: 7 }, 0)).toMatchObject({ kind: 'down' });
    expect(device.calls.filter((call) => call.startsWith('write'))).toEqual([]);
  });

  it('whose deadline passes while it waits for its turn has failed, and nothing was sent', async () => {
    const device = await host.given('pump', { endpoint: 'gateway' });
    const neighbour = await host.given('fan', { endpoint: 'gateway' });
    await host.clock.advance(2_000);
    host.taken('pump');
    neighbour.isMute = true;
    await host.clock.advance(500);
    const outcome = await host.write({ device: 'pump', tag: 'a', value: 7, budgetMs: 100 });
    expect(outcome).toMatchObject({ kind: 'failed', code: 'NX_CANCELLED', tookMs: 100 });
    expect(device.calls.filter((call) => call.startsWith('write'))).toEqual([]);
  });

  it('that was sent when its deadline passes is unknown', async () => {
    const device = await host.given('pump', { pollIntervalMs: 60_000 });
    await host.clock.advance(100);
    device.answerMs = 500;
    const outcome = await host.write({ device: 'pump', tag: 'a', value: 7, budgetMs: 100, verify: false });
    expect(outcome).toMatchObject({ kind: 'unknown', tookMs: 100 });
    expect(host.taken('pump')).toContain('write a=7');
  });

  it('under way when its device is removed comes to an end', async () => {
    const device = await host.given('pump', { pollIntervalMs: 60_000 });
    await host.clock.advance(100);
    device.isMute = true;
    const outcome = host.devices.write({ device: 'pump', tag: 'a', value: 7, verify: true, budgetMs: 3_000 });
    await host.clock.advance(10);
    const removed = host.devices.remove('pump');
    await host.clock.advance(10);
    await removed;
    expect((await outcome).kind).toBe('unknown');
  });
});

describe('writes and polls of one device', () => {
  it('never meet on the line, and a lost link counts once for both', async () => {
    const host = new MemoryHost(new FakeClock());
    const device = await host.given('pump', { pollIntervalMs: 200 });
    await host.clock.advance(1_000);
    device.answerMs = 50;
    const writes = Array.from({ length: 20 }, (_, i) => host.write({ device: 'pump', tag: 'a', value: i }, 0));
    await host.clock.advance(5_000);
    expect((await Promise.all(writes)).map(({ kind }) => kind)).toEqual(Array(20).fill('done'));
    expect(host.plant.mostInFlight).toBe(1);
    expect(device.calls.filter((call) => call.startsWith('write'))).toHaveLength(20);

    device.calls.length = 0;
    device.readFaults.push('NX_DRIVER_DISCONNECTED');
    await host.clock.advance(195);
    const late = host.write({ device: 'pump', tag: 'a', value: 99 }, 500);
    await host.clock.advance(400);
    // One failure of a link that worked is tried again at once: a second one would have made it wait for 1 s.
    expect(device.calls.filter((call) => call === 'open')).toHaveLength(1);
    expect(host.health('pump').status.kind).toMatch(/connected|degraded/);
    expect((await late).kind).toMatch(/down|done/);
    await host.devices.dispose();
  });
});
