import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../kernel/clock.ts';
import { Lifetime } from '../../kernel/lifetime.ts';
import type { DriverTag, FrameListener, ReadingColumns } from '../driver.ts';
import { ModbusTcpConnection } from './connection.ts';
import { ModbusDriver } from './driver.ts';
import { GatewayPeer } from './gateway-peer.ts';
import { ScriptedPeer } from './scripted-peer.ts';

const TIMEOUT_MS = 150;
const TAGS: readonly DriverTag[] = [{ address: 'HR0' }, { address: 'HR40' }];
const never = new AbortController().signal;
let lifetime: Lifetime;
let gateway: GatewayPeer;
/** What the drivers of the endpoint share. */
let shared: Map<string, unknown>;

beforeEach(async () => {
  lifetime = new Lifetime('shared connection');
  shared = new Map();
  gateway = lifetime.add(await new GatewayPeer([1, 2, 3], TAGS).listen());
});
afterEach(() => lifetime.dispose());

class Unit {
  readonly driver: ModbusDriver;

  constructor(unit: number, settings: Record<string, unknown> = {}, onFrame?: FrameListener) {
    const place = { host: gateway.host, port: gateway.port, unit_id: unit, request_timeout: `${TIMEOUT_MS}ms` };
    const connection = ModbusTcpConnection.parse({ ...place, max_gap: 0, ...settings });
    this.driver = new ModbusDriver(connection, systemClock, onFrame, shared);
    lifetime.defer(() => this.driver.close());
  }

  async opened(): Promise<this> {
    await this.driver.open(never);
    return this;
  }

  /** The values, or the code of the rejection. */
  async read(signal = never): Promise<readonly number[] | string> {
    const count = TAGS.length;
    const into: ReadingColumns = {
      timeUs: new Float64Array(count),
      value: new Float64Array(count),
      status: new Uint32Array(count),
      cells: [],
    };
    return await this.driver.read(this.driver.plan(TAGS), into, signal).then(() => [...into.value], codeOf);
  }

  write(value: number): Promise<string> {
    return this.driver.write({ address: 'HR0' }, value, never).then(() => 'written', codeOf);
  }
}

const codeOf = (error: { readonly code?: unknown }): string => String(error.code);

async function givenTwo(): Promise<readonly [Unit, Unit]> {
  return [await new Unit(1).opened(), await new Unit(2).opened()];
}

describe('units behind one endpoint', () => {
  it('are read over one connection, each with its own values, by transaction ids that never repeat', async () => {
    const units = [await new Unit(1).opened(), await new Unit(2).opened(), await new Unit(3).opened()];
    for (let round = 0; round < 20; round++) {
      for (const [i, unit] of units.entries()) expect(await unit.read()).toEqual([100 * (i + 1), 100 * (i + 1) + 1]);
    }
    expect([gateway.accepted, gateway.mostOpen]).toEqual([1, 1]);
    expect(gateway.requests.map(({ transactionId }) => transactionId)).toEqual(
      Array.from({ length: 120 }, (_, i) => i + 1),
    );
  });

  it('dial once when they open at the same time', async () => {
    const units = Array.from({ length: 10 }, () => new Unit(1));
    await Promise.all(units.map((unit) => unit.opened()));
    for (const unit of units) expect(await unit.read()).toEqual([100, 101]);
    expect(gateway.accepted).toBe(1);
  });

  it('say when an open makes no connection of its own', async () => {
    const [first, second] = [new Unit(1), new Unit(2)];
    expect([first.driver.dials, second.driver.dials]).toEqual([true, true]);
    const opening = first.opened();
    expect(second.driver.dials).toBe(false);
    await opening;
    expect(second.driver.dials).toBe(false);
    await first.driver.close();
    expect(second.driver.dials).toBe(true);
  });

  it('keep the connection until the last of them lets go, also while one is being asked', async () => {
    const [first, second] = await givenTwo();
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
    const units = [
      await new Unit(1).opened(),
      await new Unit(2, { own_connection: true }).opened(),
      await new Unit(3, { own_connection: true }).opened(),
    ];
    for (const unit of units) await unit.read();
    expect(gateway.mostOpen).toBe(3);
    gateway.silent.add(2);
    expect(await units[1]!.read()).toBe('NX_DRIVER_TIMEOUT');
    expect(units.map((unit) => unit.driver.isStranded)).toEqual([false, false, false]);
    expect(await units[0]!.read()).toEqual([100, 101]);
  });

  it('wait after the reply of another one too, where the gateway wants a pause', async () => {
    const [first, second] = [await new Unit(1).opened(), await new Unit(2, { inter_request_delay: '40ms' }).opened()];
    await first.read();
    const startMs = performance.now();
    await second.read();
    // Before each of two requests; timers may fire up to 1 ms early.
    expect(performance.now() - startMs).toBeGreaterThanOrEqual(78);
  });

  it('hear their own frames only', async () => {
    const seen: string[] = [];
    const first = await new Unit(1).opened();
    const second = await new Unit(2, {}, (direction, bytes) => void seen.push(`${direction} ${bytes[6]}`)).opened();
    await first.read();
    await second.read();
    await first.read();
    expect(seen).toEqual(['sent 2', 'received 2', 'sent 2', 'received 2']);
  });
});

describe('a fault of one unit', () => {
  it('that is a timeout closes the connection, and strands the others: they open again and read at once', async () => {
    const [first, second] = await givenTwo();
    const third = await new Unit(3).opened();
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
    const [first, second] = await givenTwo();
    gateway.silent.add(2);
    await second.read();
    await expect(first.driver.write({ address: 'HR0' }, 1, never)).rejects.toMatchObject({
      code: 'NX_DRIVER_DISCONNECTED',
      text: expect.stringContaining('was closed after a fault of another device that shares it'),
    });
  });

  it('never lets its late reply be taken for the reply to another', async () => {
    const [first, second] = await givenTwo();
    for (let round = 0; round < 5; round++) {
      gateway.lateMs.set(2, TIMEOUT_MS + 20 * round);
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
    const [first] = await givenTwo();
    const absent = await new Unit(9).opened();
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
    const [first, second] = await givenTwo();
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
    const [first, second] = await givenTwo();
    expect(await second.read(AbortSignal.abort())).toBe('NX_CANCELLED');
    expect(await first.read()).toEqual([100, 101]);
    expect(gateway.accepted).toBe(1);
  });

  it('that is bytes behind its reply is told to it, also when another one comes first', async () => {
    const reply = ['0001 0000 0005 02 03 02 0001', '0001 0000 0005 02 03 02 0001'];
    const peer = lifetime.add(await new ScriptedPeer({ exchanges: [{ request: '', reply }], gapMs: 30 }).listen());
    const settings = { port: peer.port };
    const [first, second] = [await new Unit(1, settings).opened(), await new Unit(2, settings).opened()];
    const into: ReadingColumns = {
      timeUs: new Float64Array(1),
      value: new Float64Array(1),
      status: new Uint32Array(1),
      cells: [],
    };
    await second.driver.read(second.driver.plan([{ address: 'HR0' }]), into, never);
    expect(into.value[0]).toBe(1);
    await expect.poll(() => first.driver.isStranded).toBe(true);
    expect(second.driver.isStranded).toBe(false);
    expect(await second.read()).toBe('NX_DRIVER_PROTOCOL');
  });

  it('that is the reply of another unit closes the connection, as any broken frame does', async () => {
    const exchanges = [{ request: '', reply: ['0001 0000 0005 02 03 02 0001'] }];
    const peer = lifetime.add(await new ScriptedPeer({ exchanges }).listen());
    const settings = { port: peer.port };
    const [first, second] = [await new Unit(1, settings).opened(), await new Unit(2, settings).opened()];
    expect(await first.read()).toBe('NX_DRIVER_PROTOCOL');
    expect(second.driver.isStranded).toBe(true);
  });
});

describe('a shared connection that is lost between two requests', () => {
  it('is nobody’s fault: all are stranded, and the first who opens has it for all', async () => {
    const [first, second] = await givenTwo();
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
    const [first, second] = await givenTwo();
    const third = await new Unit(3).opened();
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
    const [first, second] = await givenTwo();
    gateway.rst();
    await expect.poll(() => first.driver.isStranded).toBe(true);
    await expect(first.driver.open(AbortSignal.abort())).rejects.toMatchObject({ code: 'NX_CANCELLED' });
    expect([first.driver.isStranded, second.driver.isStranded]).toEqual([true, true]);
    await first.driver.open(never);
    expect(await second.read()).toEqual([200, 201]);
  });

  it('sends a write once, after it stands again', async () => {
    const [first, second] = await givenTwo();
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
    const [first, second] = await givenTwo();
    gateway.silent.add(2);
    expect(await second.write(7)).toBe('NX_DRIVER_UNKNOWN_OUTCOME');
    expect([first.driver.isStranded, second.driver.isStranded]).toEqual([true, false]);
    expect(gateway.asked(2)).toBe(1);
  });
});

describe('a connect that several wait for', () => {
  it('is made by another one when the device that dialled is gone', async () => {
    const [first, second] = [new Unit(1), new Unit(2)];
    const abort = new AbortController();
    const ended = expect(first.driver.open(abort.signal)).rejects.toMatchObject({ code: 'NX_CANCELLED' });
    const joined = second.opened();
    abort.abort();
    await ended;
    expect(await (await joined).read()).toEqual([200, 201]);
  });

  it('comes to nothing for all of them alike', async () => {
    await gateway.dispose();
    const opening = [1, 2, 3].map((unit) => new Unit(unit).driver.open(never).then(() => 'open', codeOf));
    expect(await Promise.all(opening)).toEqual(Array(3).fill('NX_NET_REFUSED'));
  });

  it('lets one of them go without the others', async () => {
    const [first, second] = [new Unit(1), new Unit(2)];
    const opening = first.opened();
    const joined = second.driver.open(never);
    const ended = expect(joined).rejects.toMatchObject({ code: 'NX_CANCELLED' });
    await second.driver.close();
    await ended;
    expect(await (await opening).read()).toEqual([100, 101]);
    expect(await second.read()).toBe('NX_DRIVER_DISCONNECTED');
  });
});
