import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { BrowseAnswer, BrowseQuestion, MethodOrder, NamedText } from '../browsed-node.ts';
import type {
  Driver,
  DriverParts,
  DriverTag,
  ReadingColumns,
  ReadPlan,
  Subscriber,
  Subscription,
  WriteValue,
} from '../driver.ts';
import type { SecurityFactory } from './client-security.ts';
import { CompiledPlan } from './compiled-plan.ts';
import { type OpcUaConnection, placeOf, timingsOf } from './connection.ts';
import { cancelled } from './link-error.ts';
import { assertMayWrite } from './may-write.ts';
import type { OpenSession } from './open-session.ts';
import { readValues } from './read-values.ts';
import { SessionLease } from './session-lease.ts';
import { SharedSession } from './shared-session.ts';
import { UaSubscription } from './ua-subscription.ts';
import { notSent, writeValue } from './write-value.ts';

/** What servers take in one request where nothing is known yet of this one. */
const USUAL_BATCH = 50;

/** Reads, writes and subscribes nodes of one OPC UA server over a session, its own or one it shares. */
export class OpcUaDriver implements Driver {
  readonly #connection: OpcUaConnection;
  readonly #clock: DriverParts['clock'];
  readonly #lease: SessionLease;
  readonly #requestMs: number;
  /** Built-in types of nodes, by address in our notation, as values of them showed or the server said. */
  readonly #types = new Map<string, number>();
  /** Nodes that take no deadband on the server, so that they are not asked for one again. */
  readonly #plain = new Set<string>();
  #subscription: UaSubscription | undefined;
  #batch = USUAL_BATCH;

  /** @param parts `shared` left out: the session is the driver's own. */
  constructor(connection: OpcUaConnection, parts: DriverParts, security: SecurityFactory) {
    const { clock, shared, folder, onFrame } = parts;
    this.#connection = connection;
    this.#clock = clock;
    this.#requestMs = timingsOf(connection).requestMs;
    this.#lease = new SessionLease(shared ? SharedSession.of(shared) : new SharedSession(), {
      connection,
      clock,
      security,
      folder,
      onFrame,
    });
  }

  get isStranded(): boolean {
    return this.#lease.isStranded;
  }

  get dials(): boolean {
    return this.#lease.dials;
  }

  async open(signal: AbortSignal): Promise<void> {
    await this.#lease.open(signal);
    this.#batch = this.#lease.session?.readBatch ?? USUAL_BATCH;
  }

  plan(tags: readonly DriverTag[]): ReadPlan {
    return new CompiledPlan(tags, () => this.#batch);
  }

  faults(plan: ReadPlan): ReadonlyMap<number, string> {
    return assertOwn(plan).faults;
  }

  async read(plan: ReadPlan, into: ReadingColumns, signal: AbortSignal): Promise<void> {
    const own = assertOwn(plan);
    if (signal.aborted) {
      await this.#lease.close();
      throw this.#cancelled(signal.reason);
    }
    const onAbort = (): void => void this.#lease.close(this.#cancelled(signal.reason));
    signal.addEventListener('abort', onAbort);
    try {
      await this.#lease.ask((session) =>
        readValues({
          session,
          plan: own,
          into,
          clock: this.#clock,
          timeoutMs: this.#requestMs,
          types: this.#types,
        }),
      );
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  async write(tag: DriverTag, value: WriteValue, signal: AbortSignal): Promise<void> {
    assertMayWrite(this.#connection);
    const { obstacle } = this.#lease;
    if (obstacle) throw notSent(obstacle, placeOf(this.#connection));
    await this.#lease.ask((session) =>
      writeValue(session, {
        tag,
        value,
        signal,
        timeoutMs: this.#requestMs,
        types: this.#types,
        end: (error) => void this.#lease.close(error),
      }),
    );
  }

  async subscribe(plan: ReadPlan, subscriber: Subscriber, signal: AbortSignal): Promise<Subscription> {
    const own = assertOwn(plan);
    if (signal.aborted) {
      await this.close();
      throw this.#cancelled(signal.reason);
    }
    const onAbort = (): void => void this.#lease.close(this.#cancelled(signal.reason));
    signal.addEventListener('abort', onAbort);
    try {
      return await this.#lease.ask(async (session) => {
        const subscription = new UaSubscription({
          session,
          plan: own,
          subscriber,
          connection: this.#connection,
          clock: this.#clock,
          timeoutMs: this.#requestMs,
          types: this.#types,
          plain: this.#plain,
          onDead: (error) => this.#subscriptionDied(error, subscriber),
        });
        await subscription.start().catch((cause: unknown) => {
          subscription.stop(true);
          throw cause;
        });
        this.#subscription = subscription;
        this.#lease.onEnd = (error) => {
          subscription.stop(false);
          this.#subscription = undefined;
          subscriber.ended(error);
        };
        return { silenceMs: subscription.silenceMs };
      });
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  /** Looks through the server over the session that stands; aborting closes it. */
  async browse<Q extends BrowseQuestion>(question: Q, signal: AbortSignal): Promise<BrowseAnswer<Q>> {
    const { browseSession } = await import('./browse.ts');
    return await this.#asked(signal, (session) => browseSession(session, question, this.#requestMs));
  }

  async call(order: MethodOrder, signal: AbortSignal): Promise<readonly NamedText[]> {
    assertMayWrite(this.#connection);
    const { callMethod } = await import('./call-method.ts');
    return await this.#asked(signal, (session) => callMethod(session, order, this.#requestMs));
  }

  async close(): Promise<void> {
    this.#subscription?.stop(true);
    this.#subscription = undefined;
    await this.#lease.close();
  }

  /** The server is silent or has ended it: the device opens anew. What others have of the session goes on. */
  #subscriptionDied(error: NexusError, subscriber: Subscriber): void {
    if (!this.#subscription) return;
    this.#subscription = undefined;
    void this.#lease.close(error);
    subscriber.ended(error);
  }

  async #asked<Answer>(signal: AbortSignal, work: (session: OpenSession) => Promise<Answer>): Promise<Answer> {
    const onAbort = (): void => void this.#lease.close(this.#cancelled(signal.reason));
    signal.addEventListener('abort', onAbort);
    try {
      return await this.#lease.ask(work);
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  #cancelled(cause: unknown): NexusError {
    return cancelled(placeOf(this.#connection), cause);
  }
}

function assertOwn(plan: ReadPlan): CompiledPlan {
  if (plan instanceof CompiledPlan) return plan;
  throw new NexusError('NX_INTERNAL', 'The plan was made by another driver.');
}
