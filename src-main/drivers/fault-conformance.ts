import { expect, it } from 'vitest';
import { systemClock } from '../kernel/clock.ts';
import { MARGIN_MS, REQUEST_TIMEOUT_MS, type Rig } from './rig-conformance.ts';

/** What every driver has to stand while it reads: what networks do to a link, and what sessions do to a read. */
export function describeFaults<Connection>(rig: () => Rig<Connection>): void {
  describeLosses(rig);
  describeCancelling(rig);
}

function describeLosses<Connection>(rig: () => Rig<Connection>): void {
  it('tells a refused connection by its code and opens later', async () => {
    const { driver, proxy, refusedCode, never } = rig();
    await proxy.refuse();
    await expect(driver.open(never)).rejects.toMatchObject({ code: refusedCode });
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

  it('survives resets at any point of a reply', async () => {
    const { driver, proxy, resets, never } = rig();
    const codes = new Set<unknown>();
    for (let cut = 0; cut < resets; cut++) {
      await driver.open(never);
      proxy.slice(3, 1);
      const failed = rig().failedRead();
      // Spread over the time that a whole read takes this way.
      await systemClock.sleep(1 + (cut * 20) / resets);
      proxy.rst();
      codes.add((await failed).code);
      await proxy.restore();
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
