import type { LinkStatus } from '../../src-shared/contract/devices.ts';
import { type NexusError, toNexusError } from '../../src-shared/errors/nexus-error.ts';
import type { Driver, DriverPolicy } from '../drivers/driver.ts';
import type { Clock, Timer } from '../kernel/clock.ts';
import { Emitter } from '../kernel/emitter.ts';
import { type Disposable, Lifetime } from '../kernel/lifetime.ts';
import type { Logger } from '../kernel/logger.ts';
import { threadGate } from '../kernel/thread-gate.ts';
import { Breaker, type BreakerView, type Rest } from './breaker.ts';
import type { ConnectGate } from './connect-gate.ts';
import type { DeviceRecord } from './device-record.ts';

/** A connection that takes longer to come back is told as such. */
const SLOW_REOPEN_MS = 1_000;

export interface LinkParts {
  readonly driver: Driver;
  readonly policy: DriverPolicy;
  readonly gate: ConnectGate;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly random: () => number;
  /** What its connections are cut by (`kernel/socket-gate.ts`): devices behind one endpoint are cut together. */
  readonly endpoint?: string | undefined;
  /** Where connects and changes are noted. */
  readonly record: DeviceRecord;
}

/** Why a link that was good is opened again. */
const RENEWED = { code: 'RENEWED', text: 'Somebody asked for a new connection.' };

const isOfRequest = ({ code }: NexusError): boolean => code.startsWith('NX_DRIVER_');

/**
 * One device's connection: opens it, and opens it again after the rest that the breaker says. A link counts as good
 * only once a read came back: a gateway that accepts every connection and answers none is backed off from like one
 * that refuses (docs/decisions/0004-a-link-is-good-once-read.md).
 */
export class Link implements Disposable {
  readonly changed = new Emitter<LinkStatus>();
  /** The link stands and nothing has been read over it yet. */
  readonly opened = new Emitter<void>();
  readonly #parts: LinkParts;
  readonly #breaker: Breaker;
  readonly #lifetime = new Lifetime('link');
  #status: LinkStatus = { kind: 'connecting', attempt: 1, reason: null };
  /** What the log was told last. */
  #logged: LinkStatus['kind'] = 'connecting';
  #isOpen = false;
  #closing: Promise<void> = Promise.resolve();
  #retry: Timer | undefined;
  /** It waits for its next attempt. */
  #isResting = false;

  constructor(parts: LinkParts) {
    this.#parts = parts;
    this.#breaker = new Breaker(parts.policy, parts.random);
  }

  get status(): LinkStatus {
    return this.#status;
  }

  /** The connection stands. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** The connection stands and something was read over it. */
  get isGood(): boolean {
    return this.#isOpen && this.#status.kind === 'connected';
  }

  /** Aborted when the link is given up: for every wait of its owner. */
  get signal(): AbortSignal {
    return this.#lifetime.signal;
  }

  get breaker(): BreakerView {
    return this.#breaker.view();
  }

  /** Opens the link for the first time; later attempts follow by themselves. */
  start(): void {
    this.#parts.record.moved('connecting', null);
    void this.#open();
  }

  /** What stood in the way may be gone: a link that rests tries now. */
  hurry(): void {
    if (!this.#isResting || this.#lifetime.isDisposed) return;
    this.#retry?.dispose();
    this.#tryAgain();
  }

  /** Forgets the failures that were counted. */
  reset(): void {
    this.#breaker.reset();
  }

  /** Closes a connection that stands, and opens it anew. Only while nothing of this device is under way. */
  renew(): void {
    if (!this.#isOpen || this.#lifetime.isDisposed) return;
    this.#isOpen = false;
    this.#closing = this.#parts.driver.close();
    this.#become({ kind: 'connecting', attempt: 1, reason: RENEWED });
    void this.#open();
  }

  /** A read came back. */
  succeeded(): void {
    if (this.#lifetime.isDisposed || !this.#isOpen) return;
    this.#breaker.succeeded();
    if (this.#status.kind !== 'connected') this.#become({ kind: 'connected', sinceUs: this.#parts.clock.wallUs() });
  }

  /** A connect or a request failed: the connection is closed and opened again after a rest. */
  failed(error: NexusError): void {
    if (this.#lifetime.isDisposed) return;
    this.#isOpen = false;
    this.#closing = this.#parts.driver.close();
    const { clock, policy } = this.#parts;
    const due = this.#breaker.failed();
    const rest = error.code === 'NX_NET_REFUSED' ? { ...due, waitMs: Math.min(due.waitMs, policy.refusedRestMs) } : due;
    const reason = this.#reason(error, rest);
    this.#become(
      rest.waitMs === 0
        ? { kind: 'connecting', attempt: 1, reason }
        : {
            kind: 'offline',
            sinceUs: this.#status.kind === 'offline' ? this.#status.sinceUs : clock.wallUs(),
            nextTryUs: clock.wallUs() + rest.waitMs * 1_000,
            breaker: this.#breaker.isOpen ? 'open' : 'closed',
            reason,
          },
    );
    this.#retry?.dispose();
    this.#retry = clock.after(rest.waitMs, () => this.#tryAgain());
    this.#isResting = true;
  }

  /**
   * Opens the connection again that was lost while nothing of this device was under way (`Driver.isStranded`), before
   * connects that wait for their turn: a fault of another device is no failure of this one. Never rejects; `isOpen`
   * tells. A connect that comes to nothing counts as one that failed, one called off by `signal` as nothing.
   */
  async reopen(signal: AbortSignal): Promise<void> {
    const slow = this.#parts.clock.after(SLOW_REOPEN_MS, () => {
      if (this.isGood) this.#become({ kind: 'connecting', attempt: 1, reason: null });
    });
    try {
      await this.#connect(signal, true);
    } catch (cause) {
      if (!signal.aborted && this.#isOpen) this.failed(toNexusError(cause));
    } finally {
      slow.dispose();
    }
  }

  async dispose(): Promise<void> {
    await this.#lifetime.dispose();
    this.#retry?.dispose();
    this.#isOpen = false;
    await this.#parts.driver.close();
  }

  #tryAgain(): void {
    this.#isResting = false;
    void this.#open();
  }

  async #open(): Promise<void> {
    const { driver, record } = this.#parts;
    if (this.#breaker.isOpen) record.moved('half-open', null);
    this.#breaker.probe();
    try {
      await this.#closing;
      await this.#connect(this.#lifetime.signal, false);
    } catch (cause) {
      return this.failed(toNexusError(cause));
    }
    if (this.#lifetime.isDisposed) return await driver.close();
    this.#isOpen = true;
    this.opened.emit();
  }

  /** Takes its turn to connect, unless the connection is there or being made for another device. */
  #connect(signal: AbortSignal, isUrgent: boolean): Promise<void> {
    const { driver, gate, policy, record, endpoint = '' } = this.#parts;
    const open = async (own: AbortSignal): Promise<void> => {
      await record.timed('connect', () => threadGate.within(endpoint, () => driver.open(own)));
      record.connects++;
    };
    if (driver.dials === false) return open(signal);
    return gate.pass(open, signal, policy.connectPatienceMs, isUrgent);
  }

  #reason(error: NexusError, { waitMs, byRatio }: Rest): { readonly code: string; readonly text: string } {
    // A connect that failed says what is wrong by itself: a certificate that nobody trusts is no share of requests.
    if (!byRatio || !isOfRequest(error)) return { code: error.code, text: error.text };
    const { breakerRatio, breakerWindowMs } = this.#parts.policy;
    const share = `${Math.round(breakerRatio * 100)} % or more of the requests of the last ${breakerWindowMs / 1_000} s failed`;
    return {
      code: 'NX_DRIVER_BREAKER',
      text: `${share}, so the device rests for ${Math.round(waitMs / 1_000)} s. The last failure: ${error.text}`,
    };
  }

  /** The log hears of a loss once and of the return once, however often it was tried in between. */
  #become(next: LinkStatus): void {
    const { logger, record } = this.#parts;
    this.#status = next;
    if (next.kind === 'connected') record.moved('connected', null);
    else if (next.kind === 'connecting') record.moved('connecting', next.reason);
    else if (next.kind === 'offline') record.moved(next.breaker === 'open' ? 'open' : 'offline', next.reason);
    if (next.kind !== 'connecting' && next.kind !== this.#logged) {
      this.#logged = next.kind;
      if (next.kind === 'offline') logger.warn('device offline', { reason: next.reason.text, code: next.reason.code });
      else logger.info('device connected');
    }
    this.changed.emit(next);
  }
}
