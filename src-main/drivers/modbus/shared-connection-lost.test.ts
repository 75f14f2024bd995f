import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Lifetime } from '../../kernel/lifetime.ts';
import type { GatewayPeer } from './gateway-peer.ts';
import { codeOf, never, SharedUnits } from './shared-units.ts';

let lifetime: Lifetime;
let units: SharedUnits;
let gateway: GatewayPeer;

beforeEach(async () => {
  lifetime = new Lifetime('shared connection');
  units = await SharedUnits.start(lifetime);
  ({ gateway } = units);
});
afterEach(() => lifetime.dispose());

describe('a shared connection that is lost between two requests', () => {
  it('is nobody’s fault: all are stranded, and the first who opens has it for all', async () => {
    const [first, second] = await units.two();
    gateway.rst();
    await expect.poll(() => [first.driver.isStranded, second.driver.isStranded]).toEqual([true, true]);
    expect(await second.read()).toBe('NX_DRIVER_DISCONNECTED');
    await second.driver.open(never);
    expect([await first.read(), await second.read()]).toEqual([
      [100, 101],
      [200, 201],
    ]);
    expect(gateway.accepted).toBe(2);
  });

  it('is not dialled by each of them in turn when the peer is gone', async () => {
    const [first, second] = await units.two();
    const third = await units.make(3).opened();
    await gateway.dispose();
    await expect.poll(() => first.driver.isStranded).toBe(true);
    await expect(first.driver.open(never)).rejects.toMatchObject({ code: 'NX_NET_REFUSED' });
    expect(second.driver.dials).toBe(false);
    await gateway.listen();
    for (const { driver } of [second, third]) {
      await expect(driver.open(never)).rejects.toMatchObject({ code: 'NX_NET_REFUSED' });
      expect([driver.isStranded, driver.dials]).toEqual([false, true]);
    }
    expect(gateway.accepted).toBe(1);
    for (const unit of [first, second, third]) await unit.opened();
    expect(await third.read()).toEqual([300, 301]);
    expect(gateway.accepted).toBe(2);
  });

  it('leaves a unit stranded whose open was called off', async () => {
    const [first, second] = await units.two();
    gateway.rst();
    await expect.poll(() => first.driver.isStranded).toBe(true);
    await expect(first.driver.open(AbortSignal.abort())).rejects.toMatchObject({ code: 'NX_CANCELLED' });
    expect([first.driver.isStranded, second.driver.isStranded]).toEqual([true, true]);
    await first.driver.open(never);
    expect(await second.read()).toEqual([200, 201]);
  });

  it('sends a write once, after it stands again', async () => {
    const [first, second] = await units.two();
    gateway.silent.add(2);
    await second.read();
    const asked = gateway.requests.length;
    expect(await first.write(7)).toBe('NX_DRIVER_DISCONNECTED');
    expect(first.driver.isStranded).toBe(true);
    expect(gateway.requests).toHaveLength(asked);
    await first.driver.open(never);
    expect(await first.write(7)).toBe('written');
    expect(gateway.requests).toHaveLength(asked + 1);
    expect(await first.read()).toEqual([7, 101]);
  });

  it('is the write’s own when it was under way, and the outcome is unknown', async () => {
    const [first, second] = await units.two();
    gateway.silent.add(2);
    expect(await second.write(7)).toBe('NX_DRIVER_UNKNOWN_OUTCOME');
    expect([first.driver.isStranded, second.driver.isStranded]).toEqual([true, false]);
    expect(gateway.asked(2)).toBe(1);
  });
});

describe('a connect that several wait for', () => {
  it('is made by another one when the device that dialled is gone', async () => {
    const [first, second] = [units.make(1), units.make(2)];
    const abort = new AbortController();
    const ended = expect(first.driver.open(abort.signal)).rejects.toMatchObject({ code: 'NX_CANCELLED' });
    const joined = second.opened();
    abort.abort();
    await ended;
    expect(await (await joined).read()).toEqual([200, 201]);
  });

  it('comes to nothing for all of them alike', async () => {
    await gateway.dispose();
    const opening = [1, 2, 3].map((unit) =>
      units
        .make(unit)
        .driver.open(never)
        .then(() => 'open', codeOf),
    );
    expect(await Promise.all(opening)).toEqual(Array(3).fill('NX_NET_REFUSED'));
  });

  it('lets one of them go without the others', async () => {
    const [first, second] = [units.make(1), units.make(2)];
    const opening = first.opened();
    const joined = second.driver.open(never);
    const ended = expect(joined).rejects.toMatchObject({ code: 'NX_CANCELLED' });
    await second.driver.close();
    await ended;
    expect(await (await opening).read()).toEqual([100, 101]);
    expect(await second.read()).toBe('NX_DRIVER_DISCONNECTED');
  });
});
