import type { IPublishPacket, ISubscriptionMap, MqttClient } from 'mqtt';
import type { NamespaceState } from '../../../src-shared/contract/namespace.ts';
import { parseDurationMs } from '../../../src-shared/domain/duration.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { Clock } from '../../kernel/clock.ts';
import { type Disposable, Lifetime } from '../../kernel/lifetime.ts';
import type { Logger } from '../../kernel/logger.ts';
import { BrokerLink, type Connect, type Connection } from '../link/broker-link.ts';
import { connectOptions } from '../link/connect-options.ts';
import type { BrokerState, LinkReason, LinkState } from '../publishing/publisher-messages.ts';
import type { ExplorerHostData, TestMessage } from './explorer-messages.ts';

export interface ListenerOptions {
  readonly data: ExplorerHostData;
  readonly connect: Connect;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly onMessage: (topic: string, payload: Buffer, packet: IPublishPacket) => void;
}

/** Larger messages are not sent to us by a broker of MQTT 5; one of 3.1.1 that sends one is left. */
const MOST_PACKET_BYTES = 1_024 * 1_024;
const PUBLISH_DEADLINE_MS = 10_000;
const BROKER_STARTS: LinkReason = { code: 'NX_MQTT_UNREACHABLE', text: 'The embedded broker is being started again.' };

/** Listens to the broker of the project on a connection of its own, and publishes test messages on it. */
export class NamespaceListener implements Disposable {
  readonly #options: ListenerOptions;
  readonly #lifetime = new Lifetime('namespace listener');
  readonly #link: BrokerLink;
  #filters: readonly string[];
  #refused: string[] = [];
  #connection: Connection | undefined;
  #sinceMs: number;
  #broker = '';

  constructor(options: ListenerOptions) {
    this.#options = options;
    const { data, connect, clock, logger } = options;
    this.#filters = data.config.explorer.filters;
    this.#sinceMs = clock.wallUs() / 1_000;
    this.#link = this.#lifetime.add(
      new BrokerLink({
        connect,
        longestPauseMs: parseDurationMs(data.config.retry)!,
        clock,
        logger,
        client: () => ({
          ...connectOptions(data, { sessionExpiryInterval: 0, maximumPacketSize: MOST_PACKET_BYTES }),
          clientId: data.clientId,
        }),
      }),
    );
    this.#lifetime.add(this.#link.up.on((connection) => this.#listen(connection)));
    this.#lifetime.add(
      this.#link.down.on(() => {
        this.#connection = undefined;
      }),
    );
    this.#lifetime.add(
      this.#link.changed.on((state) => {
        this.#sinceMs = (state.kind === 'connecting' ? clock.wallUs() : state.sinceUs) / 1_000;
      }),
    );
    // The embedded broker says when it listens: something else on its port is not to be taken for it.
    if (data.config.url !== undefined) this.#start(data.config.url);
  }

  get filters(): readonly string[] {
    return this.#filters;
  }

  get state(): Pick<NamespaceState, 'link' | 'sinceMs' | 'reason' | 'broker' | 'filters' | 'refused'> {
    const state: LinkState = this.#link.state;
    return {
      link: state.kind,
      sinceMs: this.#sinceMs,
      reason: state.kind === 'offline' ? state.reason.text : '',
      broker: this.#broker,
      filters: [...this.#filters],
      refused: [...this.#refused],
    };
  }

  /** How the embedded broker is; told only where there is one. */
  brokerIs(state: BrokerState): void {
    if (this.#options.data.config.url !== undefined) return undefined;
    if (state.kind === 'listening') return this.#start(`mqtt://127.0.0.1:${state.port}`);
    if (state.kind === 'starting' && this.#link.state.kind === 'connecting') return undefined;
    return this.#link.hold(state.kind === 'failed' ? state.reason : BROKER_STARTS);
  }

  /** Listens to other filters, on the connection that stands if there is one. */
  listenTo(filters: readonly string[]): void {
    const connection = this.#connection;
    if (connection) connection.client.unsubscribe([...this.#filters]);
    this.#filters = filters;
    if (connection) this.#subscribe(connection.client);
  }

  /** Resolves when the broker has it; with QoS 0 when it was handed to the socket. */
  async publish({ topic, payload, qos, retain }: TestMessage): Promise<void> {
    const connection = this.#connection;
    if (!connection) throw new NexusError('NX_MQTT_UNREACHABLE', 'The broker is not connected. Nothing was published.');
    if (retain && !connection.canRetain) {
      throw new NexusError('NX_MQTT_REFUSED', 'This broker keeps no messages. Publish it without Retain.');
    }
    const { clock } = this.#options;
    const answer = Promise.withResolvers<void>();
    const timer = clock.after(PUBLISH_DEADLINE_MS, () =>
      answer.reject(new NexusError('NX_MQTT_UNREACHABLE', 'The broker did not answer within 10 s. It may have it.')),
    );
    const most = Math.min(qos, connection.maximumQos) as 0 | 1 | 2;
    const body = Buffer.from(payload);
    connection.client.publish(topic, body, { qos: most, retain }, (error, packet) => {
      const code = (packet as { readonly reasonCode?: number } | undefined)?.reasonCode ?? 0;
      if (!error && code < 0x80) return answer.resolve();
      const text = `The broker does not take it: ${error?.message ?? `reason 0x${code.toString(16)}`}.`;
      return answer.reject(new NexusError('NX_MQTT_REFUSED', text, { topic }, { cause: error }));
    });
    try {
      await answer.promise;
    } finally {
      timer.dispose();
    }
  }

  dispose(): Promise<void> {
    return this.#lifetime.dispose();
  }

  #start(url: string): void {
    this.#broker = url.replace(/\/\/[^@/]*@/, '//');
    this.#link.start(url);
  }

  #listen(connection: Connection): void {
    this.#connection = connection;
    connection.client.on('message', this.#options.onMessage);
    this.#subscribe(connection.client);
  }

  /** Each by itself: one that is refused takes no other with it. Retain as published, so that live ones are told from kept ones. */
  #subscribe(client: MqttClient): void {
    this.#refused = [];
    const { qos } = this.#options.data.config.explorer;
    for (const filter of this.#filters) {
      const asked: ISubscriptionMap = { [filter]: { qos, rh: 0, rap: true } };
      client.subscribe(asked, (error, _granted, suback) => {
        const [code = 0] = (suback?.granted ?? []) as readonly number[];
        if ((!error && code < 0x80) || client !== this.#connection?.client) return;
        this.#refused.push(filter);
        this.#options.logger.warn('the MQTT broker refuses a subscription of the namespace', {
          code: 'NX_MQTT_REFUSED',
          topics: [filter],
        });
      });
    }
  }
}
