import type { LinkStatus } from '../../src-shared/contract/devices.ts';
import { type NexusError, toNexusError } from '../../src-shared/errors/nexus-error.ts';
import type { Driver, DriverTag, ReadingColumns, ReadPlan } from '../drivers/driver.ts';
import type { Clock, Timer } from '../kernel/clock.ts';
import { Emitter } from '../kernel/emitter.ts';
import { type Disposable, Lifetime } from '../kernel/lifetime.ts';
import type { Logger } from '../kernel/logger.ts';
import { backoffMs } from './backoff.ts';

/** The outcome of one poll. */
export type ReadOutcome =
  | { readonly kind: 'read'; readonly tookMs: number; readonly receivedUs: number }
  | { readonly kind: 'failed'; readonly error: NexusError }
  /** There is no link; it is being opened or waited for. */
  | { readonly kind: 'no link' };

const NO_FAULTS: ReadonlyMap<number, string> = new Map();

/**
 * One device's link with its policies, and the only caller of its driver: opens it, keeps it, opens it again with
 * back-off, and lets one request through at a time. A link counts as good only once a read came back: a gateway that
 * accepts every connection and answers none is backed off from like one that refuses.
 */
export class Session implements Disposable {
  readonly changed = new Emitter<LinkStatus>();
  /** The link stands and nothing has been read over it yet. */
  readonly opened = new Emitter<void>();
  readonly columns: ReadingColumns;
  readonly #driver: Driver;
  readonly #plan: ReadPlan;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #random: () => number;
  readonly #lifetime = new Lifetime('session');
  #status: LinkStatus = { kind: 'connecting', attempt: 1, reason: null };
  #isOpen = false;
  #isBusy = false;
  #failures = 0;
  #retry: Timer | undefined;

  constructor(
    driver: Driver,
    tags: readonly DriverTag[],
    clock: Clock,
    logger: Logger,
    random: () => number = Math.random,
  ) {
    this.#driver = driver;
    this.#plan = driver.plan(tags);
    this.#clock = clock;
    this.#logger = logger;
    this.#random = random;
    this.columns = {
      timeUs: new Float64Array(tags.length),
      value: new Float64Array(tags.length),
      status: new Uint32Array(tags.length),
      cells: [],
    };
  }

  get status(): LinkStatus {
    return this.#status;
  }

  /** True while a request is under way. */
  get isBusy(): boolean {
    return this.#isBusy;
  }

  /** Why single rows of the last read are Bad, by row; empty where the driver cannot tell. */
  faults(): ReadonlyMap<number, string> {
    return this.#driver.faults?.(this.#plan) ?? NO_FAULTS;
  }

  /** Opens the link for the first time; later attempts follow by themselves. */
  start(): void {
    void this.#open();
  }

  /** Reads every tag into `columns`, which stay as they are until the next call. Never rejects. */
  async read(): Promise<ReadOutcome> {
    if (!this.#isOpen || this.#isBusy) return { kind: 'no link' };
    this.#isBusy = true;
    const startedMs = this.#clock.monoMs();
    try {
      this.columns.cells.length = 0;
      await this.#driver.read(this.#plan, this.columns, this.#lifetime.signal);
      this.#failures = 0;
      if (this.#status.kind !== 'connected') this.#become({ kind: 'connected', sinceUs: this.#clock.wallUs() });
      return { kind: 'read', tookMs: this.#clock.monoMs() - startedMs, receivedUs: this.#clock.wallUs() };
    } catch (cause) {
      const error = toNexusError(cause);
      this.#isOpen = false;
      this.#linkFailed(error, this.#status.kind === 'connected');
      return { kind: 'failed', error };
    } finally {
      this.#isBusy = false;
    }
  }

  async dispose(): Promise<void> {
    await this.#lifetime.dispose();
    this.#retry?.dispose();
    await this.#driver.close();
  }

  async #open(): Promise<void> {
    if (this.#lifetime.isDisposed) return;
    try {
      await this.#driver.open(this.#lifetime.signal);
    } catch (cause) {
      return this.#linkFailed(toNexusError(cause), false);
    }
    if (this.#lifetime.isDisposed) return await this.#driver.close();
    this.#isOpen = true;
    this.opened.emit();
  }

  /** @param wasGood the link had worked: one attempt at once, before any waiting. */
  #linkFailed(error: NexusError, wasGood: boolean): void {
    if (this.#lifetime.isDisposed) return;
    this.#failures = wasGood ? 0 : this.#failures + 1;
    const waitMs = backoffMs(this.#failures, this.#random);
    const reason = { code: error.code, text: error.text };
    this.#become(
      waitMs === 0
        ? { kind: 'connecting', attempt: 1, reason }
        : {
            kind: 'offline',
            sinceUs: this.#offlineSinceUs(),
            nextTryUs: this.#clock.wallUs() + waitMs * 1_000,
            reason,
          },
    );
    this.#retry = this.#clock.after(waitMs, () => void this.#open());
  }

  #offlineSinceUs(): number {
    return this.#status.kind === 'offline' ? this.#status.sinceUs : this.#clock.wallUs();
  }

  /** A repeated failure of the same kind is not told again in the log. */
  #become(next: LinkStatus): void {
    const before = this.#status;
    this.#status = next;
    const reasonOf = (status: LinkStatus): string => ('reason' in status && status.reason ? status.reason.code : '');
    if (before.kind !== next.kind || reasonOf(before) !== reasonOf(next)) {
      if (next.kind === 'offline')
        this.#logger.warn('device offline', { reason: next.reason.text, code: next.reason.code });
      if (next.kind === 'connected') this.#logger.info('device connected');
    }
    this.changed.emit(next);
  }
}
