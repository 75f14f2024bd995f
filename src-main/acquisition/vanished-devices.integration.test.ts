import { afterEach, expect, it, vi } from 'vitest';
import { NexusError } from '../../src-shared/errors/nexus-error.ts';
import { modbusTcp } from '../drivers/all.ts';
import type { Driver, DriverManifest, DriverPolicy } from '../drivers/driver.ts';
import { systemClock } from '../kernel/clock.ts';
import { Lifetime, trackLifetimes } from '../kernel/lifetime.ts';
import { loggerTo } from '../kernel/logger.ts';
import { FaultProxy } from '../testing/fault-proxy.ts';
import type { DeviceRunner } from './device-runner.ts';
import { HostDevices } from './host-devices.ts';
import { simulateDevice } from './simulated-devices.ts';

/** Set to 1: the figures of the product (rests of 30 s, 65 s until all are back) instead of shorter ones. */
const isFull = process.env['NEXUS_VANISH_FULL'] === '1';
const policy: Partial<DriverPolicy> = isFull ? {} : { breakerOpenMs: 4_000, connectPatienceMs: 1_000 };
const AWAY_MS = isFull ? 150_000 : 15_000;
const BACK_WITHIN_MS = isFull ? 65_000 : 15_000;
const CONNECT_TIMEOUT_MS = isFull ? 10_000 : 4_000;

const DEVICES = 250;
const VANISHING = 200;
const INTERVAL_MS = 1_000;

const tracking = trackLifetimes();
let lifetime: Lifetime | undefined;
afterEach(async () => {
  await lifetime?.dispose();
  expect(tracking.leaked()).toEqual([]);
});

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

interface Connects {
  now: number;
  most: number;
  /** Ports whose connects get no answer: a loopback listener cannot drop a SYN, so the driver's connect stands still. */
  readonly dark: Set<number>;
}

/** Modbus as it is, with a count of the connects that are pending. */
function countedManifest(connects: Connects): DriverManifest {
  const manifest = modbusTcp as DriverManifest;
  return {
    ...manifest,
    policy,
    create(connection, parts): Driver {
      const driver = manifest.create(connection, parts);
      const open = driver.open.bind(driver);
      const { port } = connection as { readonly port: number };
      driver.open = async (signal) => {
        connects.most = Math.max(connects.most, ++connects.now);
        try {
          if (!connects.dark.has(port)) return await open(signal);
          await parts.clock.sleep(CONNECT_TIMEOUT_MS, signal);
          throw new NexusError('NX_NET_TIMEOUT', 'No answer.');
        } finally {
          connects.now--;
        }
      };
      return driver;
    },
  };
}

// Reliability reference 1.4, row 20.
it('200 of 250 devices vanish and come back: the other 50 lose no poll, and nobody dials more than 16 at once', async () => {
  const own = new Lifetime('vanished devices');
  lifetime = own;
  const connecting: Connects = { now: 0, most: 0, dark: new Set() };
  const manifest = countedManifest(connecting);
  const lines: string[] = [];
  const devices = own.add(
    new HostDevices({
      clock: systemClock,
      logger: loggerTo((_level, text, fields) => void lines.push(`${String(fields['device'])} ${text}`)),
      random: Math.random,
      onBatch: () => {},
      onStatus: () => {},
      findDriver: () => manifest,
    }),
  );
  const told = (what: string): string[] => lines.filter((line) => line.endsWith(what)).toSorted();
  const proxies: FaultProxy[] = [];
  for (let number = 0; number < DEVICES; number++) {
    const options = { number, tags: 2, pollIntervalMs: INTERVAL_MS, requestTimeout: '1s' };
    const device = await simulateDevice(`d${number}`, options);
    own.defer(() => device.simulator.close());
    if (number >= VANISHING) {
      void devices.add(device.job());
      continue;
    }
    const proxy = own.add(await new FaultProxy({ host: '127.0.0.1', port: device.simulator.port }).listen());
    proxies.push(proxy);
    void devices.add(device.job(proxy));
  }
  const rows = (): ReturnType<DeviceRunner['health']>[] => [...devices.runners].map((runner) => runner.health());
  const count = (kind: RegExp): number => rows().filter(({ status }) => kind.test(status.kind)).length;
  await vi.waitFor(() => expect(count(/connected|degraded/)).toBe(DEVICES), { timeout: 30_000, interval: 100 });
  await pause(2_000);
  expect(connecting.most).toBeLessThanOrEqual(16);

  const healthy = (): { polls: number; skipped: number; failed: number } => {
    const stay = rows().filter(({ device }) => Number(device.slice(1)) >= VANISHING);
    const sum = (of: (row: (typeof stay)[number]) => number): number => stay.reduce((total, row) => total + of(row), 0);
    return {
      polls: sum((row) => row.polls),
      skipped: sum((row) => row.pollsSkipped),
      failed: sum((row) => row.pollsFailed),
    };
  };
  const before = healthy();
  connecting.most = 0;
  lines.length = 0;
  const goneMs = systemClock.monoMs();
  for (const [i, proxy] of proxies.entries()) {
    if (i % 2 === 0) await proxy.refuse();
    else {
      proxy.blackhole();
      connecting.dark.add(proxy.port);
    }
  }
  await vi.waitFor(() => expect(count(/offline/)).toBe(VANISHING), { timeout: 60_000, interval: 100 });
  await pause(AWAY_MS);
  const away = healthy();
  const slots = ((systemClock.monoMs() - goneMs) / INTERVAL_MS) * (DEVICES - VANISHING);
  expect(away.polls - before.polls).toBeGreaterThan(slots * 0.95);
  expect([away.skipped - before.skipped, away.failed - before.failed]).toEqual([0, 0]);
  // A hundred connects that stand still: the gate is what keeps them at 16.
  expect(connecting.most).toBe(16);
  expect(told('offline')).toEqual(proxies.map((_, i) => `d${i} device offline`).toSorted());

  connecting.most = 0;
  lines.length = 0;
  const returnedMs = systemClock.monoMs();
  connecting.dark.clear();
  await Promise.all(proxies.map((proxy) => proxy.restore()));
  await vi.waitFor(() => expect(count(/connected|degraded/)).toBe(DEVICES), {
    timeout: BACK_WITHIN_MS + 5_000,
    interval: 50,
  });
  const backMs = systemClock.monoMs() - returnedMs;
  expect(backMs, `all back after ${Math.round(backMs)} ms`).toBeLessThan(BACK_WITHIN_MS);
  expect(connecting.most).toBeLessThanOrEqual(16);
  expect(healthy()).toMatchObject({ skipped: before.skipped, failed: before.failed });
  expect(told('connected')).toEqual(proxies.map((_, i) => `d${i} device connected`).toSorted());
}, 400_000);
