import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { Simulator } from '../src-main/drivers/driver.ts';
import { s7 } from '../src-main/drivers/s7/manifest.ts';
import { systemClock } from '../src-main/kernel/clock.ts';
import { test as base, expect, Service, Workstation } from './workstation.ts';

/** What is in the memory of the CPU: addresses with what they hold. */
export type CpuMemory = Readonly<Record<string, number | string>>;

interface S7Fixtures {
  readonly memory: CpuMemory;
  /** The connection of the device beside host and port. */
  readonly cpuOptions: Readonly<Record<string, unknown>>;
  /** Tags of the device `mixer-2`. */
  readonly tags: readonly Readonly<Record<string, unknown>>[];
  readonly cpu: Simulator;
  readonly workstation: Workstation;
}

/** Tests on one S7 CPU that answers as one does, and the built service that reads it from a project of its own. */
export const test = base.extend<S7Fixtures>({
  memory: [{}, { option: true }],
  cpuOptions: [{ cpu: 's7-300' }, { option: true }],
  tags: [[], { option: true }],
  cpu: async ({ memory, cpuOptions }, use) => {
    const simulator = await s7.simulate({
      connection: s7.connection.parse({ host: '127.0.0.1', ...cpuOptions }),
      tags: Object.keys(memory).map((address) => ({ address })),
      value: (index) => Object.values(memory)[index] ?? 0,
      clock: systemClock,
      port: 0,
    });
    await use(simulator);
    await simulator.close();
  },
  workstation: async ({ page, cpu, cpuOptions, tags }, use) => {
    const service = await Service.make([]);
    mkdirSync(join(service.folder, 'devices'), { recursive: true });
    const device = {
      ...{ id: 'mixer-2', name: 'Mixer-2', protocol: 's7', uns_prefix: 'test/mixer-2', poll_interval: '200ms' },
      connection: { host: cpu.host, port: cpu.port, ...cpuOptions },
      tags,
    };
    writeFileSync(join(service.folder, 'devices/mixer-2.yaml'), stringify(device));
    writeFileSync(join(service.folder, 'nexus.yaml'), 'project:\n  name: Mixing\naccess:\n  login: off\n');
    await service.start();
    await use(new Workstation(page, service));
    await service.end('SIGTERM');
    service.remove();
  },
});

export { expect };
