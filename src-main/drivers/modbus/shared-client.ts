import type { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { EndpointShare } from '../driver.ts';
import { SharedDial } from '../shared-dial.ts';
import { cancelled } from './link-error.ts';
import type { StrictClient } from './strict-client.ts';

const SHARE = 'modbus client';

/** How long a connect may take, and the pause behind it. */
export interface ConnectTiming {
  readonly connectTimeoutMs: number;
  readonly restMs: number;
}

/**
 * The one connection to an endpoint and who holds it: dialled by the first who needs it, closed when the last one lets
 * go. Requests come one at a time (the queue of the endpoint sees to that); opening and letting go may come at any time.
 */
export class SharedClient {
  readonly client: StrictClient;
  readonly #clock: Clock;
  readonly #holders = new Set<object>();
  readonly #dial = new SharedDial();

  constructor(client: StrictClient, clock: Clock) {
    this.client = client;
    this.#clock = clock;
  }

  /**
   * The client that the drivers of an endpoint share; made for the first of them.
   * @param kind tells those apart that cannot share one
   */
  static of(share: EndpointShare, make: () => StrictClient, clock: Clock, kind = ''): SharedClient {
    const name = `${SHARE} ${kind}`;
    const known = share.get(name);
    if (known instanceof SharedClient) return known;
    const made = new SharedClient(make(), clock);
    share.set(name, made);
    return made;
  }

  /** More than one holds it. */
  get isShared(): boolean {
    return this.#holders.size > 1;
  }

  /** A connect is under way. */
  get isDialling(): boolean {
    return this.#dial.isDialling;
  }

  /** Why the last connect came to nothing; undefined once one succeeded. */
  get dialFault(): NexusError | undefined {
    return this.#dial.fault;
  }

  /** From now on the connection is kept for this holder too. */
  hold(holder: object): void {
    this.#holders.add(holder);
  }

  /** Resolves when the connection is closed, if nobody is left who holds it. */
  async letGo(holder: object): Promise<void> {
    this.#holders.delete(holder);
    if (this.#holders.size === 0) await this.client.close();
  }

  /**
   * Resolves when the connection stands: the one there is, the one that is being made, or a new one.
   * Rejects with NX_NET_* or NX_CANCELLED.
   */
  connect(signal: AbortSignal, { connectTimeoutMs, restMs }: ConnectTiming): Promise<void> {
    const open = async (): Promise<void> => {
      await this.client.open(signal, connectTimeoutMs);
      if (restMs > 0) await this.#rest(restMs, signal);
    };
    const isStanding = (): boolean => this.client.isStanding;
    return this.#dial.connect(isStanding, open, signal, () => cancelled(this.client.peer, signal.reason));
  }

  /** Waits before the first request. Called off, it leaves nothing open. */
  async #rest(ms: number, signal: AbortSignal): Promise<void> {
    try {
      await this.#clock.sleep(ms, signal);
    } catch {
      await this.client.close();
      throw cancelled(this.client.peer, signal.reason);
    }
  }
}
