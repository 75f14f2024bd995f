import { NexusError } from '../../src-shared/errors/nexus-error.ts';
import type { Clock } from '../kernel/clock.ts';
import { type Disposable, Lifetime } from '../kernel/lifetime.ts';
import type { Logger } from '../kernel/logger.ts';
import type { FleetStore } from './fleet-store.ts';

export interface StoreLinkOptions {
  readonly lookEveryMs: number;
  readonly clock: Clock;
  readonly logger: Logger;
  /** @throws NexusError NX_FLEET_UNAVAILABLE */
  open(): Promise<FleetStore>;
  /** An error of the store in plain words. */
  fault(error: unknown): NexusError;
}

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;
/** Changes that come together are looked at together. */
const PAUSE_MS = 100;

/** The connection to the store: made again after it was lost, and looked through whenever something changed. */
export class StoreLink implements Disposable {
  readonly #options: StoreLinkOptions;
  readonly #look: (store: FleetStore) => Promise<void>;
  readonly #lifetime = new Lifetime('fleet store');
  readonly #stop = new AbortController();
  readonly #running: Promise<void>;
  #store: FleetStore | undefined;
  #wake: () => void = () => undefined;
  #isAsked = false;
  #last: Promise<unknown> = Promise.resolve();
  #state: 'connecting' | 'connected' | 'offline' = 'connecting';
  #reason: string | null = null;

  /** @param look goes through everything that changed; never called twice at once. */
  constructor(options: StoreLinkOptions, look: (store: FleetStore) => Promise<void>) {
    this.#options = options;
    this.#look = look;
    this.#running = this.#run();
    this.#lifetime.defer(async () => {
      this.#stop.abort();
      this.#wake();
      await this.#store?.dispose();
      await this.#running;
    });
  }

  get state(): { readonly state: 'connecting' | 'connected' | 'offline'; readonly reason: string | null } {
    return { state: this.#state, reason: this.#reason };
  }

  /** The store while it serves. @throws NexusError NX_FLEET_UNAVAILABLE */
  get store(): FleetStore {
    if (this.#store) return this.#store;
    throw new NexusError('NX_FLEET_UNAVAILABLE', this.#reason ?? 'The configuration store is being connected.');
  }

  /** Has it looked through again soon. */
  ask(): void {
    this.#isAsked = true;
    this.#wake();
  }

  /** Looks through it now, after the look that runs. @throws what looking throws, NX_FLEET_UNAVAILABLE */
  now(): Promise<void> {
    const next = this.#last.then(() => this.#look(this.store));
    this.#last = next.catch(() => undefined);
    return next;
  }

  dispose(): Promise<void> {
    return this.#lifetime.dispose();
  }

  async #run(): Promise<void> {
    const { clock, logger } = this.#options;
    let waitMs = FIRST_WAIT_MS;
    while (!this.#stop.signal.aborted) {
      try {
        this.#store = await this.#options.open();
        waitMs = FIRST_WAIT_MS;
        await this.#serve(this.#store);
      } catch (error) {
        if (this.#stop.signal.aborted) break;
        const { text } = this.#options.fault(error);
        if (this.#reason !== text) logger.warn(text, { code: 'NX_FLEET_UNAVAILABLE' });
        this.#reason = text;
        this.#state = 'offline';
      }
      await this.#store?.dispose();
      this.#store = undefined;
      await clock.sleep(waitMs * (0.8 + 0.4 * Math.random()), this.#stop.signal).catch(() => undefined);
      waitMs = Math.min(LONGEST_WAIT_MS, waitMs * 2);
    }
    await this.#store?.dispose();
  }

  /** Looks whenever something changed, until the connection is lost, which is thrown. */
  async #serve(store: FleetStore): Promise<void> {
    const { clock, lookEveryMs } = this.#options;
    const own = new Lifetime('fleet connection');
    let lost: Error | undefined;
    own.add(store.changed.on(() => this.ask()));
    own.add(
      store.lost.on((error) => {
        lost = error;
        this.#wake();
      }),
    );
    try {
      while (!this.#stop.signal.aborted) {
        this.#isAsked = false;
        await this.now();
        this.#state = 'connected';
        this.#reason = null;
        await clock.sleep(PAUSE_MS, this.#stop.signal).catch(() => undefined);
        if (!this.#isAsked && !lost && !this.#stop.signal.aborted) await this.#sleepOrWake(lookEveryMs);
        if (lost) throw lost;
      }
    } finally {
      await own.dispose();
    }
  }

  #sleepOrWake(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = this.#options.clock.after(ms, () => this.#wake());
      this.#wake = () => {
        timer.dispose();
        this.#wake = () => undefined;
        resolve();
      };
    });
  }
}
