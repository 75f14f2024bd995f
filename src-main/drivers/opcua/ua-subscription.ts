import type { MonitoredItemNotification } from 'node-opcua-client';
import { parseDurationMs } from '../../../src-shared/domain/duration.ts';
import { STATUS } from '../../../src-shared/domain/quality.ts';
import { type NexusError, toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { Clock, Timer } from '../../kernel/clock.ts';
import type { Subscriber } from '../driver.ts';
import type { BoundPlan, CompiledPlan } from './compiled-plan.ts';
import type { OpcUaConnection } from './connection.ts';
import { decodeValue } from './decode-value.ts';
import { brokenProtocol, noAnswer, sessionEnded } from './link-error.ts';
import { readNow, republish } from './missed-messages.ts';
import { monitorItems, type RefusedItem } from './monitored-items.ts';
import { noNamespaceText } from './node-id.ts';
import { NotificationOrder } from './notification-order.ts';
import type { OpenSession } from './open-session.ts';
import type { NotificationMessage, PublishListener } from './publish-loop.ts';
import { PushedColumns } from './pushed-columns.ts';
import { learnType } from './read-values.ts';
import { statusText } from './status-text.ts';
import { timeUs } from './value-time.ts';

/** A server that has nothing to say says so at least this often. */
const KEEP_ALIVE_MS = 3_000;
/** The server forgets a subscription that nobody asks about for so long. */
const LIFETIME_MS = 60_000;
/** Signs of life that may stay out before the subscription counts as dead. */
const SILENT_KEEP_ALIVES = 3;
/** What a busy machine may take on top. */
const SILENCE_MARGIN_MS = 500;
/** How long a node that the server refused is left alone before it is tried once more. */
const RETRY_MS = 60_000;

export interface SubscriptionOrder {
  readonly session: OpenSession;
  readonly plan: CompiledPlan;
  readonly subscriber: Subscriber;
  readonly connection: OpcUaConnection;
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly types: Map<string, number>;
  /** Nodes that take no deadband on this server, kept over sessions. */
  readonly plain: Set<string>;
  /** Called once when nothing comes any more while the session may still stand. */
  readonly onDead: (error: NexusError) => void;
}

/** A value of one row. */
type NewValue = Pick<MonitoredItemNotification, 'clientHandle' | 'value'>;

/** One subscription on the server and what comes of it, from its making to its end. */
export class UaSubscription implements PublishListener {
  readonly #order: SubscriptionOrder;
  readonly #bound: BoundPlan;
  readonly #columns = new PushedColumns();
  #id = 0;
  #silenceMs = KEEP_ALIVE_MS;
  readonly #inOrder: NotificationOrder;
  #heardAtMs = 0;
  #watchdog: Timer | undefined;
  #retry: Timer | undefined;
  #first: Timer | undefined;
  #isOver = false;
  /** Indexes of the bound plan that the server does not watch. */
  #refused: readonly RefusedItem[] = [];

  constructor(order: SubscriptionOrder) {
    this.#order = order;
    this.#bound = order.plan.bind(order.session);
    const { session, timeoutMs } = order;
    this.#inOrder = new NotificationOrder({
      take: (message) => this.#news(message),
      fetch: (number) => republish(session, this.#id, number, timeoutMs),
      reread: (lost) => this.#reread(lost),
      broken: (number, expected) => {
        const seen = `message ${number} of a subscription where ${expected} was due`;
        this.ended(brokenProtocol(session.link.peer, seen));
      },
    });
  }

  /** The longest time without a word of the server while all is well. */
  get silenceMs(): number {
    return this.#silenceMs;
  }

  /** Makes the subscription with all its nodes. Rejects as `UaLink.request`; nothing is delivered before it resolved. */
  async start(): Promise<void> {
    const { session, plan, clock } = this.#order;
    plan.faults.clear();
    await this.#create();
    this.#refused = await this.#monitor([...this.#bound.rows.keys()]);
    this.#heardAtMs = clock.monoMs();
    session.publishing.add(this.#id, this);
    this.#watch();
    this.#scheduleRetry();
    this.#first = clock.after(0, () => this.#tellRefused(this.#refused, true));
  }

  /** Ends it. @param isHeard the server is still there for others, and told */
  stop(isHeard: boolean): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#watchdog?.dispose();
    this.#retry?.dispose();
    this.#first?.dispose();
    const { session, timeoutMs } = this.#order;
    session.publishing.remove(this.#id);
    if (!isHeard || session.link.lost || this.#id === 0) return;
    const { DeleteSubscriptionsRequest, DeleteSubscriptionsResponse } = session.library.client;
    const request = new DeleteSubscriptionsRequest({ subscriptionIds: [this.#id] });
    session.link.request(request, DeleteSubscriptionsResponse, timeoutMs).catch(() => {});
  }

  notify(message: NotificationMessage): void {
    if (this.#isOver) return;
    this.#heardAtMs = this.#order.clock.monoMs();
    if ((message.notificationData?.length ?? 0) > 0) return this.#inOrder.push(message);
    this.#order.subscriber.alive();
    this.#inOrder.alive(message.sequenceNumber);
  }

  ended(error: NexusError): void {
    if (this.#isOver) return;
    this.stop(false);
    this.#order.onDead(error);
  }

  async #create(): Promise<void> {
    const { session, connection, timeoutMs } = this.#order;
    const { CreateSubscriptionRequest, CreateSubscriptionResponse } = session.library.client;
    const publishingMs = parseDurationMs(connection.publishing_interval)!;
    const keepAlives = Math.max(1, Math.floor(KEEP_ALIVE_MS / publishingMs));
    const request = new CreateSubscriptionRequest({
      requestedPublishingInterval: publishingMs,
      requestedMaxKeepAliveCount: keepAlives,
      requestedLifetimeCount: Math.max(SILENT_KEEP_ALIVES * keepAlives, Math.ceil(LIFETIME_MS / publishingMs)),
      maxNotificationsPerPublish: 0,
      publishingEnabled: true,
      priority: 0,
    });
    const answer = await session.link.request(request, CreateSubscriptionResponse, timeoutMs);
    const { subscriptionId, revisedPublishingInterval, revisedMaxKeepAliveCount } = answer;
    const silenceMs = revisedPublishingInterval * Math.max(1, revisedMaxKeepAliveCount);
    if (!(silenceMs > 0 && silenceMs < 24 * 3_600_000)) {
      const seen = `a subscription that speaks every ${revisedPublishingInterval} ms`;
      const error = brokenProtocol(session.link.peer, seen);
      session.link.fail(error);
      throw error;
    }
    this.#id = subscriptionId;
    this.#silenceMs = silenceMs;
  }

  #monitor(indexes: readonly number[]): Promise<RefusedItem[]> {
    const { session, plan, connection, timeoutMs, plain } = this.#order;
    const order = { session, plan, bound: this.#bound, connection, subscriptionId: this.#id, timeoutMs, plain };
    return monitorItems(order, indexes);
  }

  #news({ notificationData }: NotificationMessage): void {
    const { DataChangeNotification, StatusChangeNotification } = this.#order.session.library.client;
    for (const part of notificationData ?? []) {
      if (this.#isOver) return;
      if (part instanceof DataChangeNotification) this.#take(part.monitoredItems ?? []);
      else if (part instanceof StatusChangeNotification && part.status.value >>> 30 >= 2)
        return this.ended(sessionEnded(this.#order.session.link.peer, part.status.name));
    }
  }

  /** What changed in messages that are lost is seen in the values of now. */
  async #reread(lost: number): Promise<() => void> {
    const { session, timeoutMs, subscriber } = this.#order;
    try {
      const values = await readNow(session, this.#bound, timeoutMs);
      return () => {
        if (this.#isOver) return;
        const refused = new Set(this.#refused.map(({ row }) => row));
        const all = values.map((value, index) => ({ clientHandle: this.#bound.rows[index]!, value }));
        subscriber.missed?.(lost);
        this.#take(all.filter(({ clientHandle }) => !refused.has(clientHandle)));
      };
    } catch (cause) {
      this.ended(toNexusError(cause));
      throw cause;
    }
  }

  #take(items: readonly NewValue[]): void {
    const { plan, types, clock, session, subscriber } = this.#order;
    const columns = this.#columns;
    columns.reset(items.length);
    const { elements } = this.#bound;
    const nowUs = clock.wallUs();
    for (let i = 0; i < items.length; i++) {
      const { clientHandle: row, value: data } = items[i]!;
      if (row >= plan.tags.length)
        return this.ended(brokenProtocol(session.link.peer, 'a value that nobody asked for'));
      const fault = decodeValue(data, i, elements[row], columns);
      columns.row[i] = row;
      columns.timeUs[i] = timeUs(data.sourceTimestamp, data.sourcePicoseconds) ?? nowUs;
      if (fault !== undefined) plan.faults.set(row, fault);
      else {
        if (plan.faults.size > 0) plan.faults.delete(row);
        learnType(plan, row, data.value, types);
      }
    }
    columns.count = items.length;
    if (columns.count > 0) subscriber.deliver(columns);
  }

  /** Bad rows for the nodes that the server does not watch, and for those whose namespace it does not have. */
  #tellRefused(refused: readonly RefusedItem[], isFirst: boolean): void {
    const { plan, clock, subscriber } = this.#order;
    const homeless = isFirst ? this.#bound.homeless : [];
    const columns = this.#columns;
    columns.reset(refused.length + homeless.length);
    const nowUs = clock.wallUs();
    const tell = (row: number, status: number, text: string): void => {
      const at = columns.count++;
      columns.row[at] = row;
      columns.status[at] = status;
      columns.value[at] = Number.NaN;
      columns.timeUs[at] = nowUs;
      plan.faults.set(row, text);
    };
    for (const { row, status, name } of refused) tell(row, status, statusText(name));
    for (const { row, address } of homeless) tell(row, STATUS.BadConfigurationError, noNamespaceText(address));
    if (columns.count > 0) subscriber.deliver(columns);
  }

  /** One timer that is set anew only when it fires: a message costs none. */
  #watch(): void {
    const { clock, session } = this.#order;
    const limitMs = SILENT_KEEP_ALIVES * this.#silenceMs + SILENCE_MARGIN_MS;
    const leftMs = this.#heardAtMs + limitMs - clock.monoMs();
    if (leftMs <= 0) return this.ended(noAnswer(session.link.peer, limitMs));
    this.#watchdog = clock.after(leftMs, () => this.#watch());
  }

  #scheduleRetry(): void {
    if (this.#refused.length === 0) return;
    this.#retry = this.#order.clock.after(RETRY_MS, () => void this.#tryAgain());
  }

  /** Asks once more for what the server refused: servers are changed while we watch. */
  async #tryAgain(): Promise<void> {
    const rows = new Set(this.#refused.map(({ row }) => row));
    const indexes = [...this.#bound.rows.keys()].filter((index) => rows.has(this.#bound.rows[index]!));
    try {
      const refused = await this.#monitor(indexes);
      if (this.#isOver) return;
      const still = new Set(refused.map(({ row }) => row));
      for (const row of rows) if (!still.has(row)) this.#order.plan.faults.delete(row);
      this.#refused = refused;
      this.#scheduleRetry();
    } catch (cause) {
      // The whole request was refused: the link stands, and what came so far goes on.
      if (toNexusError(cause).code === 'NX_DRIVER_REJECTED' && !this.#isOver) this.#scheduleRetry();
    }
  }
}
