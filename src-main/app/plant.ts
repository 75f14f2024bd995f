import { decodeBatch } from '../../src-shared/domain/batch-frame.ts';
import { NexusError } from '../../src-shared/errors/nexus-error.ts';
import { AcquisitionClient } from '../acquisition/acquisition-client.ts';
import type { DriverManifest, SimulatorFault } from '../drivers/driver.ts';
import { Emitter } from '../kernel/emitter.ts';
import type { HostSupervisor } from '../kernel/host-supervisor.ts';
import { type Disposable, Lifetime } from '../kernel/lifetime.ts';
import type { LastValues } from '../live/last-values.ts';
import type { CheckedDevice } from '../project/check-device.ts';
import { importDevices } from '../project/import-devices.ts';
import { openProject } from '../project/load-project.ts';
import { setProjectMode } from '../project/set-mode.ts';
import { DemoPlant } from './demo-plant.ts';
import { deviceJob } from './device-job.ts';
import { DeviceViews } from './device-views.ts';
import type { EngineHosts } from './engine-hosts.ts';
import type { Storage } from './storage.ts';
import { TagDirectory } from './tag-directory.ts';

export interface PlantOptions {
  readonly folder: string;
  readonly drivers: readonly DriverManifest[];
  readonly hosts: EngineHosts;
  readonly storage: Storage;
  readonly last: LastValues;
  /** The folder that holds `demo-plant/`. */
  readonly resources: URL;
  /** The combined file that a demo project is made of. */
  readonly demoDevices: string;
}

/** The devices of a running project: their numbers, their hosts, and the way their batches take. */
export class Plant implements Disposable {
  readonly directory = new TagDirectory();
  readonly devices: DeviceViews;
  /** The devices of the project changed; the payload counts up. */
  readonly revised = new Emitter<{ readonly revision: number }>();
  readonly #options: PlantOptions;
  readonly #lifetime = new Lifetime('plant');
  readonly #polling: HostSupervisor;
  readonly #acquisition: AcquisitionClient;
  #simulators: DemoPlant | undefined;
  #simulated: ReadonlyMap<string, number> = new Map();
  #revision = 0;

  constructor(options: PlantOptions) {
    this.#options = options;
    this.devices = new DeviceViews((id) => this.#simulated.get(id));
    this.#polling = options.hosts.make('acquisition');
    this.#acquisition = this.#lifetime.add(new AcquisitionClient(this.#polling));
    this.#lifetime.add(this.#acquisition.health.on((rows) => this.devices.take(rows)));
    this.#lifetime.add(this.#acquisition.batches.on(({ frame, points }) => this.#onBatch(frame, points)));
  }

  get isDemo(): boolean {
    return this.#simulated.size > 0;
  }

  /** Takes devices into the running engine. @param mode demo: against simulators of their own. */
  async add(devices: readonly CheckedDevice[], mode: 'live' | 'demo'): Promise<void> {
    const entries = devices.map((device) => this.directory.add(device));
    const enabled = entries.filter((entry) => entry.device.enabled);
    if (mode === 'demo' && enabled.length > 0) {
      this.#simulators ??= this.#lifetime.add(
        await DemoPlant.start(this.#options.hosts.make('simulator'), this.#options.resources),
      );
      this.#simulated = new Map([...this.#simulated, ...(await this.#simulators.simulate(enabled))]);
    }
    this.#options.last.grow(this.directory.tagCount);
    // Names before the first batch: the log refuses numbers that it could not explain after a restart.
    this.#options.storage.name(entries);
    if (enabled.length > 0 && this.#polling.state === 'stopped') await this.#polling.start();
    this.#acquisition.add(enabled.map((entry) => deviceJob(entry, this.#simulated.get(entry.device.id))));
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

  /** Ends every poll; what was read until now still takes its way. */
  stopPolling(): Promise<void> {
    return this.#polling.dispose();
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
