import type { IClientPublishOptions } from 'mqtt';
import { crashPoint } from '../../kernel/crash-point.ts';
import type { Connection } from '../link/broker-link.ts';
import { PingConfirmation } from './ping-confirmation.ts';
import type { SendWindow } from './send-window.ts';

export interface SenderOptions {
  readonly connection: Connection;
  readonly window: SendWindow;
  readonly qos: 0 | 1 | 2;
  readonly retain: boolean;
  /** QoS 0: see `MessageFormat`. */
  readonly isConfirmedByPing: boolean;
  /** Messages have ended, or the socket takes more: there may be something to do. */
  readonly wake: () => void;
  /** The broker will never take this one. */
  readonly refused: (message: number, why: string) => void;
  /** The broker did not take a message for a reason that may pass: the connection is of no use now. */
  readonly failed: (error: Error) => void;
}

/** Reason codes of PUBACK by which a broker will never take a message (MQTT 5.0, 3.4.2.1). */
const NEVER: readonly number[] = [0x87, 0x90, 0x95, 0x99];
/** A bound of what a PUBLISH has besides topic and payload: header, length, packet id, no properties. */
const PACKET_OVERHEAD = 16;

/** Sends messages of the window on one connection and notes in the window how they ended. */
export class MessageSender {
  readonly connection: Connection;
  /** Messages that may be unacknowledged at once. */
  readonly limit: number;
  readonly #options: SenderOptions;
  readonly #publishing: IClientPublishOptions & { readonly qos: 0 | 1 | 2; retain: boolean };
  /** The message that each packet id in use stands for. */
  readonly #messageOf = new Float64Array(65_536).fill(-1);
  /** One function for all messages: a closure each would cost as much as the encoding. */
  readonly #onEnd: (error?: Error | null, packet?: { readonly messageId?: number }) => void;
  readonly #confirms: PingConfirmation | undefined;
  #isWaiting = false;
  #isOver = false;

  constructor(options: SenderOptions) {
    const { connection, window, qos, retain, isConfirmedByPing } = options;
    this.#options = options;
    this.connection = connection;
    this.#publishing = {
      qos: Math.min(qos, connection.maximumQos) as 0 | 1 | 2,
      retain: retain && connection.canRetain,
    };
    // The receive maximum is of QoS 1 and 2.
    this.limit = this.#publishing.qos === 0 ? window.capacity : Math.min(connection.receiveMaximum, window.capacity);
    if (isConfirmedByPing && this.#publishing.qos === 0) {
      this.#confirms = new PingConfirmation(connection.client, (from, to) => this.#confirmed(from, to));
    }
    this.#onEnd = (error, packet) => this.#ended(error, packet?.messageId);
  }

  /** Whether the broker keeps what is sent from now on, where it can. */
  set retains(retain: boolean) {
    this.#publishing.retain = retain && this.connection.canRetain;
  }

  /** True where nothing is acknowledged: messages have ended when they are sent. */
  get endsBySending(): boolean {
    return this.#publishing.qos === 0 && !this.#confirms;
  }

  /** True while the socket takes no more; wakes when it does. It alone says with QoS 0 how fast the broker is. */
  get isBlocked(): boolean {
    const { stream } = this.connection.client;
    if (this.#publishing.qos !== 0 || !stream.writableNeedDrain) return false;
    if (!this.#isWaiting) {
      this.#isWaiting = true;
      stream.once('drain', () => {
        this.#isWaiting = false;
        this.#options.wake();
      });
    }
    return true;
  }

  send(message: number): void {
    const { client, maximumPacketBytes } = this.connection;
    const { window } = this.#options;
    const [topic, payload] = [window.topic(message), window.payload(message)];
    // UTF-8 takes at most three bytes for a UTF-16 unit: mostly there is nothing to measure.
    if ((topic.length + payload.length) * 3 + PACKET_OVERHEAD > maximumPacketBytes) {
      const bytes = Buffer.byteLength(topic) + Buffer.byteLength(payload) + PACKET_OVERHEAD;
      if (bytes > maximumPacketBytes) return this.#refuse(message, `${bytes} bytes of ${maximumPacketBytes} allowed`);
    }
    if (this.#confirms) {
      client.publish(topic, payload, this.#publishing);
      return this.#confirms.sent(message);
    }
    if (this.endsBySending) {
      client.publish(topic, payload, this.#publishing);
      window.end(message, 'delivered');
      return undefined;
    }
    client.publish(topic, payload, this.#publishing, this.#onEnd);
    this.#messageOf[client.getLastMessageId()] = message;
    crashPoint('mqtt.afterPublish');
    return undefined;
  }

  /** The connection has ended: what it says from now on counts for nothing. */
  close(): void {
    this.#isOver = true;
    this.#confirms?.dispose();
  }

  #ended(error: Error | null | undefined, packetId: number | undefined): void {
    // Without a packet it is the end of the connection that is told; all of them come again on the next one.
    if (packetId === undefined || this.#isOver) return;
    const message = this.#messageOf[packetId]!;
    this.#messageOf[packetId] = -1;
    if (message < 0) return;
    const code = error && 'code' in error ? Number(error.code) : 0;
    if (error && NEVER.includes(code)) return this.#refuse(message, `reason code 0x${code.toString(16)}`);
    if (error) return this.#options.failed(error);
    this.#options.window.end(message, 'delivered');
    this.#options.wake();
  }

  #confirmed(from: number, to: number): void {
    const { window, wake } = this.#options;
    for (let message = from; message < to; message++) if (window.isOpen(message)) window.end(message, 'delivered');
    wake();
  }

  #refuse(message: number, why: string): void {
    this.#options.window.end(message, 'refused');
    this.#options.refused(message, why);
    this.#options.wake();
  }
}
