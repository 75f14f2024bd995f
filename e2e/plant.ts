import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { Simulator } from '../src-main/drivers/driver.ts';
import { modbusTcp } from '../src-main/drivers/modbus/manifest.ts';
import { systemClock } from '../src-main/kernel/clock.ts';
import { driverTag } from '../src-main/project/check/check-device.ts';
import { Device } from '../src-shared/domain/device.ts';
import { type StoredSeries, storeHistory } from './stored-history.ts';
import { test as base, expect, Service, Workstation } from './workstation.ts';

type Entry = { readonly id: string } & Readonly<Record<string, unknown>>;

/** A simulated device: its file without a connection, and what its tags hold. */
export interface PlantDevice {
  /** As in `devices/<id>.yaml`; protocol, connection, topic prefix and an interval of 200 ms are added. */
  readonly file: Entry & { readonly tags: readonly Entry[] };
  /** The value of a tag in device units at monotonic time `ms`; 0 without. A tag that was written keeps that. */
  readonly value?: (tag: string, ms: number) => number;
}

/** Modbus functions that change something. */
const WRITE_FUNCTIONS: ReadonlySet<number | undefined> = new Set([5, 6, 15, 16, 22, 23]);
/** Of a Modbus TCP frame, behind its header. */
const FUNCTION_AT = 7;

/** Devices that log each frame, and the built service that reads them from a project of its own. */
export class Plant {
  readonly service: Service;
  readonly #simulators: ReadonlyMap<string, Simulator>;

  private constructor(service: Service, simulators: ReadonlyMap<string, Simulator>) {
    this.service = service;
    this.#simulators = simulators;
  }

  /**
   * @param config merged into `nexus.yaml` at its top level.
   * @param history what the historian holds from before; its tags have a `uid` in their device.
   */
  static async start(
    devices: readonly PlantDevice[],
    config: Readonly<Record<string, unknown>>,
    history: readonly StoredSeries[],
  ): Promise<Plant> {
    const service = await Service.make([]);
    mkdirSync(join(service.folder, 'devices'), { recursive: true });
    const simulators = new Map<string, Simulator>();
    for (const { file, value } of devices) {
      const whole = { uns_prefix: `test/plant/${file.id}`, poll_interval: '200ms', ...file, protocol: 'modbus-tcp' };
      const device = Device.parse({ ...whole, connection: {} });
      const wanted = modbusTcp.connection.parse({ host: '127.0.0.1', unit_id: 1 });
      const simulator = await modbusTcp.simulate({
        connection: wanted,
        tags: device.tags.map(driverTag),
        value: (index, ms) => value?.(device.tags[index]!.id, ms) ?? 0,
        clock: systemClock,
        port: 0,
      });
      simulators.set(device.id, simulator);
      const connection = { host: simulator.host, port: simulator.port, unit_id: 1 };
      writeFileSync(join(service.folder, 'devices', `${device.id}.yaml`), stringify({ ...whole, connection }));
    }
    const uid = randomUUID();
    const site = { project: { name: 'Test plant', uid }, access: { login: 'off' }, ...config };
    writeFileSync(join(service.folder, 'nexus.yaml'), stringify(site));
    if (history.length > 0) storeHistory(service.folder, uid, history);
    await service.start();
    return new Plant(service, simulators);
  }

  /** The project's folder. */
  get folder(): string {
    return this.service.folder;
  }

  simulator(device: string): Simulator {
    const simulator = this.#simulators.get(device);
    if (!simulator) throw new Error(`no simulator of ${device}`);
    return simulator;
  }

  /** Frames of all devices that would change something; of each device the last 1,000 frames are looked at. */
  writeFrames(): readonly Uint8Array[] {
    return [...this.#simulators.values()]
      .flatMap((simulator) => simulator.frames())
      .filter((frame) => WRITE_FUNCTIONS.has(frame[FUNCTION_AT]));
  }

  async end(): Promise<void> {
    await this.service.end('SIGTERM');
    await Promise.all([...this.#simulators.values()].map((simulator) => simulator.close()));
    this.service.remove();
  }
}

interface PlantFixtures {
  /** `test.use({ plantDevices: [...] })` */
  readonly plantDevices: readonly PlantDevice[];
  readonly plantConfig: Readonly<Record<string, unknown>>;
  readonly plantHistory: readonly StoredSeries[];
  readonly plant: Plant;
  readonly workstation: Workstation;
}

/** Tests on devices whose frames they see. `workstation` is the page on the plant's service. */
export const test = base.extend<PlantFixtures>({
  plantDevices: [[], { option: true }],
  plantConfig: [{}, { option: true }],
  plantHistory: [[], { option: true }],
  plant: async ({ plantDevices, plantConfig, plantHistory }, use) => {
    const plant = await Plant.start(plantDevices, plantConfig, plantHistory);
    await use(plant);
    await plant.end();
  },
  workstation: async ({ page, plant }, use) => {
    await use(new Workstation(page, plant.service));
  },
});

export { expect };
