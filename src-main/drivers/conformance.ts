import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../kernel/clock.ts';
import { Lifetime } from '../kernel/lifetime.ts';
import { watchTimers } from '../testing/timer-watch.ts';
import { describeFaults } from './fault-conformance.ts';
import { type ConformanceSetup, makeRig, type Rig } from './rig-conformance.ts';
import { describeWriting } from './write-conformance.ts';

export { REQUEST_TIMEOUT_MS } from './rig-conformance.ts';

/** What every driver has to stand, against its own simulator through the fault proxy. One call in a test file. */
export function describeDriver<Connection>(name: string, setup: () => ConformanceSetup<Connection>): void {
  describe(`${name} as a driver`, () => {
    let lifetime: Lifetime;
    let rig: Rig<Connection>;

    beforeEach(async () => {
      lifetime = new Lifetime(`${name} conformance`);
      rig = await makeRig(setup(), lifetime);
    });
    afterEach(() => lifetime.dispose());

    describeReading(() => rig);
    describeFaults(() => rig);
    if (setup().manifest.capabilities.includes('write')) describeWriting(() => rig);
  });
}

function describeReading<Connection>(rig: () => Rig<Connection>): void {
  it('opens one connection, and leaves none when it is closed', async () => {
    const { driver, proxy, never } = rig();
    using timers = watchTimers();
    await driver.open(never);
    await rig().readRight();
    expect([proxy.connections, proxy.open]).toEqual([1, 1]);
    await driver.close();
    expect(await timers.left()).toEqual([]);
    await expect.poll(() => proxy.open).toBe(0);
    await driver.close();
  });

  it('yields the values in the order of the tags, each with the time of its answer', async () => {
    const { driver, never, tags, clockSkewUs } = rig();
    await driver.open(never);
    const beforeUs = systemClock.wallUs() - clockSkewUs;
    const { value, timeUs } = await rig().read();
    const afterUs = systemClock.wallUs() + clockSkewUs;
    expect([...value]).toEqual(tags.map((_, index) => 10 + index));
    expect([...timeUs].every((us) => us >= beforeUs && us <= afterUs)).toBe(true);
    rig().level.current = 500;
    await rig().readRight();
  });

  it('reads the same when every segment carries one byte', async () => {
    const { driver, proxy, never } = rig();
    proxy.slice(1);
    await driver.open(never);
    await rig().readRight();
  });

  it('says what a poll costs before anything is open', () => {
    const { requests } = rig().driver.plan(rig().tags).summary;
    expect(requests.reduce((sum, request) => sum + request.tags, 0)).toBe(rig().tags.length);
  });
}
