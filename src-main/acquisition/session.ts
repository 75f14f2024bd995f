import { NexusError, toNexusError } from '../../src-shared/errors/nexus-error.ts';
import type { BrowseAnswer, BrowseQuestion, MethodOrder, NamedText } from '../drivers/browsed-node.ts';
import type {
  Driver,
  DriverPolicy,
  DriverTag,
  ReadingColumns,
  ReadPlan,
  Subscriber,
  Subscription,
  WriteValue,
} from '../drivers/driver.ts';
import type { MemoryAnswer, MemoryExtent, MemoryMap } from '../drivers/memory.ts';
import type { Clock } from '../kernel/clock.ts';
import { type Disposable, Lifetime } from '../kernel/lifetime.ts';
import type { DeviceRecord } from './device-record.ts';
import type { EndpointQueue } from './endpoint-queue.ts';
import { Link, type LinkParts } from './link.ts';

/** The outcome of one poll. */
export type ReadOutcome =
  | { readonly kind: 'read'; readonly tookMs: number; readonly receivedUs: number }
  | { readonly kind: 'failed'; readonly error: NexusError }
  /** There is no link; it is being opened or waited for. */
  | { readonly kind: 'no link' };

export interface SessionParts extends LinkParts {
  readonly queue: EndpointQueue;
}

/** A device during a turn of its own at the endpoint. */
export interface OwnTurn {
  /** Reads the plan into the columns. Rejects as `Driver.read`. @returns the wall clock after it, µs. */
  read(plan: ReadPlan, into: ReadingColumns, signal: AbortSignal): Promise<number>;
  /** Undefined where the driver cannot. Rejects as `Driver.browse`. */
  browse<Q extends BrowseQuestion>(question: Q, signal: AbortSignal): Promise<BrowseAnswer<Q> | undefined>;
  /** Rejects as `Driver.readMemory`. */
  readMemory(extent: MemoryExtent, signal: AbortSignal): Promise<MemoryAnswer>;
  /** Undefined where the driver has none. Rejects as `Driver.memoryMap`. */
  memoryMap(named: readonly string[], signal: AbortSignal): Promise<MemoryMap | undefined>;
  /** Undefined where the driver cannot. Rejects as `Driver.call`. */
  call(order: MethodOrder, signal: AbortSignal): Promise<readonly NamedText[] | undefined>;
  /** Rejects as `Driver.write`. */
  write(tag: DriverTag, value: WriteValue, signal: AbortSignal): Promise<void>;
}

const NO_FAULTS: ReadonlyMap<number, string> = new Map();
/** The one rejection of a read that leaves the link open. */
const REFUSED = 'NX_DRIVER_REJECTED';
const NO_LINK: ReadOutcome = { kind: 'no link' };

/** Rejections of a write that leave the link as it is: nothing was sent, or the device said no. */
const LINK_STAYS = new Set([
  'NX_ADDRESS_READ_ONLY',
  'NX_VALUE_TYPE',
  'NX_VALUE_RANGE',
  'NX_DRIVER_REJECTED',
  'NX_CANCELLED',
]);

/** Rejections after which a driver has closed its link. */
const ENDS_LINK = new Set([
  'NX_DRIVER_TIMEOUT',
  'NX_DRIVER_DISCONNECTED',
  'NX_DRIVER_PROTOCOL',
  'NX_DRIVER_UNIT_SILENT',
]);

/** One device's link with its policies, and the only caller of its driver: every call has its turn at the endpoint. */
export class Session implements Disposable {
  readonly link: Link;
  readonly #driver: Driver;
  readonly #queue: EndpointQueue;
  readonly #policy: DriverPolicy;
  readonly #clock: Clock;
  readonly #record: DeviceRecord;
  readonly #lifetime = new Lifetime('session');
  readonly #turn: OwnTurn = {
    read: (plan, into, signal) => this.#read(plan, into, signal),
    browse: (question, signal) => this.#ask(async () => await this.#driver.browse?.(question, signal)),
    readMemory: (extent, signal) => this.#ask(() => this.#driver.readMemory!(extent, signal)),
    memoryMap: (named, signal) => this.#ask(async () => await this.#driver.memoryMap?.(named, signal)),
    call: (order, signal) => this.#call(order, signal),
    write: (tag, value, signal) => this.#write(tag, value, signal),
  };

  constructor(parts: SessionParts) {
    this.#driver = parts.driver;
    this.#queue = parts.queue;
    this.#policy = parts.policy;
    this.#clock = parts.clock;
    this.#record = parts.record;
    this.link = this.#lifetime.add(new Link(parts));
  }

  plan(tags: readonly DriverTag[]): ReadPlan {
    return this.#driver.plan(tags);
  }

  /** Why single rows of the plan's last read are Bad, by row; empty where the driver cannot tell. */
  faults(plan: ReadPlan): ReadonlyMap<number, string> {
    return this.#driver.faults?.(plan) ?? NO_FAULTS;
  }

  /**
   * Reads every tag of the plan into the columns when it is the device's turn. Never rejects.
   * @param slotMs how long the poll may take with all its attempts.
   */
  async read(plan: ReadPlan, into: ReadingColumns, slotMs: number): Promise<ReadOutcome> {
    const endMs = this.#clock.monoMs() + slotMs;
    for (let attempt = 1; ; attempt++) {
      const outcome = await this.#readOnce(plan, into);
      // Every failure but a refusal has closed the connection, and a new connection is the link's business.
      if (outcome.kind !== 'failed' || !this.link.isOpen || outcome.error.code !== REFUSED) return outcome;
      const delayMs = this.#policy.retryDelayMs * 2 ** (attempt - 1);
      if (attempt >= this.#policy.readAttempts || this.#clock.monoMs() + delayMs >= endMs) {
        this.link.failed(outcome.error);
        return outcome;
      }
      await this.#clock.sleep(delayMs, this.#lifetime.signal).catch(() => {});
    }
  }

  /**
   * Subscribes the tags of the plan when it is the device's turn. Never rejects; a failure is the link's.
   * @returns undefined where nothing was subscribed.
   */
  async subscribe(plan: ReadPlan, subscriber: Subscriber): Promise<Subscription | undefined> {
    if (!(await this.#enter())) return undefined;
    try {
      if (!(await this.#isReady())) return undefined;
      return await this.#driver.subscribe?.(plan, subscriber, this.#lifetime.signal);
    } catch (cause) {
      this.link.failed(toNexusError(cause));
      return undefined;
    } finally {
      this.#queue.leave();
    }
  }

  /**
   * Calls `work` when it is the device's turn, before the polls that wait at the endpoint.
   * @param signal ends the wait.
   * @throws NexusError NX_CANCELLED, NX_DRIVER_BUSY: `work` was not called.
   */
  ownTurn<T>(work: (turn: OwnTurn) => Promise<T>, signal: AbortSignal): Promise<T> {
    const inTurn = async (): Promise<T> => {
      if (this.#driver.isStranded) {
        await this.link.reopen(signal);
        if (signal.aborted) throw cancelledBefore(signal.reason);
      }
      return await work(this.#turn);
    };
    return this.#queue.run(this, 'write', inTurn, signal);
  }

  /** A link that rests tries now; one that stands is opened anew when it is the device's turn. Never rejects. */
  async reconnect(): Promise<void> {
    if (!this.link.isOpen) return this.link.hurry();
    const renew = (): Promise<void> => Promise.resolve(this.link.renew());
    await this.#queue.run(this, 'write', renew, this.#lifetime.signal).catch(() => {});
  }

  dispose(): Promise<void> {
    return this.#lifetime.dispose();
  }

  get #isUsable(): boolean {
    return this.link.isOpen && !this.#lifetime.isDisposed;
  }

  async #readOnce(plan: ReadPlan, into: ReadingColumns): Promise<ReadOutcome> {
    const entered = this.#enter();
    if (entered !== true && !(await entered)) return NO_LINK;
    try {
      const ready = this.#isReady();
      if (ready !== true && !(await ready)) return NO_LINK;
      const startedMs = this.#clock.monoMs();
      into.cells.length = 0;
      await this.#driver.read(plan, into, this.#lifetime.signal);
      this.link.succeeded();
      const tookMs = this.#clock.monoMs() - startedMs;
      this.#record.answered('poll', tookMs);
      return { kind: 'read', tookMs, receivedUs: this.#clock.wallUs() };
    } catch (cause) {
      const error = toNexusError(cause);
      this.#record.unanswered('poll', error);
      // Told within the turn, so that a write of this device that is next finds the link as it is.
      if (error.code !== REFUSED) this.link.failed(error);
      return { kind: 'failed', error };
    } finally {
      this.#queue.leave();
    }
  }

  /** Takes the endpoint; `leave` follows where it was taken. Polls do it often, so nothing is awaited in vain. */
  #enter(): boolean | Promise<boolean> {
    if (!this.link.isOpen) return false;
    const turn = this.#queue.enter(this, 'poll', this.#lifetime.signal);
    // The wait for the turn ends with the session.
    return (
      turn === undefined ||
      turn.then(
        () => true,
        () => false,
      )
    );
  }

  /** Within a turn: the link may have been lost while it was waited for. */
  #isReady(): boolean | Promise<boolean> {
    if (!this.#isUsable || !this.#driver.isStranded) return this.#isUsable;
    return this.link.reopen(this.#lifetime.signal).then(() => this.#isUsable);
  }

  async #read(plan: ReadPlan, into: ReadingColumns, signal: AbortSignal): Promise<number> {
    into.cells.length = 0;
    try {
      await this.#record.timed('question', () => this.#driver.read(plan, into, signal));
    } catch (cause) {
      this.link.failed(toNexusError(cause));
      throw cause;
    }
    return this.#clock.wallUs();
  }

  /** What is asked of the driver beside polls and writes. */
  async #ask<T>(ask: () => Promise<T>): Promise<T> {
    try {
      return await this.#record.timed('question', ask);
    } catch (cause) {
      const error = toNexusError(cause);
      if (ENDS_LINK.has(error.code)) this.link.failed(error);
      throw error;
    }
  }

  async #call(order: MethodOrder, signal: AbortSignal): Promise<readonly NamedText[] | undefined> {
    try {
      return await this.#record.timed('write', async () => await this.#driver.call?.(order, signal));
    } catch (cause) {
      const error = toNexusError(cause);
      if (ENDS_LINK.has(error.code) || error.code === 'NX_DRIVER_UNKNOWN_OUTCOME') this.link.failed(error);
      throw error;
    }
  }

  async #write(tag: DriverTag, value: WriteValue, signal: AbortSignal): Promise<void> {
    try {
      await this.#record.timed('write', () => this.#driver.write(tag, value, signal));
    } catch (cause) {
      const error = toNexusError(cause);
      if (!LINK_STAYS.has(error.code)) this.link.failed(error);
      throw error;
    }
  }
}

function cancelledBefore(cause: unknown): NexusError {
  const text = 'The deadline passed while the connection was opened again. Nothing was sent.';
  return new NexusError('NX_CANCELLED', text, {}, { cause });
}
