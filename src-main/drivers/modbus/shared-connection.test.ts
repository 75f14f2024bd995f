import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../kernel/clock.ts';
import { Lifetime } from '../../kernel/lifetime.ts';
import type { GatewayPeer } from './gateway-peer.ts';
import { ScriptedPeer } from './scripted-peer.ts';
import { never, REQUEST_TIMEOUT_MS, SharedUnits } from './shared-units.ts';

let lifetime: Lifetime;
let units: SharedUnits;
let gateway: GatewayPeer;

beforeEach(async () => {
  lifetime = new Lifetime('shared connection');
  units = await SharedUnits.start(lifetime);
  ({ gateway } = units);
});
afterEach(() => lifetime.dispose());

describe('units behind one endpoint', () => {
  it('are read over one connection, each with its own values, by transaction ids that never repeat', async () => {
    const all = [await units.make(1).opened(), await units.make(2).opened(), await units.make(3).opened()];
    for (let round = 0; round < 20; round++) {
      for (const [i, unit] of all.entries()) expect(await unit.read()).toEqual([100 * (i + 1), 100 * (i + 1) + 1]);
    }
    expect([gateway.accepted, gateway.mostOpen]).toEqual([1, 1]);
    expect(gateway.requests.map(({ transactionId }) => transactionId)).toEqual(
      Array.from({ length: 120 }, (_, i) => i + 1),
    );
  });

  it('dial once when they open at the same time', async () => {
    const all = Array.from({ length: 10 }, () => units.make(1));
    await Promise.all(all.map((unit) => unit.opened()));
    for (const unit of all) expect(await unit.read()).toEqual([100, 101]);
    expect(gateway.accepted).toBe(1);
  });

  it('say when an open makes no connection of its own', async () => {
    const [first, second] = [units.make(1), units.make(2)];
    expect([first.driver.dials, second.driver.dials]).toEqual([true, true]);
    const opening = first.opened();
    expect(second.driver.dials).toBe(false);
    await opening;
    expect(second.driver.dials).toBe(false);
    await first.driver.close();
    expect(second.driver.dials).toBe(true);
  });

  it('keep the connection until the last of them lets go, also while one is being asked', async () => {
    const [first, second] = await units.two();
    gateway.lateMs.set(2, 30);
    const reading = second.read();
    await first.driver.close();
    expect(await reading).toEqual([200, 201]);
    expect(await first.read()).toBe('NX_DRIVER_DISCONNECTED');
    expect([gateway.accepted, gateway.open]).toEqual([1, 1]);
    await second.driver.close();
    await expect.poll(() => gateway.open).toBe(0);
    expect(await (await first.opened()).read()).toEqual([100, 101]);
  });

  it('have connections of their own where they want them', async () => {
    const all = [
      await units.make(1).opened(),
      await units.make(2, { own_connection: true }).opened(),
      await units.make(3, { own_connection: true }).opened(),
    ];
    for (const unit of all) await unit.read();
    expect(gateway.mostOpen).toBe(3);
    gateway.silent.add(2);
    expect(await all[1]!.read()).toBe('NX_DRIVER_TIMEOUT');
    expect(all.map((unit) => unit.driver.isStranded)).toEqual([false, false, false]);
    expect(await all[0]!.read()).toEqual([100, 101]);
  });

  it('wait after the reply of another one too, where the gateway wants a pause', async () => {
    const [first, second] = [
      await units.make(1).opened(),
      await units.make(2, { inter_request_delay: '40ms' }).opened(),
    ];
    await first.read();
    const startMs = performance.now();
    await second.read();
    // Before each of two requests; timers may fire up to 1 ms early.
    expect(performance.now() - startMs).toBeGreaterThanOrEqual(78);
  });

  it('hear their own frames only', async () => {
    const seen: string[] = [];
    const first = await units.make(1).opened();
    const second = await units.make(2, {}, (direction, bytes) => void seen.push(`${direction} ${bytes[6]}`)).opened();
    await first.read();
    await second.read();
    await first.read();
    expect(seen).toEqual(['sent 2', 'received 2', 'sent 2', 'received 2']);
  });
});

describe('a fault of one unit', () => {
  it('that is a timeout closes the connection, and strands the others: they open again and read at once', async () => {
    const [first, second] = await units.two();
    const third = await units.make(3).opened();
    gateway.silent.add(2);
    expect(await second.read()).toBe('NX_DRIVER_TIMEOUT');
    expect([first, second, third].map(({ driver }) => driver.isStranded)).toEqual([true, false, true]);
    expect(await first.read()).toBe('NX_DRIVER_DISCONNECTED');
    expect(first.driver.isStranded).toBe(true);
    await first.driver.open(never);
    expect([first.driver.isStranded, third.driver.isStranded]).toEqual([false, false]);
    expect([await first.read(), await third.read()]).toEqual([
      [100, 101],
      [300, 301],
    ]);
    // The one whose fault it was has to open for itself.
    expect(await second.read()).toBe('NX_DRIVER_TIMEOUT');
    expect(gateway.asked(2)).toBe(1);
    expect(gateway.accepted).toBe(2);
  });

  it('is told to the others as no fault of theirs', async () => {
    const [first, second] = await units.two();
    gateway.silent.add(2);
    await second.read();
    await expect(first.driver.write({ address: 'HR0' }, 1, never)).rejects.toMatchObject({
      code: 'NX_DRIVER_DISCONNECTED',
      text: expect.stringContaining('was closed after a fault of another device that shares it'),
    });
  });

  it('never lets its late reply be taken for the reply to another', async () => {
    const [first, second] = await units.two();
    for (let round = 0; round < 5; round++) {
      gateway.lateMs.set(2, REQUEST_TIMEOUT_MS + 20 * round);
      expect(await second.read()).toBe('NX_DRIVER_TIMEOUT');
      await first.driver.open(never);
      expect(await first.read()).toEqual([100, 101]);
      gateway.lateMs.delete(2);
      await second.driver.open(never);
      expect(await second.read()).toEqual([200, 201]);
    }
    expect(new Set(gateway.requests.map(({ transactionId }) => transactionId)).size).toBe(gateway.requests.length);
    expect(gateway.accepted).toBe(6);
  });

  it('that the gateway reports leaves the connection to the others', async () => {
    const [first] = await units.two();
    const absent = await units.make(9).opened();
    for (let round = 0; round < 3; round++) {
      expect(await absent.read()).toBe('NX_DRIVER_UNIT_SILENT');
      expect(await absent.write(1)).toBe('NX_DRIVER_DISCONNECTED');
      await absent.driver.open(never);
      expect(await absent.write(1)).toBe('NX_DRIVER_UNKNOWN_OUTCOME');
      await absent.driver.open(never);
      expect(first.driver.isStranded).toBe(false);
      expect(await first.read()).toEqual([100, 101]);
    }
    expect(gateway.accepted).toBe(1);
  });

  it('that ends its request ends the connection: the reply would be the next one’s', async () => {
    const [first, second] = await units.two();
    gateway.lateMs.set(2, 30);
    const abort = new AbortController();
    const reading = second.read(abort.signal);
    abort.abort();
    expect(await reading).toBe('NX_CANCELLED');
    expect(first.driver.isStranded).toBe(true);
    await first.driver.open(never);
    await systemClock.sleep(40);
    expect(await first.read()).toEqual([100, 101]);
    const closed = (await second.opened()).read();
    await second.driver.close();
    expect(await closed).toBe('NX_CANCELLED');
    expect(first.driver.isStranded).toBe(true);
  });

  it('that is an abort before anything was sent costs the others nothing', async () => {
    const [first, second] = await units.two();
    expect(await second.read(AbortSignal.abort())).toBe('NX_CANCELLED');
    expect(await first.read()).toEqual([100, 101]);
    expect(gateway.accepted).toBe(1);
  });

  it('that is bytes behind its reply is told to it, also when another one comes first', async () => {
    const reply = ['0001 0000 0005 02 03 02 0001', '0001 0000 0005 02 03 02 0001'];
    const peer = lifetime.add(await new ScriptedPeer({ exchanges: [{ request: '', reply }], gapMs: 30 }).listen());
    const [first, second] = await units.two({ port: peer.port });
    expect(await second.read(never, [{ address: 'HR0' }])).toEqual([1]);
    await expect.poll(() => first.driver.isStranded).toBe(true);
    expect(second.driver.isStranded).toBe(false);
    expect(await second.read()).toBe('NX_DRIVER_PROTOCOL');
  });

  it('that is the reply of another unit closes the connection, as any broken frame does', async () => {
    const exchanges = [{ request: '', reply: ['0001 0000 0005 02 03 02 0001'] }];
    const peer = lifetime.add(await new ScriptedPeer({ exchanges }).listen());
    const [first, second] = await units.two({ port: peer.port });
    expect(await first.read()).toBe('NX_DRIVER_PROTOCOL');
    expect(second.driver.isStranded).toBe(true);
  });
});
