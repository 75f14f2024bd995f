import type { Clock, Timer } from '../../kernel/clock.ts';
import { type Disposable, Lifetime } from '../../kernel/lifetime.ts';
import type { Logger } from '../../kernel/logger.ts';
import type { MessageFormat } from '../format/message-format.ts';
import type { Presence } from '../format/presence.ts';
import type { BrokerLink, Connection } from '../link/broker-link.ts';
import { connectReason } from '../link/connect-error.ts';
import type { Delivery } from './delivery.ts';
import type { FeedLimit, LogFeed } from './log-feed.ts';
import { MessageSender } from './message-sender.ts';
import { ReplayPace } from './replay-pace.ts';

export interface PublisherOptions {
  readonly link: Pick<BrokerLink, 'up' | 'down' | 'drop'>;
  readonly feed: LogFeed;
  readonly delivery: Delivery;
  /** Notes where the cursor is, after each move and before anything more is sent. */
  readonly mark: () => void;
  readonly format: MessageFormat;
  readonly presence: Presence;
  readonly qos: 0 | 1 | 2;
  readonly retain: boolean;
  readonly replayRate: number | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
  /** A connection takes data now. */
  readonly began?: (connection: Connection) => void;
  /** No connection does any more. */
  readonly left?: () => void;
  /** All that may be read has been. */
  readonly reached?: () => void;
}

/** Another publisher on the same connection, with which the window is shared. */
interface Beside {
  readonly publisher: Publisher;
  /** This one is what waited, then: not retained, and never more than half of the window. */
  readonly isAhead: boolean;
}

/** A turn of sending lasts at most about this long before acknowledgements and commands are heard. */
const TURN_MS = 10;
/** Messages a turn, so that acknowledgements, commands and timers are heard between. */
const PORTION = 64;
const GOODBYE_MS = 1_500;
/**
 * Sends the window over the link: what a lost connection left unacknowledged first, in order, then what the log has
 * next. An acknowledged message counts only after it is marked, and the window is measured from there: what a kill makes
 * come twice is never more than the window.
 */
export class Publisher implements Disposable {
  readonly #options: PublisherOptions;
  readonly #lifetime = new Lifetime('publisher');
  #sender: MessageSender | undefined;
  /** The connection that stands, whether it takes data yet or not. */
  #greeted: Connection | undefined;
  /** The first message that was not sent on this connection. */
  #sent = 0;
  /** The first message that was never sent on any. */
  #neverSent = 0;
  #repeated = 0;
  #hasRefused = false;
  #turn: NodeJS.Immediate | undefined;
  #timer: Timer | undefined;
  #pace: ReplayPace | undefined;
  #isEnding = false;
  #settled: (() => void) | undefined;
  #beside: Beside | undefined;
  /** It takes nothing from the log until the other one has sent what it took: see `share`. */
  #waitsForOther = false;
  #isPaused = false;

  constructor(options: PublisherOptions) {
    this.#options = options;
    this.#lifetime.add(options.link.up.on((connection) => this.#greet(connection)));
    this.#lifetime.add(options.link.down.on(() => this.#leave()));
    this.#lifetime.defer(() => this.#leave());
  }

  /** Messages that were sent on more than one connection. */
  get repeatedMessages(): number {
    return this.#repeated;
  }

  /** Messages that wait for the broker. */
  get inFlight(): number {
    return this.#options.delivery.window.length;
  }

  /** Sent on this connection and not acknowledged. */
  get onTheWay(): number {
    return this.#sender ? this.#sent - this.#options.delivery.window.tail : 0;
  }

  /** Taken from the log and not sent on this connection yet. */
  get hasUnsent(): boolean {
    return this.#sender !== undefined && this.#sent < this.#options.delivery.window.pushed;
  }

  /**
   * Shares connection and window with another one; undefined: no longer. What is taken from the log by one is sent before
   * the other takes more: messages are sent in the order in which they are made, whoever of the two makes them.
   */
  share(beside: Beside | undefined): void {
    this.#beside = beside;
    this.#waitsForOther = false;
    // What waited is gone, and what comes is live.
    if (!beside) this.#pace = undefined;
    if (this.#sender) this.#sender.retains = this.#isRetaining;
    this.wake();
  }

  /** Takes nothing more from the log. */
  pause(): void {
    this.#isPaused = true;
    this.wake();
  }

  /** There may be something new to send. */
  wake(): void {
    if (this.#turn || this.#lifetime.isDisposed) return;
    this.#turn = setImmediate(() => {
      this.#turn = undefined;
      this.#work();
    });
  }

  /** Takes nothing more from the log, waits for what is on its way, and says that the gateway is gone. */
  async dispose(): Promise<void> {
    this.#isEnding = true;
    if (this.#sender) {
      await this.#within(GOODBYE_MS, (done) => {
        this.#settled = done;
        this.wake();
      });
    }
    const connection = this.#sender?.connection;
    const { presence } = this.#options;
    if (connection) await this.#within(GOODBYE_MS, (done) => presence.farewell(connection, done));
    this.#settle();
    await this.#lifetime.dispose();
  }

  #greet(connection: Connection): void {
    this.#greeted = connection;
    this.#options.presence.greet(connection, () => {
      if (this.#greeted === connection && !this.#sender && connection.client.connected) this.#begin(connection);
    });
  }

  #begin(connection: Connection): void {
    const { delivery, feed, link, format, replayRate, clock } = this.#options;
    const { window } = delivery;
    const { qos = this.#options.qos } = format;
    feed.connected(clock.wallUs());
    format.begin?.(connection.maximumPacketBytes);
    this.#hasRefused = false;
    this.#sent = window.tail;
    this.#pace = replayRate === undefined ? undefined : new ReplayPace(replayRate, clock.monoMs());
    this.#sender = new MessageSender({
      connection,
      window,
      qos,
      retain: this.#isRetaining,
      isConfirmedByPing: format.isConfirmedByPing ?? false,
      wake: () => this.wake(),
      refused: (message, why) => this.#refused(window.topic(message), why),
      failed: (error) => link.drop(connectReason(error, 'The MQTT broker')),
    });
    this.#options.began?.(connection);
    this.wake();
  }

  get #isRetaining(): boolean {
    const { format, retain } = this.#options;
    return (format.retain ?? retain) && !this.#beside?.isAhead;
  }

  #leave(): void {
    const { format, presence, feed } = this.#options;
    this.#sender?.close();
    this.#sender = undefined;
    if (this.#greeted) {
      this.#greeted = undefined;
      presence.left?.();
      if (format.isBoundToConnection) {
        this.#settle();
        feed.rewind();
      }
    }
    this.#timer?.dispose();
    clearImmediate(this.#turn);
    this.#turn = undefined;
    this.#settled?.();
    this.#options.left?.();
  }

  /** Said once a connection: how many they are is in the count of what is quarantined. */
  #refused(topic: string, why: string): void {
    if (this.#hasRefused) return;
    this.#hasRefused = true;
    const text = 'the MQTT broker will not take some points, which are quarantined';
    this.#options.logger.warn(text, { code: 'NX_MQTT_REFUSED', topic, why });
  }

  #work(): void {
    const { delivery, feed, clock } = this.#options;
    const { window } = delivery;
    this.#settle();
    const sender = this.#sender;
    if (!sender) return;
    const untilMs = clock.monoMs() + TURN_MS;
    const isOver = (): boolean => clock.monoMs() > untilMs;
    while (this.#sendWaiting(sender) && !this.#isEnding && !this.#isPaused) {
      if (this.#beside && this.#mustWait(this.#beside.publisher)) return;
      if (sender.endsBySending) this.#settle();
      const limit = this.#room(sender);
      if (limit.messages <= 0 || limit.points <= 0) return;
      const { pushed, pushedPoints } = window;
      const state = feed.fill(limit, isOver);
      this.#pace?.take(window.pushedPoints - pushedPoints);
      // What caught up is live, and live points are not held back.
      if (state === 'caught-up') {
        this.#pace = undefined;
        this.#options.reached?.();
      }
      if (window.pushed > pushed) continue;
      // Records without a message end by themselves.
      if (this.#settle() || state === 'more') this.wake();
      return;
    }
    if ((this.#isEnding || this.#isPaused) && sender.endsBySending) this.#settle();
  }

  /** Moves the cursor and notes it, before anything more is sent. */
  #settle(): boolean {
    const { delivery, mark } = this.#options;
    const hasMoved = delivery.settle();
    if (hasMoved) mark();
    if (this.#isEnding && delivery.window.length === 0) this.#settled?.();
    return hasMoved;
  }

  #room({ limit }: MessageSender): FeedLimit {
    const { delivery, clock } = this.#options;
    const messages = limit - delivery.window.length - this.#takenBeside(limit);
    if (!this.#pace || messages <= 0) return { messages, points: Number.POSITIVE_INFINITY };
    const points = this.#pace.allowed(clock.monoMs());
    if (points < 1) {
      this.#timer?.dispose();
      this.#timer = clock.after(this.#pace.pauseMs, () => this.wake());
    }
    return { messages, points };
  }

  /** @returns false when this turn is over: the socket takes no more, or the connection is gone. */
  #sendWaiting(sender: MessageSender): boolean {
    const { window } = this.#options.delivery;
    const limit = this.#beside ? sender.limit - this.#beside.publisher.onTheWay : sender.limit;
    for (let portion = PORTION; this.#sent < window.pushed && this.#sent < window.tail + limit; portion--) {
      if (portion === 0) {
        this.wake();
        return false;
      }
      if (sender.isBlocked) return false;
      const message = this.#sent++;
      if (!window.isOpen(message)) continue;
      if (message < this.#neverSent) this.#repeated++;
      else this.#neverSent = message + 1;
      sender.send(message);
      if (this.#sender !== sender) return false;
    }
    return true;
  }

  /** What of the window the other one has, or is to find free. */
  #takenBeside(limit: number): number {
    if (!this.#beside) return 0;
    const { publisher, isAhead } = this.#beside;
    return isAhead ? Math.max(publisher.inFlight, Math.floor(limit / 2)) : publisher.inFlight;
  }

  #mustWait(other: Publisher): boolean {
    this.#waitsForOther = other.hasUnsent;
    if (!this.#waitsForOther && other.#waitsForOther) other.wake();
    return this.#waitsForOther;
  }

  #within(ms: number, start: (done: () => void) => void): Promise<void> {
    return new Promise((resolve) => {
      const timer = this.#options.clock.after(ms, resolve);
      start(() => {
        timer.dispose();
        resolve();
      });
    });
  }
}
