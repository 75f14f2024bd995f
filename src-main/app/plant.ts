import { decodeBatch } from '../../src-shared/domain/batch-frame.ts';
import { NexusError } from '../../src-shared/errors/nexus-error.ts';
import type { AcquisitionClient } from '../acquisition/acquisition-client.ts';
import type { DriverManifest, SimulatorFault } from '../drivers/driver.ts';
import { Emitter } from '../kernel/emitter.ts';
import { type Disposable, Lifetime } from '../kernel/lifetime.ts';
import type { LastValues } from '../live/last-values.ts';
import type { CheckedDevice } from '../project/check-device.ts';
import { importDevices } from '../project/import-devices.ts';
import { openProject } from '../project/load-project.ts';
import { setProjectMode } from '../project/set-mode.ts';
import type { DemoPlant } from './demo-plant.ts';
import { deviceJob } from './device-job.ts';
import { DeviceViews } from './device-views.ts';
import type { EngineParts } from './engine-parts.ts';
import type { Storage } from './storage.ts';
import { TagDirectory } from './tag-directory.ts';

export interface PlantOptions {
  readonly folder: string;
  readonly drivers: readonly DriverManifest[];
  readonly acquisition: AcquisitionClient;
  readonly storage: Storage;
  readonly last: LastValues;
  /** Starts the simulator host when the first simulated device needs it. */
  readonly startSimulators: () => Promise<DemoPlant>;
  readonly demoDevices: string;
}

/** The devices of a running project: their numbers, their hosts, and the way their batches take. */
export class Plant implements Disposable {
  readonly directory = new TagDirectory();
  readonly devices: DeviceViews;
  readonly revised: EngineParts['revised'] = new Emitter();
  readonly #options: PlantOptions;
  readonly #lifetime = new Lifetime('plant');
  #simulators: DemoPlant | undefined;
  #simulated: ReadonlyMap<string, number> = new Map();
  #revision = 0;

  constructor(options: PlantOptions) {
    this.#options = options;
    this.devices = new DeviceViews((id) => this.#simulated.has(id));
    const { acquisition } = options;
    this.#lifetime.add(acquisition.health.on((rows) => this.devices.take(rows)));
    this.#lifetime.add(acquisition.batches.on(({ frame, points }) => this.#onBatch(frame, points)));
  }

  get isDemo(): boolean {
    return this.#simulated.size > 0;
  }

  /** Takes devices into the running engine. @param mode demo: against simulators of their own. */
  async add(devices: readonly CheckedDevice[], mode: 'live' | 'demo'): Promise<void> {
    const entries = devices.map((device) => this.directory.add(device));
    const enabled = entries.filter((entry) => entry.device.enabled);
    if (mode === 'demo' && enabled.length > 0) {
      this.#simulators ??= this.#lifetime.add(await this.#options.startSimulators());
      this.#simulated = new Map([...this.#simulated, ...(await this.#simulators.simulate(enabled))]);
    }
    this.#options.last.grow(this.directory.tagCount);
    // Names before the first batch: the log refuses numbers that it could not explain after a restart.
    this.#options.storage.name(entries);
    this.#options.acquisition.add(enabled.map((entry) => deviceJob(entry, this.#simulated.get(entry.device.id))));
    this.revised.emit({ revision: ++this.#revision });
  }

  /** @throws NexusError NX_REQUEST_INVALID when the project has devices already. */
  async startDemo(): Promise<readonly string[]> {
    const { folder, drivers, demoDevices } = this.#options;
    if (this.directory.devices.length > 0) {
      throw new NexusError(
        'NX_REQUEST_INVALID',
        'This project has devices already. Start the demo plant in a new project.',
      );
    }
    const { devices } = await importDevices(demoDevices, folder, drivers);
    await setProjectMode(folder, 'demo');
    const project = await openProject(folder, drivers);
    await this.add(project.devices, 'demo');
    return devices;
  }

  async setFault(device: string, fault: SimulatorFault): Promise<void> {
    if (!this.#simulators)
      throw new NexusError(
        'NX_REQUEST_INVALID',
        `“${device}” is a real device. Only simulated ones can be made to misbehave.`,
      );
    await this.#simulators.setFault(device, fault);
  }

  dispose(): Promise<void> {
    return this.#lifetime.dispose();
  }

  /** The bus: live values first (no disk in between), then the log, which takes the buffer over. */
  #onBatch(frame: ArrayBuffer, points: number): void {
    this.#options.last.apply(decodeBatch(frame));
    this.#options.storage.append(frame, points);
  }
}
