import { describe, expect, it } from 'vitest';
import { STATUS } from '../../src-shared/domain/quality.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import { MemoryHost, type MemoryJob } from './memory-host.ts';

const ADAPTIVE: MemoryJob = {
  bounds: { fastestMs: 200, slowestMs: 10_000 },
  pace: { change: 1, slowerAfter: 5, holdMs: 30_000, mostLoad: 0.5 },
};

/** Longer than it takes to the slowest period from any other. */
const SETTLED_MS = 100_000;

describe('a device that is polled adaptively', () => {
  it('is polled slowly while nothing changes, fast when something does, and slowly again', async () => {
    const host = new MemoryHost(new FakeClock());
    const device = await host.given('plc', ADAPTIVE);
    await host.clock.advance(SETTLED_MS);
    expect(host.health('plc').paces).toMatchObject([{ nowMs: 10_000, cause: 'steady' }]);
    host.taken('plc');
    await host.clock.advance(60_000);
    expect(host.taken('plc')).toHaveLength(6);
    device.values.set('a:uint16', 500);
    await host.clock.advance(10_000);
    const fast = host.taken('plc').length;
    expect(fast).toBeGreaterThan(5);
    await host.clock.advance(SETTLED_MS);
    host.taken('plc');
    await host.clock.advance(60_000);
    expect(host.taken('plc')).toHaveLength(6);
    await host.devices.dispose();
  });

  it('counts no poll as skipped because its period changed', async () => {
    const host = new MemoryHost(new FakeClock());
    const device = await host.given('plc', ADAPTIVE);
    device.answerMs = 15;
    for (let value = 0; value < 20; value++) {
      device.values.set('a:uint16', 100 * (value % 3));
      await host.clock.advance(13_337);
    }
    expect(host.health('plc')).toMatchObject({ pollsSkipped: 0, pollsFailed: 0 });
    expect(host.health('plc').polls).toBeGreaterThan(100);
    await host.devices.dispose();
  });

  it('leaves tags with an interval of their own at it', async () => {
    const host = new MemoryHost(new FakeClock());
    await host.given('plc', { ...ADAPTIVE, tags: ['a:uint16', { address: 'b:uint16', pollIntervalMs: 500 }] });
    await host.clock.advance(SETTLED_MS);
    host.taken('plc');
    await host.clock.advance(20_000);
    const taken = host.taken('plc');
    expect(taken.filter((call) => call === 'read b')).toHaveLength(40);
    expect(taken.filter((call) => call === 'read a')).toHaveLength(2);
    expect(host.health('plc').paces).toHaveLength(1);
    await host.devices.dispose();
  });

  it('never keeps a slow device busy for longer than its budget, and says so', async () => {
    const host = new MemoryHost(new FakeClock());
    const device = await host.given('plc', ADAPTIVE);
    device.answerMs = 300;
    let value = 0;
    host.clock.every(50, () => device.values.set('a:uint16', (value += 10)));
    await host.clock.advance(20_000);
    host.taken('plc');
    await host.clock.advance(60_000);
    expect(host.taken('plc').length * 300).toBeLessThanOrEqual(30_000);
    expect(host.health('plc').paces).toMatchObject([{ nowMs: 800, cause: 'budget' }]);
    expect(host.health('plc').paces![0]!.heldBack).toBeGreaterThan(50);
    await host.devices.dispose();
  });

  it('shares the time of an endpoint with the other units behind it', async () => {
    const host = new MemoryHost(new FakeClock());
    const units = ['one', 'two', 'three'];
    for (const unit of units) {
      const device = await host.given(unit, { ...ADAPTIVE, endpoint: 'line' });
      device.answerMs = 60;
      let value = 0;
      host.clock.every(50, () => device.values.set('a:uint16', (value += 10)));
    }
    await host.clock.advance(20_000);
    for (const unit of units) host.taken(unit);
    await host.clock.advance(60_000);
    const polls = units.map((unit) => host.taken(unit).length);
    expect(polls.reduce((sum, one) => sum + one, 0) * 60).toBeLessThanOrEqual(30_000);
    for (const own of polls) expect(own).toBeGreaterThanOrEqual(75);
    await host.devices.dispose();
  });

  it('is the fastest for a while after a quality rule found fault, though nothing moves any more', async () => {
    const host = new MemoryHost(new FakeClock());
    const device = await host.given('plc', {
      ...ADAPTIVE,
      tags: [
        {
          address: 'a:uint16',
          deadband: { absolute: 50 },
          quality_rules: [{ check: 'range', high: 10, action: 'alert' }],
        },
      ],
    });
    await host.clock.advance(SETTLED_MS);
    device.values.set('a:uint16', 11);
    await host.clock.advance(15_000);
    expect(host.health('plc').paces).toMatchObject([{ nowMs: 200, cause: 'anomaly' }]);
    await host.clock.advance(30_000 + SETTLED_MS);
    expect(host.health('plc').paces).toMatchObject([{ nowMs: 10_000, cause: 'steady' }]);
    await host.devices.dispose();
  });

  it('is lost after three of its periods of now, not of those it once had', async () => {
    const host = new MemoryHost(new FakeClock());
    const device = await host.given('plc', ADAPTIVE);
    const lostAfter = async (): Promise<number> => {
      host.batches.length = 0;
      device.isMute = true;
      const sinceMs = host.clock.monoMs();
      while (!host.batches.some(({ status }) => status[0] === STATUS.BadNoCommunication)) await host.clock.advance(500);
      device.isMute = false;
      return host.clock.monoMs() - sinceMs;
    };
    await host.clock.advance(SETTLED_MS + 500);
    expect(await lostAfter()).toBeGreaterThan(20_000);
    await host.clock.advance(60_000 + SETTLED_MS);
    expect(host.health('plc').paces).toMatchObject([{ nowMs: 10_000 }]);
    let value = 0;
    host.clock.every(50, () => device.values.set('a:uint16', (value += 10)));
    // It is watched from the moment on at which it is fast, not from the end of the longer watch before.
    while (host.health('plc').paces![0]!.nowMs > 200) await host.clock.advance(200);
    expect(await lostAfter()).toBeLessThan(6_000);
    await host.devices.dispose();
  });
});
