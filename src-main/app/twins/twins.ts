import { isDeepStrictEqual } from 'node:util';
import type { SimulatorFault } from '../../drivers/driver.ts';
import type { HostSupervisor } from '../../kernel/host-supervisor.ts';
import { type Disposable, Lifetime } from '../../kernel/lifetime.ts';
import type { DeviceEntry } from '../tags/tag-directory.ts';
import { freePort, readWaves, simulatorJob, type Waves } from './simulator-job.ts';
import type { SimulatorCalls, SimulatorJob } from './simulator-work.ts';
import type { Waveform } from './waveform.ts';

const START_DEADLINE_MS = 30_000;
const FAULT_DEADLINE_MS = 2_000;

/** A device that a twin stands in for. */
export interface TwinnedDevice {
  readonly entry: DeviceEntry;
  /** How its tags moved, by their ids; those that are missing move in waves. */
  readonly recorded?: ReadonlyMap<string, Waveform> | undefined;
}

/** Twins of devices on this computer. A tag without a wave of its own moves over its range. */
export class Twins implements Disposable {
  readonly #host: HostSupervisor;
  readonly #waves: Waves;
  readonly #lifetime = new Lifetime('twins');
  /** What the host acts out, by device id, on the ports it has. */
  #jobs: ReadonlyMap<string, SimulatorJob> = new Map();

  private constructor(host: HostSupervisor, waves: Waves) {
    this.#host = host;
    this.#waves = waves;
  }

  /** Starts the simulator host. @param resources the folder that holds `demo-plant/`. */
  static async start(host: HostSupervisor, resources: URL): Promise<Twins> {
    const twins = new Twins(host, await readWaves(resources));
    twins.#lifetime.add(host);
    await host.start();
    // A host that died forgot its devices: it gets them again on the ports they had.
    twins.#lifetime.add(host.started.on(() => void twins.#start([...twins.#jobs.values()]).catch(() => {})));
    return twins;
  }

  /** Where the twin of a device listens, which may differ from what its file says; undefined for real devices. */
  port(id: string): number | undefined {
    return this.#jobs.get(id)?.port;
  }

  /** Acts out exactly these devices. Twins that need not change keep their links and what was written to them. */
  async simulate(devices: readonly TwinnedDevice[]): Promise<void> {
    const wanted = devices.map((twinned) => this.#job(twinned));
    const isRunning = (job: SimulatorJob): boolean => isDeepStrictEqual(this.#jobs.get(job.id), job);
    const ids = new Set(wanted.map(({ id }) => id));
    const spare = [...this.#jobs.keys()].filter((id) => !ids.has(id));
    if (spare.length > 0)
      await this.#host.call('stop', { ids: spare } satisfies SimulatorCalls['stop'], START_DEADLINE_MS);
    const ports = await this.#start(wanted.filter((job) => !isRunning(job)));
    this.#jobs = new Map(wanted.map((job) => [job.id, { ...job, port: ports.get(job.id) ?? job.port }]));
  }

  async setFault(id: string, fault: SimulatorFault): Promise<void> {
    await this.#host.call('setFault', { id, fault } satisfies SimulatorCalls['setFault'], FAULT_DEADLINE_MS);
  }

  dispose(): Promise<void> {
    return this.#lifetime.dispose();
  }

  async #start(jobs: readonly SimulatorJob[]): Promise<ReadonlyMap<string, number>> {
    if (jobs.length === 0) return new Map();
    const answer = await this.#host.call('start', { jobs } satisfies SimulatorCalls['start'], START_DEADLINE_MS);
    return new Map(answer as readonly (readonly [string, number])[]);
  }

  #job({ entry: { device }, recorded }: TwinnedDevice): SimulatorJob {
    const { port = 0 } = device.connection as { readonly port?: number };
    return simulatorJob(device, this.#waves, this.#jobs.get(device.id)?.port ?? freePort(port), { recorded });
  }
}
