import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TypedCell } from '../../src-shared/domain/point-batch.ts';
import { isGood } from '../../src-shared/domain/quality.ts';
import { systemClock } from '../kernel/clock.ts';
import { Lifetime } from '../kernel/lifetime.ts';
import { FaultProxy } from '../testing/fault-proxy.ts';
import type { Driver, DriverManifest, DriverTag, ReadingColumns, Simulator } from './driver.ts';

/** What a protocol brings to be put through the suite. */
export interface ConformanceSetup<Connection> {
  readonly manifest: DriverManifest<Connection>;
  /** The connection of a device at this place whose request timeout is `REQUEST_TIMEOUT_MS`. */
  readonly connectionAt: (host: string, port: number) => Connection;
  /** Numeric tags of several areas, in no particular order, at least ten. */
  readonly tags: readonly DriverTag[];
}

export const REQUEST_TIMEOUT_MS = 300;
/** How much later than its deadline a wait may end on a busy machine of two cores. */
const MARGIN_MS = 250;

function makeColumns(count: number): ReadingColumns {
  const cells: TypedCell[] = [];
  return { timeUs: new Float64Array(count), value: new Float64Array(count), status: new Uint32Array(count), cells };
}

function countTimers(): number {
  return process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;
}

/** The driver under test and everything between it and its simulator. */
class Rig<Connection> {
  readonly driver: Driver;
  readonly simulator: Simulator;
  readonly proxy: FaultProxy;
  readonly tags: readonly DriverTag[];
  /** Every value is this plus its tag's index: a reading tells when it was made and whose it is. */
  readonly level: { current: number };
  readonly never = new AbortController().signal;

  constructor(
    setup: ConformanceSetup<Connection>,
    simulator: Simulator,
    proxy: FaultProxy,
    level: { current: number },
  ) {
    this.simulator = simulator;
    this.proxy = proxy;
    this.tags = setup.tags;
    this.level = level;
    this.driver = setup.manifest.create(setup.connectionAt(proxy.host, proxy.port), systemClock);
  }

  async read(signal: AbortSignal = this.never): Promise<ReadingColumns> {
    const into = makeColumns(this.tags.length);
    await this.driver.read(this.driver.plan(this.tags), into, signal);
    return into;
  }

  /** Reads and holds every value against the level of now. */
  async readRight(): Promise<void> {
    const { value, status } = await this.read();
    expect([...value]).toEqual(this.tags.map((_, index) => this.level.current + index));
    expect([...status].every(isGood)).toBe(true);
  }

  async failedRead(): Promise<{ readonly code: unknown; readonly tookMs: number }> {
    const startMs = performance.now();
    const code = await this.read().then(
      () => 'a reading',
      (error: { readonly code?: unknown }) => error.code,
    );
    return { code, tookMs: performance.now() - startMs };
  }
}

async function makeRig<Connection>(setup: ConformanceSetup<Connection>, lifetime: Lifetime): Promise<Rig<Connection>> {
  const { manifest, connectionAt, tags } = setup;
  const level = { current: 10 };
  const simulator = await manifest.simulate({
    connection: connectionAt('127.0.0.1', 1),
    tags,
    value: (index) => level.current + index,
    clock: systemClock,
    port: 0,
  });
  lifetime.defer(() => simulator.close());
  const proxy = lifetime.add(await new FaultProxy(simulator).listen());
  const rig = new Rig(setup, simulator, proxy, level);
  lifetime.defer(() => rig.driver.close());
  return rig;
}

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
    describeLosses(() => rig);
    describeCancelling(() => rig);
  });
}

function describeReading<Connection>(rig: () => Rig<Connection>): void {
  it('opens one connection, and leaves none when it is closed', async () => {
    const { driver, proxy, never } = rig();
    const timersBefore = countTimers();
    await driver.open(never);
    await rig().readRight();
    expect([proxy.connections, proxy.open]).toEqual([1, 1]);
    await driver.close();
    expect(countTimers()).toBe(timersBefore);
    await expect.poll(() => proxy.open).toBe(0);
    await driver.close();
  });

  it('yields the values in the order of the tags, each with the time of its answer', async () => {
    const { driver, never, tags } = rig();
    await driver.open(never);
    const beforeUs = systemClock.wallUs();
    const { value, timeUs } = await rig().read();
    const afterUs = systemClock.wallUs();
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

function describeLosses<Connection>(rig: () => Rig<Connection>): void {
  it('tells a refused connection as NX_NET_REFUSED and opens later', async () => {
    const { driver, proxy, never } = rig();
    await proxy.refuse();
    await expect(driver.open(never)).rejects.toMatchObject({ code: 'NX_NET_REFUSED' });
    await proxy.restore();
    await driver.open(never);
    await rig().readRight();
  });

  it('tells a silent peer as NX_DRIVER_TIMEOUT in time, with the link closed', async () => {
    const { driver, proxy, simulator, never } = rig();
    await driver.open(never);
    await simulator.setFault('silent');
    const { code, tookMs } = await rig().failedRead();
    expect(code).toBe('NX_DRIVER_TIMEOUT');
    expect(tookMs).toBeGreaterThanOrEqual(REQUEST_TIMEOUT_MS - 2);
    expect(tookMs).toBeLessThan(REQUEST_TIMEOUT_MS + MARGIN_MS);
    await expect.poll(() => proxy.open).toBe(0);
    await simulator.setFault('none');
    await driver.open(never);
    await rig().readRight();
  });

  it('does not let a peer that drips its answer stretch the timeout', async () => {
    const { driver, proxy, never } = rig();
    await driver.open(never);
    proxy.slice(1, REQUEST_TIMEOUT_MS / 5);
    const { code, tookMs } = await rig().failedRead();
    expect(code).toBe('NX_DRIVER_TIMEOUT');
    expect(tookMs).toBeLessThan(REQUEST_TIMEOUT_MS + MARGIN_MS);
  });

  it.each(['blackhole', 'halfOpen'] as const)('survives a %s in the middle of its work', async (fault) => {
    const { driver, proxy, level, never } = rig();
    await driver.open(never);
    await rig().readRight();
    proxy[fault]();
    const { code, tookMs } = await rig().failedRead();
    expect(code).toBe('NX_DRIVER_TIMEOUT');
    expect(tookMs).toBeLessThan(REQUEST_TIMEOUT_MS + MARGIN_MS);
    level.current = 700;
    await proxy.restore();
    await driver.open(never);
    await rig().readRight();
  });

  it('never takes a late reply for a value', async () => {
    const { driver, proxy, level, never } = rig();
    for (let round = 1; round <= 5; round++) {
      level.current = round * 1_000;
      await driver.open(never);
      proxy.latency(REQUEST_TIMEOUT_MS * 0.6);
      expect((await rig().failedRead()).code).toBe('NX_DRIVER_TIMEOUT');
      level.current = round * 1_000 + 500;
      proxy.latency(0);
      await driver.open(never);
      await rig().readRight();
    }
  });

  it('is told of a reset while idle by its next read, and reads again after open', async () => {
    const { driver, proxy, never } = rig();
    await driver.open(never);
    await rig().readRight();
    proxy.rst();
    expect((await rig().failedRead()).code).toBe('NX_DRIVER_DISCONNECTED');
    await driver.open(never);
    await rig().readRight();
  });

  it('survives 50 resets at any point of a reply', async () => {
    const { driver, proxy, never } = rig();
    const codes = new Set<unknown>();
    for (let cut = 0; cut < 50; cut++) {
      proxy.slice(3, 1);
      await driver.open(never);
      const failed = rig().failedRead();
      // Spread over the time that a whole read takes this way.
      await systemClock.sleep(1 + cut * 0.4);
      proxy.rst();
      codes.add((await failed).code);
    }
    expect([...codes].filter((code) => code !== 'a reading')).toEqual(['NX_DRIVER_DISCONNECTED']);
    await proxy.restore();
    await driver.open(never);
    await rig().readRight();
  });
}

function describeCancelling<Connection>(rig: () => Rig<Connection>): void {
  it('ends a read at once when it is aborted', async () => {
    const { driver, proxy, simulator, never } = rig();
    await driver.open(never);
    await simulator.setFault('silent');
    const abort = new AbortController();
    const reading = rig().read(abort.signal);
    const ended = expect(reading).rejects.toMatchObject({ code: 'NX_CANCELLED' });
    const startMs = performance.now();
    abort.abort();
    await ended;
    expect(performance.now() - startMs).toBeLessThan(100);
    await expect.poll(() => proxy.open).toBe(0);
  });

  it('opens nothing when it is aborted before', async () => {
    const { driver, proxy } = rig();
    await expect(driver.open(AbortSignal.abort())).rejects.toMatchObject({ code: 'NX_CANCELLED' });
    expect(proxy.connections).toBe(0);
  });

  it('ends a read when it is closed meanwhile, and opens again', async () => {
    const { driver, proxy, simulator, never } = rig();
    await driver.open(never);
    await simulator.setFault('silent');
    const ended = expect(rig().read()).rejects.toMatchObject({ code: 'NX_CANCELLED' });
    await driver.close();
    await ended;
    await expect.poll(() => proxy.open).toBe(0);
    await simulator.setFault('none');
    await driver.open(never);
    await rig().readRight();
  });

  it('rejects a read without a link', async () => {
    expect((await rig().failedRead()).code).toBe('NX_DRIVER_DISCONNECTED');
  });
}
