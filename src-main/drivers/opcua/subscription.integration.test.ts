import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { isGood, STATUS } from '../../../src-shared/domain/quality.ts';
import { systemClock } from '../../kernel/clock.ts';
import { FaultProxy } from '../../testing/fault-proxy.ts';
import { Open62541Peer, PLANT } from '../../testing/open62541-peer.ts';
import { trixieMissing } from '../../testing/trixie.ts';
import type { Driver, DriverTag, EndpointShare } from '../driver.ts';
import { RecordingSubscriber } from '../recording-subscriber.ts';
import { OpcUaConnection } from './connection.ts';
import { opcua } from './manifest.ts';

const missing = trixieMissing('open62541');
const never = new AbortController().signal;
const STEPS = ['counters=20', 'interval=100'] as const;

const named = (name: string): DriverTag => ({ address: `${PLANT}s=${name}` });
const counters = (count: number): DriverTag[] => Array.from({ length: count }, (_, i) => named(`counter.${i}`));

/** Every value is the one before it plus one. */
const isWhole = (values: readonly number[]): boolean =>
  values.every((value, i) => i === 0 || value === values[i - 1]! + 1);

describe.skipIf(missing)('a subscription at a server made of open62541', () => {
  let peer: Open62541Peer;
  let proxy: FaultProxy;
  const drivers: Driver[] = [];

  function makeDriver(fields: object = {}, shared?: EndpointShare): Driver {
    const connection = OpcUaConnection.parse({
      endpoint: `opc.tcp://${proxy.host}:${proxy.port}`,
      request_timeout: '1s',
      connect_timeout: '3s',
      publishing_interval: '100ms',
      sampling_interval: '20ms',
      ...fields,
    });
    const made = opcua.create(connection, { clock: systemClock, ...(shared && { shared }) });
    drivers.push(made);
    return made;
  }

  async function subscribe(driver: Driver, tags: readonly DriverTag[]) {
    const subscriber = new RecordingSubscriber();
    const plan = driver.plan(tags);
    const { silenceMs } = await driver.subscribe!(plan, subscriber, never);
    return { subscriber, silenceMs, faults: () => driver.faults!(plan) };
  }

  beforeAll(async () => {
    peer = await Open62541Peer.start(...STEPS);
  });
  beforeEach(async () => {
    proxy = await new FaultProxy(peer).listen();
  });
  afterEach(async () => {
    for (const driver of drivers.splice(0)) await driver.close();
    await proxy.dispose();
  });
  afterAll(() => peer?.dispose());

  it('delivers every change once, with the time of its source', async () => {
    const driver = makeDriver();
    await driver.open(never);
    const { subscriber, silenceMs } = await subscribe(driver, counters(20));
    expect(silenceMs).toBe(3_000);
    await expect.poll(() => subscriber.valuesOf(0).length, { timeout: 5_000 }).toBeGreaterThan(12);
    for (let row = 0; row < 20; row++) expect(isWhole(subscriber.valuesOf(row)), `row ${row}`).toBe(true);
    const times = subscriber.readings.filter(({ row }) => row === 0).map(({ timeUs }) => timeUs);
    const gaps = times.slice(1).map((time, i) => time - times[i]!);
    // The server stamps its steps itself, 100 ms apart.
    expect(gaps.every((gap) => gap > 50_000 && gap < 400_000)).toBe(true);
    expect(subscriber.ends).toEqual([]);
  });

  it('begins with what is there, exactly, and says what cannot be watched alone', async () => {
    const driver = makeDriver();
    await driver.open(never);
    const names = ['int64', 'string', 'bad', 'uncertain', 'nope', 'array.int32', 'array.int32[2]'];
    const { subscriber, faults } = await subscribe(driver, [...names.map(named), { address: 'nsu=urn:nobody;s=x' }]);
    await expect.poll(() => new Set(subscriber.readings.map(({ row }) => row)).size).toBe(8);
    const of = (row: number) => subscriber.readings.find((reading) => reading.row === row)!;
    expect(of(0).exact).toBe(-9_007_199_254_740_993n);
    expect(of(1).exact).toBe('Ölpumpe 7 °C');
    expect([of(2), of(3)].map(({ status }) => status)).toEqual([
      STATUS.BadSensorFailure,
      STATUS.UncertainLastUsableValue,
    ]);
    expect(of(2).value).toBeNaN();
    expect(of(2).timeUs).toBe(1_700_000_000e6);
    expect(of(6).value).toBe(30);
    expect(of(5).exact).toBe('[10,20,30,40]');
    expect([of(4), of(7)].map(({ status }) => isGood(status))).toEqual([false, false]);
    expect([...faults().keys()].toSorted((a, b) => a - b)).toEqual([2, 4, 7]);
    expect(faults().get(4)).toContain('The server has no such node.');
  });

  it('says that it lives where nothing changes', async () => {
    const driver = makeDriver();
    await driver.open(never);
    const { subscriber } = await subscribe(driver, [named('double')]);
    await expect.poll(() => subscriber.signsOfLife, { timeout: 8_000 }).toBeGreaterThanOrEqual(2);
    expect(subscriber.readings.length).toBe(1);
  });

  it('lets the server leave out small changes, and goes without where a node has no deadband', async () => {
    const driver = makeDriver({ deadband: 'absolute', deadband_value: 2.5 });
    await driver.open(never);
    const { subscriber } = await subscribe(driver, [named('counter.0'), named('string'), named('counter.1')]);
    await expect.poll(() => subscriber.valuesOf(0).length, { timeout: 5_000 }).toBeGreaterThan(4);
    const values = subscriber.valuesOf(0);
    expect(values.slice(1).every((value, i) => value - values[i]! === 3)).toBe(true);
    expect(subscriber.readings.find(({ row }) => row === 1)?.exact).toBe('Ölpumpe 7 °C');
  });

  it('is read and written meanwhile', async () => {
    const driver = makeDriver({ allow_writes_unsecured: true });
    await driver.open(never);
    const { subscriber } = await subscribe(driver, [named('uint32')]);
    await expect.poll(() => subscriber.valuesOf(0)).toEqual([4_294_967_295]);
    await driver.write(named('uint32'), 5, never);
    await expect.poll(() => subscriber.valuesOf(0)).toEqual([4_294_967_295, 5]);
    await driver.write(named('uint32'), 4_294_967_295, never);
  });

  it('is one session for all devices of a server, and outlives the one that goes', async () => {
    const shared: EndpointShare = new Map();
    const [a, b] = [makeDriver({}, shared), makeDriver({}, shared)];
    await a.open(never);
    expect(b.dials).toBe(false);
    await b.open(never);
    const first = await subscribe(a, counters(3));
    const second = await subscribe(b, counters(5));
    await expect.poll(() => second.subscriber.valuesOf(4).length).toBeGreaterThan(3);
    expect([proxy.connections, proxy.open]).toEqual([1, 1]);
    await a.close();
    const seen = second.subscriber.valuesOf(4).length;
    const late = first.subscriber.readings.length;
    await expect.poll(() => second.subscriber.valuesOf(4).length).toBeGreaterThan(seen + 5);
    expect(first.subscriber.readings.length).toBe(late);
    expect([first.subscriber.ends, second.subscriber.ends]).toEqual([[], []]);
    expect([a.isStranded, b.isStranded]).toEqual([false, false]);
    expect(isWhole(second.subscriber.valuesOf(4))).toBe(true);
    await b.close();
    await expect.poll(() => proxy.open).toBe(0);
  });

  it('tells every device when the connection they share is cut, and all come back over one', async () => {
    const shared: EndpointShare = new Map();
    const devices = [makeDriver({}, shared), makeDriver({}, shared), makeDriver({}, shared)];
    const open = async (): Promise<RecordingSubscriber[]> => {
      const made = [];
      for (const device of devices) {
        await device.open(never);
        made.push((await subscribe(device, counters(2))).subscriber);
      }
      return made;
    };
    const before = await open();
    await expect.poll(() => before.every((each) => each.readings.length > 2)).toBe(true);
    proxy.rst();
    await expect.poll(() => before.map(({ ends }) => ends)).toEqual(devices.map(() => ['NX_DRIVER_DISCONNECTED']));
    expect(devices.map(({ isStranded }) => isStranded)).toEqual([false, false, false]);
    const after = await open();
    await expect.poll(() => after.every((each) => each.readings.length > 2)).toBe(true);
    expect([proxy.connections, proxy.open]).toEqual([2, 1]);
  });

  it.each(['blackhole', 'halfOpen'] as const)(
    'notices a %s within three signs of life',
    { timeout: 20_000 },
    async (fault) => {
      const driver = makeDriver();
      await driver.open(never);
      const { subscriber } = await subscribe(driver, counters(1));
      await expect.poll(() => subscriber.readings.length).toBeGreaterThan(0);
      const startMs = performance.now();
      proxy[fault]();
      await expect.poll(() => subscriber.ends, { timeout: 15_000 }).toEqual(['NX_DRIVER_TIMEOUT']);
      expect(performance.now() - startMs).toBeLessThan(10_500);
      await proxy.restore();
      await expect.poll(() => proxy.open, { timeout: 3_000 }).toBe(0);
      await driver.open(never);
      const again = await subscribe(driver, counters(1));
      await expect.poll(() => again.subscriber.readings.length).toBeGreaterThan(1);
    },
  );

  it('survives 40 resets at any moment, and every reading is whole between them', async () => {
    const driver = makeDriver();
    for (let cut = 0; cut < 40; cut++) {
      await driver.open(never);
      const { subscriber } = await subscribe(driver, counters(20));
      await systemClock.sleep(100 + cut * 4);
      proxy.rst();
      await expect.poll(() => subscriber.ends).toEqual(['NX_DRIVER_DISCONNECTED']);
      for (let row = 0; row < 20; row++) expect(isWhole(subscriber.valuesOf(row))).toBe(true);
      const { length } = subscriber.readings;
      await systemClock.sleep(1);
      expect(subscriber.readings.length).toBe(length);
    }
  });

  it('comes back within two seconds of a server that was killed and started again', async () => {
    const driver = makeDriver();
    await driver.open(never);
    const { subscriber } = await subscribe(driver, counters(20));
    await expect.poll(() => subscriber.readings.length).toBeGreaterThan(0);
    await peer.kill();
    await expect.poll(() => subscriber.ends).toEqual(['NX_DRIVER_DISCONNECTED']);
    await expect(driver.open(never)).rejects.toMatchObject({ code: expect.stringMatching(/^NX_NET_/) });
    await peer.restart(...STEPS);
    const backMs = performance.now();
    await driver.open(never);
    const again = await subscribe(driver, counters(20));
    await expect.poll(() => new Set(again.subscriber.readings.map(({ row }) => row)).size).toBe(20);
    expect(performance.now() - backMs).toBeLessThan(2_000);
  });

  it('watches what the server takes, in groups of its size, and says what it does not', async () => {
    await peer.restart(...STEPS, 'items=3', 'monitored=10');
    try {
      const driver = makeDriver();
      await driver.open(never);
      const { subscriber, faults } = await subscribe(driver, counters(20));
      await expect.poll(() => new Set(subscriber.readings.map(({ row }) => row)).size).toBe(20);
      expect(faults().size).toBe(10);
      expect(faults().get(19)).toContain('The server watches no more items.');
      await expect.poll(() => subscriber.valuesOf(0).length).toBeGreaterThan(2);
    } finally {
      await peer.restart(...STEPS);
    }
  });
});
