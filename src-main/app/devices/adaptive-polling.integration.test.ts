import { afterEach, describe, expect, it, vi } from 'vitest';
import type { DeviceHealth, DeviceView, PaceHealth } from '../../../src-shared/contract/devices.ts';
import { modbusTcp } from '../../drivers/all.ts';
import type { Simulator } from '../../drivers/driver.ts';
import { systemClock } from '../../kernel/clock.ts';
import { Lifetime } from '../../kernel/lifetime.ts';
import { expectBalance } from '../../testing/expect-balance.ts';
import { freePort } from '../../testing/free-port.ts';
import { givenProjectFolder } from '../../testing/project-folder.ts';
import { ServiceProcess } from '../../testing/service-process.ts';

const lifetime = { current: new Lifetime('adaptive polling') };
afterEach(() => lifetime.current.dispose());

const wait = { timeout: 20_000, interval: 50 };

/** A Modbus device with one register; how it moves may be set at any time. */
class Peer {
  value: (ms: number) => number = () => 100;
  /** Times at which it was asked, ms. */
  readonly asked: number[] = [];
  readonly simulator: Promise<Simulator>;

  constructor(delayMs: number) {
    this.simulator = modbusTcp.simulate({
      connection: modbusTcp.connection.parse({ host: '127.0.0.1' }) as never,
      tags: [{ address: 'HR0:uint16' }],
      value: (_index, ms) => {
        this.asked.push(ms);
        return this.value(ms) % 60_000;
      },
      clock: systemClock,
      delayMs,
      port: 0,
    });
  }

  async file(id: string): Promise<string> {
    const { port } = await this.simulator;
    lifetime.current.defer(async () => (await this.simulator).close());
    return `id: ${id}\nprotocol: modbus-tcp\nuns_prefix: a/${id}\npoll_interval: 200ms
adaptive_polling: { fastest: 100ms, slowest: 800ms, slower_after: 2 }
connection: { host: 127.0.0.1, port: ${port} }
tags: [{ id: t, address: HR0, data_type: uint16, deadband: { absolute: 1 } }]\n`;
  }

  /** How often it was asked in a second, over so long. */
  async rate(ms: number): Promise<number> {
    const before = this.asked.length;
    const sinceMs = performance.now();
    await new Promise((resolve) => void setTimeout(resolve, ms));
    return ((this.asked.length - before) * 1_000) / (performance.now() - sinceMs);
  }
}

/** Moves by a thousand changes a second. */
const moving = (ms: number): number => Math.round(ms);

describe('adaptive polling of Modbus devices', () => {
  it('asks a device that stands still rarely, one that moves often, and none for more than its budget', async () => {
    lifetime.current = new Lifetime('adaptive polling');
    const [quick, slow] = [new Peer(0), new Peer(60)];
    slow.value = moving;
    const folder = await givenProjectFolder({
      'nexus.yaml': 'project: { name: Adaptive }\naccess: { login: off }\nlog: { level: error }\n',
      'devices/quick.yaml': await quick.file('quick'),
      'devices/slow.yaml': await slow.file('slow'),
    });
    lifetime.current.defer(() => folder.remove());
    const service = new ServiceProcess(folder.path, await freePort());
    lifetime.current.defer(async () => void (await service.kill()));
    await service.start();
    const health = async (id: string): Promise<DeviceHealth> =>
      (await service.get<DeviceView>(`/api/v1/devices/${id}`)).health;
    const pace = async (id: string): Promise<PaceHealth | undefined> => (await health(id)).paces?.[0];

    await vi.waitFor(async () => expect(await pace('quick')).toMatchObject({ nowMs: 800, cause: 'steady' }), wait);
    expect(await quick.rate(2_400)).toBeLessThan(2);

    quick.value = moving;
    await vi.waitFor(async () => expect(await pace('quick')).toMatchObject({ nowMs: 100, cause: 'changing' }), wait);
    expect(await quick.rate(1_000)).toBeGreaterThan(4);
    quick.value = () => 7;
    await vi.waitFor(async () => expect(await pace('quick')).toMatchObject({ nowMs: 800, cause: 'steady' }), wait);

    // Each request keeps it busy for 60 ms, so that half of its time is eight a second.
    await vi.waitFor(async () => expect(await pace('slow')).toMatchObject({ cause: 'budget' }), wait);
    expect(await slow.rate(2_000)).toBeLessThanOrEqual(8.5);
    expect((await pace('slow'))!.heldBack).toBeGreaterThan(5);
    const metrics = await (await fetch(`http://127.0.0.1:${service.port}/metrics`)).text();
    expect(metrics).toMatch(/nexus_poll_period_seconds\{device="quick",interval="200ms",bounds="100ms-800ms"\} 0\.8/);
    expect(metrics).toMatch(/nexus_polls_held_back_total\{device="slow",[^}]+\} [1-9]/);
    await expectBalance(service, 5);
    expect(await service.stop()).toBe(0);
  }, 60_000);
});
