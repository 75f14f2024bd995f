import type { DeviceRunner } from '../../../src-main/acquisition/device-runner.ts';
import { HostDevices } from '../../../src-main/acquisition/host-devices.ts';
import { simulateDevice } from '../../../src-main/acquisition/simulated-devices.ts';
import { systemClock } from '../../../src-main/kernel/clock.ts';
import type { Lifetime } from '../../../src-main/kernel/lifetime.ts';
import { loggerTo } from '../../../src-main/kernel/logger.ts';
import { FaultProxy } from '../../../src-main/testing/fault-proxy.ts';
import type { CountedConnects } from './counted-connects.ts';
import { PollTimes } from './poll-times.ts';

export interface VanishPlantOrder {
  readonly staying: number;
  readonly vanishing: number;
  readonly intervalMs: number;
  readonly connects: CountedConnects;
}

/** Counts of the devices that stay. */
export interface StayingCounts {
  readonly polls: number;
  readonly skipped: number;
  readonly failed: number;
}

/** Devices of which most can vanish, polled by the part of an acquisition host that polls. */
export class VanishPlant {
  /** Of those that stay. */
  readonly times: PollTimes;
  readonly #order: VanishPlantOrder;
  readonly #devices: HostDevices;
  readonly #proxies: FaultProxy[] = [];
  #lines: string[] = [];

  private constructor(order: VanishPlantOrder, lifetime: Lifetime) {
    this.#order = order;
    this.times = new PollTimes(order.intervalMs);
    this.#devices = lifetime.add(
      new HostDevices({
        clock: systemClock,
        logger: loggerTo((_level, text, fields) => void this.#lines.push(`${String(fields['device'])} ${text}`)),
        random: Math.random,
        onBatch: ({ device }) => device < order.staying && this.times.note(device),
        onStatus: () => {},
        findDriver: () => order.connects.manifest,
      }),
    );
  }

  /** The first devices are those that stay. */
  static async start(order: VanishPlantOrder, lifetime: Lifetime): Promise<VanishPlant> {
    const plant = new VanishPlant(order, lifetime);
    for (let number = 0; number < order.staying + order.vanishing; number++) {
      const options = { number, tags: 2, pollIntervalMs: order.intervalMs, requestTimeout: '1s' };
      const device = await simulateDevice(`d${number}`, options);
      lifetime.defer(() => device.simulator.close());
      const proxy =
        number < order.staying ? undefined : new FaultProxy({ host: '127.0.0.1', port: device.simulator.port });
      if (proxy) plant.#proxies.push(lifetime.add(await proxy.listen()));
      void plant.#devices.add(device.job(proxy));
    }
    return plant;
  }

  /** Half of them refuse every connection, half are silent and swallow what asks to connect. */
  async vanish(): Promise<void> {
    for (const [i, proxy] of this.#proxies.entries()) {
      if (i % 2 === 0) await proxy.refuse();
      else {
        proxy.blackhole();
        this.#order.connects.dark.add(proxy.port);
      }
    }
  }

  async comeBack(): Promise<void> {
    this.#order.connects.dark.clear();
    await Promise.all(this.#proxies.map((proxy) => proxy.restore()));
  }

  /** Waits until so many are of that kind. @returns how long, ms. @throws Error with how many were in time. */
  async until(kind: RegExp, count: number, deadlineMs: number): Promise<number> {
    const startMs = performance.now();
    for (;;) {
      const found = this.#rows().filter(({ status }) => kind.test(status.kind)).length;
      const passedMs = performance.now() - startMs;
      if (found === count) return passedMs;
      if (passedMs > deadlineMs)
        throw new Error(`${found} of ${count} devices were ${kind.source} after ${deadlineMs} ms`);
      await systemClock.sleep(50);
    }
  }

  staying(): StayingCounts {
    const rows = this.#rows().filter(({ device }) => Number(device.slice(1)) < this.#order.staying);
    const sum = (of: (row: (typeof rows)[number]) => number): number => rows.reduce((total, row) => total + of(row), 0);
    return {
      polls: sum((row) => row.polls),
      skipped: sum((row) => row.pollsSkipped),
      failed: sum((row) => row.pollsFailed),
    };
  }

  /** Devices that vanished without this line in the service log, or with more than one; the lines are then forgotten. */
  notToldOnce(text: string): number {
    const told = this.#lines.filter((line) => line.endsWith(` ${text}`));
    this.#lines = [];
    const ids = this.#proxies.map((_, i) => `d${this.#order.staying + i} ${text}`);
    return (
      ids.filter((id) => told.filter((line) => line === id).length !== 1).length +
      told.filter((line) => !ids.includes(line)).length
    );
  }

  #rows(): ReturnType<DeviceRunner['health']>[] {
    return [...this.#devices.runners].map((runner) => runner.health());
  }
}
