import type { SimulatorFault } from '../../drivers/driver.ts';
import type { HostSupervisor } from '../../kernel/host-supervisor.ts';
import { type Disposable, Lifetime } from '../../kernel/lifetime.ts';
import { type TwinnedDevice, Twins } from './twins.ts';

/**
 * The twins of all devices: those of most protocols share a thread; one whose start keeps its thread busy for a second or
 * more has one of its own, so that the others answer meanwhile.
 */
export class TwinHosts implements Disposable {
  readonly #makeHost: () => HostSupervisor;
  readonly #resources: URL;
  readonly #threads = new Map<string, Promise<Twins>>();
  readonly #started: Twins[] = [];
  readonly #lifetime = new Lifetime('twins');

  /** @param makeHost a simulator host that is not started. @param resources the folder that holds `demo-plant/`. */
  constructor(makeHost: () => HostSupervisor, resources: URL) {
    this.#makeHost = makeHost;
    this.#resources = resources;
  }

  /** Where the twin of a device listens; undefined for real devices. */
  port(id: string): number | undefined {
    for (const twins of this.#started) {
      const port = twins.port(id);
      if (port !== undefined) return port;
    }
    return undefined;
  }

  /** Acts out exactly these devices. */
  async simulate(devices: readonly TwinnedDevice[]): Promise<void> {
    const wanted = Map.groupBy(devices, ({ entry: { device } }) =>
      device.manifest.twinRunsAlone ? device.protocol : '',
    );
    const threads = new Set([...this.#threads.keys(), ...wanted.keys()]);
    await Promise.all([...threads].map(async (thread) => (await this.#of(thread)).simulate(wanted.get(thread) ?? [])));
  }

  async setFault(id: string, fault: SimulatorFault): Promise<void> {
    await this.#started.find((twins) => twins.port(id) !== undefined)?.setFault(id, fault);
  }

  dispose(): Promise<void> {
    return this.#lifetime.dispose();
  }

  #of(thread: string): Promise<Twins> {
    const known = this.#threads.get(thread);
    if (known) return known;
    const made = this.#start();
    this.#threads.set(thread, made);
    return made;
  }

  async #start(): Promise<Twins> {
    const twins = this.#lifetime.add(await Twins.start(this.#makeHost(), this.#resources));
    this.#started.push(twins);
    return twins;
  }
}
