import { expect, it } from 'vitest';
import { systemClock } from '../kernel/clock.ts';
import { watchTimers } from '../testing/timer-watch.ts';
import type { DriverTag, WriteValue } from './driver.ts';
import { MARGIN_MS, REQUEST_TIMEOUT_MS, type Rig } from './rig-conformance.ts';

/** What every driver that writes has to stand. A write is sent once or not at all, and its outcome is told honestly. */
export function describeWriting<Connection>(rig: () => Rig<Connection>): void {
  describeValues(rig);
  describeUnknownOutcomes(rig);
  describeBrokenLinks(rig);
}

/** As it is read: truth values as numbers. */
function asRead(value: WriteValue): WriteValue {
  return typeof value === 'boolean' ? Number(value) : value;
}

/** The tag that takes small numbers. */
function anyTag<Connection>({ writing }: Rig<Connection>): DriverTag {
  return writing.tags[0]!.tag;
}

function describeValues<Connection>(rig: () => Rig<Connection>): void {
  it('reads back what it wrote, in every data type that it has', async () => {
    const { driver, manifest, connection, writing, never } = rig();
    await driver.open(never);
    const types = writing.tags.map(({ tag }) => manifest.describeAddress(tag, connection).dataType);
    expect(new Set(types)).toEqual(new Set(manifest.dataTypes));
    for (const { tag, values } of writing.tags) {
      expect(values.length).toBeGreaterThan(0);
      for (const value of values) {
        await driver.write(tag, value, never);
        const back = await rig().valueOf(tag);
        expect(typeof value === 'bigint' ? BigInt(back) : back, tag.address).toBe(asRead(value));
      }
    }
    // Nothing else was written on the way, and what was written last is still there.
    await rig().readRight();
    for (const { tag, values } of writing.tags) {
      const last = values.at(-1)!;
      const back = await rig().valueOf(tag);
      expect(typeof last === 'bigint' ? BigInt(back) : back, tag.address).toBe(asRead(last));
    }
    expect(rig().proxy.connections).toBe(1);
  });

  it('refuses what the tag cannot hold or the protocol cannot write, before anything is sent', async () => {
    const { driver, writing, requests, never } = rig();
    await driver.open(never);
    expect(writing.refused.length).toBeGreaterThanOrEqual(5);
    for (const { tag, value, code } of writing.refused) expect(await rig().write(tag, value), tag.address).toBe(code);
    expect(rig().requests).toBe(requests);
    await rig().readRight();
  });

  it('tells a refusal of the device as NX_DRIVER_REJECTED and keeps the link', async () => {
    const { driver, proxy, writing, never } = rig();
    await driver.open(never);
    expect(await rig().write(writing.absent, 1)).toBe('NX_DRIVER_REJECTED');
    await rig().readRight();
    expect([proxy.connections, proxy.open]).toEqual([1, 1]);
  });
}

function describeUnknownOutcomes<Connection>(rig: () => Rig<Connection>): void {
  it('does not know the outcome when the reply is swallowed, and never sends again: the device did act', async () => {
    const { driver, proxy, requests, never } = rig();
    await driver.open(never);
    proxy.halfOpen();
    const startMs = performance.now();
    expect(await rig().write(anyTag(rig()), 7)).toBe('NX_DRIVER_UNKNOWN_OUTCOME');
    expect(performance.now() - startMs).toBeGreaterThanOrEqual(REQUEST_TIMEOUT_MS - 2);
    expect(performance.now() - startMs).toBeLessThan(REQUEST_TIMEOUT_MS + MARGIN_MS);
    expect(await rig().write(anyTag(rig()), 8)).toBe('NX_DRIVER_DISCONNECTED');
    await proxy.restore();
    await expect.poll(() => proxy.open).toBe(0);
    expect(rig().requests).toBe(requests + 1);
    await driver.open(never);
    expect(await rig().valueOf(anyTag(rig()))).toBe(7);
  });

  it('never takes a late reply for the one to the next request', async () => {
    const { driver, proxy, never } = rig();
    for (let round = 1; round <= 3; round++) {
      await driver.open(never);
      proxy.latency(REQUEST_TIMEOUT_MS * 0.6);
      expect(await rig().write(anyTag(rig()), round)).toBe('NX_DRIVER_UNKNOWN_OUTCOME');
      proxy.latency(0);
      await driver.open(never);
      await rig().readRight();
      expect(await rig().write(anyTag(rig()), round + 10)).toBe('written');
      expect(await rig().valueOf(anyTag(rig()))).toBe(round + 10);
    }
  });

  it('tells an abort after the sending as unknown, at once, and closes the link', async () => {
    const { driver, proxy, simulator, never } = rig();
    await driver.open(never);
    await simulator.setFault('silent');
    const { requests } = rig();
    const abort = new AbortController();
    const outcome = rig().write(anyTag(rig()), 5, abort.signal);
    await expect.poll(() => rig().requests).toBe(requests + 1);
    const startMs = performance.now();
    abort.abort();
    expect(await outcome).toBe('NX_DRIVER_UNKNOWN_OUTCOME');
    expect(performance.now() - startMs).toBeLessThan(100);
    await expect.poll(() => proxy.open).toBe(0);
  });

  it('tells the truth after resets at any point of a write', async () => {
    const { driver, proxy, resets, never } = rig();
    const seen = new Set<string>();
    let present: WriteValue = 0;
    for (let cut = 0; cut < resets; cut++) {
      await proxy.restore();
      await driver.open(never);
      proxy.slice(2, 1);
      const sentBefore = rig().requests;
      const outcome = rig().write(anyTag(rig()), cut + 1);
      // Spread over the time that a whole exchange takes this way.
      await systemClock.sleep((cut * 25) / resets);
      proxy.rst();
      const told = await outcome;
      seen.add(told);
      await proxy.restore();
      await driver.open(never);
      expect(rig().requests - sentBefore).toBeLessThanOrEqual(1);
      const back = await rig().valueOf(anyTag(rig()));
      const possible = told === 'written' ? [cut + 1] : [present, cut + 1];
      expect(possible).toContain(back);
      present = back;
    }
    expect(seen).toContain('NX_DRIVER_UNKNOWN_OUTCOME');
    expect([...seen].filter((code) => code !== 'written')).toEqual(['NX_DRIVER_UNKNOWN_OUTCOME']);
  });
}

function describeBrokenLinks<Connection>(rig: () => Rig<Connection>): void {
  it('says that nothing was sent where there is no link', async () => {
    const { driver, proxy, never } = rig();
    expect(await rig().write(anyTag(rig()), 1)).toBe('NX_DRIVER_DISCONNECTED');
    await driver.open(never);
    await rig().readRight();
    proxy.rst();
    await expect.poll(() => proxy.open).toBe(0);
    // The reset has to have arrived, or the write would be on its way before it.
    await systemClock.sleep(20);
    const { requests } = rig();
    expect(await rig().write(anyTag(rig()), 1)).toBe('NX_DRIVER_DISCONNECTED');
    await driver.open(never);
    expect(rig().requests).toBe(requests);
    expect(await rig().valueOf(anyTag(rig()))).toBe(0);
    expect(await rig().write(anyTag(rig()), 1)).toBe('written');
  });

  it('sends nothing and keeps the link when it is aborted before', async () => {
    const { driver, proxy, requests, never } = rig();
    await driver.open(never);
    expect(await rig().write(anyTag(rig()), 1, AbortSignal.abort())).toBe('NX_CANCELLED');
    expect(rig().requests).toBe(requests);
    await rig().readRight();
    expect(proxy.connections).toBe(1);
  });

  it('leaves no timer behind, whatever the outcome', async () => {
    const { driver, proxy, writing, never } = rig();
    using timers = watchTimers();
    await driver.open(never);
    expect(await rig().write(anyTag(rig()), 1)).toBe('written');
    expect(await rig().write(writing.absent, 1)).toBe('NX_DRIVER_REJECTED');
    const outcome = rig().write(anyTag(rig()), 2);
    proxy.rst();
    await outcome;
    await driver.close();
    expect(await timers.left()).toEqual([]);
  });
}
