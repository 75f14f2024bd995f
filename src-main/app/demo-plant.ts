import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import type { SimulatorFault } from '../drivers/driver.ts';
import type { HostSupervisor } from '../kernel/host-supervisor.ts';
import { type Disposable, Lifetime } from '../kernel/lifetime.ts';
import { compileTagRule } from '../processing/tag-rule.ts';
import { driverTag } from '../project/check-device.ts';
import type { SimulatorCalls, SimulatorJob } from './simulator-work.ts';
import type { DeviceEntry } from './tag-directory.ts';
import { Waveform } from './waveform.ts';

const START_DEADLINE_MS = 8_000;
const FAULT_DEADLINE_MS = 2_000;

/** Simulators for the devices of a demo project. A device without a wave of its own moves over its range. */
export class DemoPlant implements Disposable {
  readonly #host: HostSupervisor;
  readonly #waves: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly #lifetime = new Lifetime('demo plant');
  readonly #jobs: SimulatorJob[] = [];

  private constructor(host: HostSupervisor, waves: Readonly<Record<string, Readonly<Record<string, unknown>>>>) {
    this.#host = host;
    this.#waves = waves;
  }

  /** Starts the simulator host. @param resources the folder that holds `demo-plant/`. */
  static async start(host: HostSupervisor, resources: URL): Promise<DemoPlant> {
    const waves = parse(await readFile(new URL('demo-plant/waves.yaml', resources), 'utf8')) as Record<
      string,
      Record<string, unknown>
    >;
    const plant = new DemoPlant(host, waves);
    plant.#lifetime.add(host);
    await host.start();
    // A host that died forgot its devices: it gets them again on the ports they had.
    plant.#lifetime.add(host.started.on(() => void plant.#simulate(plant.#jobs).catch(() => {})));
    return plant;
  }

  /** @returns the port of each device, which may differ from the one its file names. */
  async simulate(devices: readonly DeviceEntry[]): Promise<ReadonlyMap<string, number>> {
    const ports = await this.#simulate(devices.map((entry) => this.#job(entry)));
    for (const entry of devices) this.#jobs.push({ ...this.#job(entry), port: ports.get(entry.device.id)! });
    return ports;
  }

  async setFault(id: string, fault: SimulatorFault): Promise<void> {
    await this.#host.call('setFault', { id, fault } satisfies SimulatorCalls['setFault'], FAULT_DEADLINE_MS);
  }

  dispose(): Promise<void> {
    return this.#lifetime.dispose();
  }

  async #simulate(jobs: readonly SimulatorJob[]): Promise<ReadonlyMap<string, number>> {
    const answer = await this.#host.call('start', { jobs } satisfies SimulatorCalls['start'], START_DEADLINE_MS);
    return new Map(answer as readonly (readonly [string, number])[]);
  }

  #job({ device, tags }: DeviceEntry): SimulatorJob {
    const connection = device.connection as { readonly port?: number };
    return {
      id: device.id,
      protocol: device.protocol,
      connection,
      port: connection.port ?? 0,
      tags: tags.map(({ tag, number }) => {
        const { factor, offset } = compileTagRule(tag, number);
        const wave = this.#waves[device.id]?.[tag.id];
        return {
          driver: driverTag(tag),
          factor,
          offset,
          wave: wave === undefined ? rangeWave(tag) : Waveform.parse(wave),
        };
      }),
    };
  }
}

function rangeWave(tag: {
  readonly eu_low?: number | undefined;
  readonly eu_high?: number | undefined;
  readonly data_type?: string | undefined;
}): Waveform {
  if (tag.data_type === 'string') return { wave: 'text', values: ['demo'], period_s: 60 };
  if (tag.data_type === 'bool') return { wave: 'steps', values: [0, 1], period_s: 20, phase: 0 };
  return { wave: 'sine', low: tag.eu_low ?? 0, high: tag.eu_high ?? 100, period_s: 60, phase: 0 };
}
