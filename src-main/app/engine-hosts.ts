import { systemClock } from '../kernel/clock.ts';
import { HostSupervisor } from '../kernel/host-supervisor.ts';
import type { Logger } from '../kernel/logger.ts';

export type HostKind = 'acquisition' | 'log' | 'historian' | 'publisher' | 'broker' | 'simulator';

/** Entry files of the worker threads. */
export type HostUrls = Readonly<Record<HostKind, URL>>;

/** Makes the hosts of one engine and knows how they are. A host is started only when something needs it. */
export class EngineHosts {
  readonly logger: Logger;
  readonly #urls: HostUrls;
  readonly #made: HostSupervisor[] = [];

  constructor(urls: HostUrls, logger: Logger) {
    this.#urls = urls;
    this.logger = logger;
  }

  /** A host that is not started yet; whoever asks for it starts and disposes of it. */
  make(name: keyof HostUrls, data: unknown = {}): HostSupervisor {
    const supervisor = new HostSupervisor({ name, url: this.#urls[name], data: () => data }, systemClock, this.logger);
    this.#made.push(supervisor);
    return supervisor;
  }

  /** True while every host that was started runs. */
  get areRunning(): boolean {
    return this.#made.every(({ state }) => state === 'running' || state === 'stopped');
  }

  /** Restarts by name of host. */
  restarts(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#made.map(({ name, restarts }) => [name, restarts]));
  }
}
