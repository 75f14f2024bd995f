import type { IClientPublishOptions } from 'mqtt';
import type { Clock, Timer } from '../kernel/clock.ts';
import { type Disposable, Lifetime } from '../kernel/lifetime.ts';
import type { Logger } from '../kernel/logger.ts';
import type { BrokerLink, Connection } from './broker-link.ts';
import { connectReason } from './connect-error.ts';
import type { Delivery } from './delivery.ts';
import { type GatewayIdentity, statusPayload, statusTopic } from './gateway-status.ts';
import type { LogFeed } from './log-feed.ts';
import { ReplayPace } from './replay-pace.ts';

export interface PublisherOptions {
  readonly link: BrokerLink;
  readonly feed: LogFeed;
  readonly delivery: Delivery;
  /** Notes where the cursor is, after each move and before anything more is sent. */
  readonly mark: () => void;
  readonly identity: GatewayIdentity;
  readonly qos: 0 | 1 | 2;
  readonly retain: boolean;
  readonly replayRate: number | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** A turn of sending lasts at most about this long before acknowledgements and commands are heard. */
const TURN_MS = 10;
/** Messages a turn, so that acknowledgements, commands and timers are heard between. */
const PORTION = 64;
const GOODBYE_MS = 1_500;
/** Reason codes of PUBACK by which a broker will never take a message (MQTT 5.0, 3.4.2.1). */
const NEVER: readonly number[] = [0x87, 0x90, 0x95, 0x99];
/** A bound of what a PUBLISH has besides topic and payload: header, length, packet id, no properties. */
const PACKET_OVERHEAD = 16;

interface Sending {
  readonly connection: Connection;
  readonly options: IClientPublishOptions;
  /** Messages that may be unacknowledged at once. */
  readonly limit: number;
  /** The message that each packet id in use stands for. */
  readonly messageOf: Float64Array;
  /** The socket will say when it takes more. */
  isWaiting: boolean;
  readonly onEnd: (error: Error | undefined | null, packet?: { readonly messageId?: number }) => void;
}

/**
 * Sends the window over the link: what a lost connection left unacknowledged first, in order, then what the log has
 * next. An acknowledged message counts only after it is marked, and the window is measured from there: what a kill makes
 * come twice is never more than the window.
 */
export class Publisher implements Disposable {
  readonly #options: PublisherOptions;
  readonly #lifetime = new Lifetime('publisher');
  #sending: Sending | undefined;
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
    if (this.#sending) {
      await this.#within(GOODBYE_MS, (done) => {
        this.#settled = done;
        this.wake();
      });
    }
    const connection = this.#sending?.connection;
    if (connection) await this.#within(GOODBYE_MS, (done) => this.#tellStatus(connection, 'offline', done));
    this.#settle();
    await this.#lifetime.dispose();
  }

  /** The birth comes before any data: a broker may allow a single unacknowledged message. */
  #greet(connection: Connection): void {
    this.#tellStatus(connection, 'online', (error) => {
      if (!error && connection.client.connected) this.#begin(connection);
    });
  }

  #tellStatus(connection: Connection, status: 'online' | 'offline', done: (error?: Error | null) => void): void {
    const { identity, clock } = this.#options;
    const payload = statusPayload(identity, status, clock.wallUs());
    const qos = connection.maximumQos > 0 ? 1 : 0;
    connection.client.publish(statusTopic(identity), payload, { qos, retain: connection.canRetain }, (error) => {
      // A status topic that is not allowed does not keep the data back.
      done(error && 'code' in error ? undefined : error);
    });
  }

  #begin(connection: Connection): void {
    const { delivery, qos, retain, replayRate, clock } = this.#options;
    const messageOf = new Float64Array(65_536).fill(-1);
    this.#sending = {
      connection,
      options: {
        qos: Math.min(qos, connection.maximumQos) as 0 | 1 | 2,
        retain: retain && connection.canRetain,
      },
      limit: Math.min(connection.receiveMaximum, delivery.window.capacity),
      messageOf,
      isWaiting: false,
      onEnd: (error, packet) => this.#ended(messageOf, error, packet?.messageId),
    };
    this.#sent = delivery.window.tail;
    this.#hasRefused = false;
    this.#pace = replayRate === undefined ? undefined : new ReplayPace(replayRate, clock.monoMs());
    this.wake();
  }

  #leave(): void {
    this.#sending = undefined;
    this.#timer?.dispose();
    clearImmediate(this.#turn);
    this.#turn = undefined;
    this.#settled?.();
  }

  /** One function for all messages of a connection: a closure each would cost as much as the encoding. */
  #ended(messageOf: Float64Array, error: Error | undefined | null, packetId: number | undefined): void {
    // Without a packet it is the end of the connection that is told; all of them come again on the next one.
    if (packetId === undefined || this.#sending?.messageOf !== messageOf) return;
    const message = messageOf[packetId]!;
    messageOf[packetId] = -1;
    if (message < 0) return;
    const code = error && 'code' in error ? Number(error.code) : 0;
    if (error && !NEVER.includes(code)) {
      this.#options.link.drop(connectReason(error, 'The MQTT broker'));
      return;
    }
    if (error) this.#refuse(message, `reason code 0x${code.toString(16)}`);
    else this.#options.delivery.window.end(message, 'delivered');
    this.wake();
  }

  #refuse(message: number, why: string): void {
    const { delivery, logger } = this.#options;
    delivery.window.end(message, 'refused');
    // Once a connection: the rest is in the count of what is quarantined.
    if (this.#hasRefused) return;
    this.#hasRefused = true;
    logger.warn('the MQTT broker will not take some points, which are quarantined', {
      code: 'NX_MQTT_REFUSED',
      topic: delivery.window.topic(message),
      why,
    });
  }

  #work(): void {
    const { delivery, feed, clock } = this.#options;
    const { window } = delivery;
    this.#settle();
    const sending = this.#sending;
    if (!sending) return;
    const untilMs = clock.monoMs() + TURN_MS;
    const isOver = (): boolean => clock.monoMs() > untilMs;
    while (this.#sendWaiting(sending) && !this.#isEnding) {
      // With QoS 0 they have ended by being sent.
      if (sending.options.qos === 0) this.#settle();
      const room = this.#room(sending);
      if (room <= 0) return;
      const before = window.pushed;
      const state = feed.fill(room, isOver);
      this.#pace?.take(window.pushed - before);
      // What caught up is live, and live points are not held back.
      if (state === 'caught-up') this.#pace = undefined;
      if (window.pushed > before) continue;
      // Records without a message end by themselves.
      if (this.#settle() || state === 'more') this.wake();
      return;
    }
  }

  /** Moves the cursor and notes it, before anything more is sent. */
  #settle(): boolean {
    const { delivery, mark } = this.#options;
    const hasMoved = delivery.settle();
    if (hasMoved) mark();
    if (this.#isEnding && delivery.window.length === 0) this.#settled?.();
    return hasMoved;
  }

  #room({ limit }: Sending): number {
    const { delivery, clock } = this.#options;
    const room = limit - delivery.window.length;
    if (!this.#pace || room <= 0) return room;
    const allowed = this.#pace.allowed(clock.monoMs());
    if (allowed < 1) {
      this.#timer?.dispose();
      this.#timer = clock.after(this.#pace.pauseMs, () => this.wake());
    }
    return Math.min(room, allowed);
  }

  /** @returns false when this turn is over: the socket takes no more, or the connection is gone. */
  #sendWaiting(sending: Sending): boolean {
    const { window } = this.#options.delivery;
    const { limit, options } = sending;
    for (let portion = PORTION; this.#sent < window.pushed && this.#sent < window.tail + limit; portion--) {
      if (portion === 0) {
        this.wake();
        return false;
      }
      if (options.qos === 0 && this.#isBlocked(sending)) return false;
      const message = this.#sent++;
      if (!window.isOpen(message)) continue;
      if (message < this.#neverSent) this.#repeated++;
      else this.#neverSent = message + 1;
      this.#send(sending, message);
      if (this.#sending !== sending) return false;
    }
    return true;
  }

  #send({ connection, options, messageOf, onEnd }: Sending, message: number): void {
    const { client, maximumPacketBytes } = connection;
    const { window } = this.#options.delivery;
    const [topic, payload] = [window.topic(message), window.payload(message)];
    // UTF-8 takes at most three bytes for a UTF-16 unit: mostly there is nothing to measure.
    if ((topic.length + payload.length) * 3 + PACKET_OVERHEAD > maximumPacketBytes) {
      const bytes = Buffer.byteLength(topic) + Buffer.byteLength(payload) + PACKET_OVERHEAD;
      if (bytes > maximumPacketBytes) {
        this.#refuse(message, `${bytes} bytes, the broker takes ${maximumPacketBytes}`);
        this.wake();
        return;
      }
    }
    if (options.qos === 0) {
      client.publish(topic, payload, options);
      window.end(message, 'delivered');
      return;
    }
    client.publish(topic, payload, options, onEnd);
    messageOf[client.getLastMessageId()] = message;
  }

  /** With QoS 0 the socket is the only thing that says how fast the broker takes. */
  #isBlocked(sending: Sending): boolean {
    const { stream } = sending.connection.client;
    if (!stream.writableNeedDrain) return false;
    if (!sending.isWaiting) {
      sending.isWaiting = true;
      stream.once('drain', () => {
        sending.isWaiting = false;
        this.wake();
      });
    }
    return true;
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
