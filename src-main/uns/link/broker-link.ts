import type { connect, IClientOptions, IConnackPacket, MqttClient } from 'mqtt';
import type { Clock, Timer } from '../../kernel/clock.ts';
import { Emitter } from '../../kernel/emitter.ts';
import type { Disposable } from '../../kernel/lifetime.ts';
import type { Logger } from '../../kernel/logger.ts';
import { PacketGuard } from '../broker/packet-guard.ts';
import type { LinkReason, LinkState } from '../publishing/publisher-messages.ts';
import { connectReason, disconnectReason } from './connect-error.ts';
import { reconnectPauseMs } from './reconnect-pause.ts';
import { unsoundPacket } from './unsound-packet.ts';

/** mqtt.js, which its host loads when it starts. */
export type Connect = typeof connect;

export interface LinkOptions {
  readonly connect: Connect;
  /** Made anew for each attempt: the will carries a time. */
  readonly client: () => IClientOptions;
  readonly longestPauseMs: number;
  /** Of the DISCONNECT when it is disposed of (MQTT 5). */
  readonly goodbyeReason?: number | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
  /** What it means that the broker is not there, as a sentence; that values are published later unless given. */
  readonly meanwhile?: string;
}

/** An open connection and what its broker allows. */
export interface Connection {
  readonly client: MqttClient;
  /** Messages of QoS 1 and 2 that may be unacknowledged at once. */
  readonly receiveMaximum: number;
  readonly maximumPacketBytes: number;
  readonly maximumQos: number;
  readonly canRetain: boolean;
  /** `$share/…`: MQTT 5 only, where the broker does not say otherwise. */
  readonly canShare: boolean;
}

const CONNECT_TIMEOUT_MS = 10_000;
/** The library's own deadline comes first; this one is for the case that it says nothing at all. */
const ATTEMPT_DEADLINE_MS = 15_000;
const GOODBYE_MS = 1_000;
/** Acknowledgements are small, commands are refused beyond 64 KiB. */
const MOST_PACKET_BYTES = 1_024 * 1_024;

/**
 * One connection to a broker that is made again for ever, with back-off. Every attempt has a client of its own, so that
 * nothing of the library's queues and stores outlives a connection.
 */
export class BrokerLink implements Disposable {
  readonly changed = new Emitter<LinkState>();
  /** Connected: the broker answered the connect. */
  readonly up = new Emitter<Connection>();
  /** That connection has ended; nothing can be sent on it any more. */
  readonly down = new Emitter<void>();
  readonly #options: LinkOptions;
  #url = '';
  #state: LinkState = { kind: 'connecting' };
  #client: MqttClient | undefined;
  #isUp = false;
  #reason: LinkReason | undefined;
  #failures = 0;
  #timer: Timer | undefined;
  #isStopped = true;

  constructor(options: LinkOptions) {
    this.#options = options;
  }

  get #shown(): string {
    return shownAddress(this.#url);
  }

  get state(): LinkState {
    return this.#state;
  }

  /** Begins to connect, unless it does already. @param url where the broker is now: the embedded one may move. */
  start(url: string): void {
    this.#url = url;
    if (!this.#isStopped) return;
    this.#isStopped = false;
    this.#failures = 0;
    this.#dial();
  }

  /** Stays away until `start`, and says why. */
  hold(reason: LinkReason): void {
    this.#isStopped = true;
    this.#abandon();
    this.#become({ kind: 'offline', sinceUs: this.#options.clock.wallUs(), reason });
  }

  /** Ends the connection because of something the broker said on it, and connects again after a pause. */
  drop(reason: LinkReason): void {
    this.#reason = reason;
    const client = this.#client;
    if (client) this.#lost(client);
  }

  /** Says goodbye to the broker if nothing is unacknowledged; otherwise the connection is cut, and the will speaks. */
  async dispose(): Promise<void> {
    this.#isStopped = true;
    const client = this.#client;
    if (client && this.#isUp) {
      await new Promise<void>((resolve) => {
        const timer = this.#options.clock.after(GOODBYE_MS, resolve);
        client.end(false, { reasonCode: this.#options.goodbyeReason ?? 0 }, () => {
          timer.dispose();
          resolve();
        });
      });
    }
    this.#abandon();
  }

  #dial(): void {
    const { connect, clock } = this.#options;
    this.#reason = undefined;
    const client = connect(this.#url, {
      clean: true,
      ...this.#options.client(),
      reconnectPeriod: 0,
      queueQoSZero: false,
      resubscribe: false,
      connectTimeout: CONNECT_TIMEOUT_MS,
      timerVariant: 'native',
      log: () => {},
    });
    this.#client = client;
    const guard = new PacketGuard(MOST_PACKET_BYTES);
    client.stream.on('data', (chunk: Buffer) => {
      if (client === this.#client && !guard.accepts(chunk)) this.drop(tooLong(this.#shown));
    });
    client.on('packetreceive', (packet) => {
      const fault = unsoundPacket(packet);
      if (fault === undefined) return;
      // The library would hand it out, and throw where it acknowledges it: a PINGRESP does nothing.
      Object.assign(packet, { cmd: 'pingresp' });
      if (client === this.#client) this.drop({ code: 'NX_MQTT_UNREACHABLE', text: `${this.#shown} ${fault}` });
    });
    client.on('connect', (connack) => this.#connected(client, connack));
    client.on('error', (error) => {
      if (client !== this.#client) return;
      this.#reason ??= connectReason(error, this.#shown, this.#options.meanwhile);
      // After bytes that it cannot parse the library would wait on for the keep-alive.
      this.#lost(client);
    });
    client.on('disconnect', ({ reasonCode }) => {
      if (reasonCode !== undefined && reasonCode !== 0) this.#reason ??= disconnectReason(reasonCode, this.#shown);
    });
    client.on('close', () => this.#lost(client));
    this.#timer = clock.after(ATTEMPT_DEADLINE_MS, () => this.#lost(client));
  }

  #connected(client: MqttClient, connack: IConnackPacket): void {
    if (client !== this.#client) return;
    this.#timer?.dispose();
    this.#failures = 0;
    this.#isUp = true;
    const { receiveMaximum, maximumPacketSize, maximumQoS, retainAvailable, sharedSubscriptionAvailable } =
      connack.properties ?? {};
    this.#become({ kind: 'connected', sinceUs: this.#options.clock.wallUs() });
    this.up.emit({
      client,
      receiveMaximum: receiveMaximum ?? 65_535,
      maximumPacketBytes: maximumPacketSize ?? Number.POSITIVE_INFINITY,
      maximumQos: maximumQoS ?? 2,
      canRetain: retainAvailable ?? true,
      canShare: client.options.protocolVersion === 5 && (sharedSubscriptionAvailable ?? true),
    });
  }

  #lost(client: MqttClient): void {
    if (client !== this.#client) return;
    this.#abandon();
    if (this.#isStopped) return;
    const { clock, longestPauseMs } = this.#options;
    this.#failures++;
    const reason = this.#reason ?? connectReason(undefined, this.#shown, this.#options.meanwhile);
    const isSame = this.#state.kind === 'offline' && this.#state.reason.text === reason.text;
    const sinceUs = this.#state.kind === 'offline' ? this.#state.sinceUs : clock.wallUs();
    if (!isSame) this.#become({ kind: 'offline', sinceUs, reason });
    this.#timer = clock.after(reconnectPauseMs(this.#failures, longestPauseMs, Math.random), () => this.#dial());
  }

  /** Cuts the connection, or calls off the attempt or the pause before the next one. */
  #abandon(): void {
    this.#timer?.dispose();
    const client = this.#client;
    this.#client = undefined;
    if (client) {
      client.removeAllListeners('connect');
      client.end(true);
      // `end` does nothing for a client that is already ending and waits for an acknowledgement.
      client.stream.destroy();
    }
    if (!this.#isUp) return;
    this.#isUp = false;
    this.down.emit();
  }

  #become(state: LinkState): void {
    this.#state = state;
    const { logger } = this.#options;
    if (state.kind === 'connected') logger.info('connected to the MQTT broker', { broker: this.#shown });
    if (state.kind === 'offline') logger.warn(state.reason.text, { code: state.reason.code });
    this.changed.emit(state);
  }
}

function tooLong(broker: string): LinkReason {
  return { code: 'NX_MQTT_UNREACHABLE', text: `${broker} sent a packet of more than ${MOST_PACKET_BYTES} bytes.` };
}

/** Host and port of an address; what may be secret in it is left out. */
function shownAddress(url: string): string {
  return `The MQTT broker ${/^\w+:\/\/(?:[^@/]*@)?([^/]*)/.exec(url)?.[1] ?? url}`;
}
