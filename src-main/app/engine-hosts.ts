import { systemClock } from '../kernel/clock.ts';
import { type HostState, HostSupervisor } from '../kernel/host-supervisor.ts';
import type { Logger } from '../kernel/logger.ts';

export type HostKind =
  | 'acquisition'
  | 'log'
  | 'historian'
  | 'publisher'
  | 'broker'
  | 'explorer'
  | 'witness'
  | 'remote'
  | 'simulator'
  | 'files';

/** Entry files of the worker threads; those of connection tests come and go and are no hosts that are kept alive. */
export type HostUrls = Readonly<Record<HostKind | 'probe', URL>>;

/** How a host is. */
export interface HostView {
  /** The second of a kind is `acquisition-2`. */
  readonly name: string;
  readonly kind: HostKind;
  readonly state: HostState;
  readonly restarts: number;
  readonly busySeconds: number | undefined;
}

/** Makes the hosts of one engine and knows how they are. A host is started only when something needs it. */
export class EngineHosts {
  readonly logger: Logger;
  readonly #urls: HostUrls;
  #made: readonly { readonly kind: HostKind; readonly supervisor: HostSupervisor }[] = [];

  constructor(urls: HostUrls, logger: Logger) {
    this.#urls = urls;
    this.logger = logger;
  }

  /** A host that is not started yet; whoever asks for it starts and disposes of it. */
  make(kind: HostKind, data: unknown = {}): HostSupervisor {
    const sisters = this.#made.filter((made) => made.kind === kind).length;
    const name = sisters === 0 ? kind : `${kind}-${sisters + 1}`;
    const supervisor = new HostSupervisor({ name, url: this.#urls[kind], data: () => data }, systemClock, this.logger);
    this.#made = [...this.#made, { kind, supervisor }];
    return supervisor;
  }

  /** A host that came for one piece of work and was disposed of. */
  forget(gone: HostSupervisor): void {
    this.#made = this.#made.filter(({ supervisor }) => supervisor !== gone);
  }

  /** True while every host that was started runs. */
  get areRunning(): boolean {
    return this.#made.every(({ supervisor: { state } }) => state === 'running' || state === 'stopped');
  }

  /** Names of hosts whose thread does not answer within the deadline. */
  async stuck(deadlineMs: number): Promise<readonly string[]> {
    const asked = this.#made.map(async ({ supervisor }) =>
      (await supervisor.answers(deadlineMs)) ? [] : [supervisor.name],
    );
    return (await Promise.all(asked)).flat();
  }

  get all(): readonly HostView[] {
    return this.#made.map(({ kind, supervisor }) => {
      const { name, state, restarts, busySeconds } = supervisor;
      return { name, kind, state, restarts, busySeconds };
    });
  }
}
