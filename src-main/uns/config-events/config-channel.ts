import type { IPublishPacket } from 'mqtt';
import { parseDurationMs } from '../../../src-shared/domain/duration.ts';
import type { Clock } from '../../kernel/clock.ts';
import { type Disposable, Lifetime } from '../../kernel/lifetime.ts';
import type { Logger } from '../../kernel/logger.ts';
import { AnswerOutbox } from '../commands/answer-outbox.ts';
import { BrokerLink, type Connect, type Connection } from '../link/broker-link.ts';
import { connectOptions } from '../link/connect-options.ts';
import type { LinkReason, PublisherHostData } from '../publishing/publisher-messages.ts';
import { type ConfigEvent, configFilters, encodeConfigEvent, parseConfigEvent } from './config-event.ts';

export interface ConfigChannelOptions {
  readonly data: PublisherHostData;
  readonly connect: Connect;
  readonly clock: Clock;
  readonly logger: Logger;
  /** A change of a device that somebody else published. */
  readonly heard: (event: ConfigEvent) => void;
}

/**
 * Tells changes of devices on a connection of its own, and hears those of others. What is published while nobody
 * listens is gone: a configuration is handed over whole, by export and import.
 */
export class ConfigChannel implements Disposable {
  readonly #options: ConfigChannelOptions;
  readonly #lifetime = new Lifetime('config channel');
  readonly #link: BrokerLink;
  readonly #outbox: AnswerOutbox;

  constructor(options: ConfigChannelOptions) {
    this.#options = options;
    const { data, connect, clock, logger } = options;
    this.#outbox = new AnswerOutbox(clock);
    this.#link = this.#lifetime.add(
      new BrokerLink({
        connect,
        longestPauseMs: parseDurationMs(data.config.retry)!,
        clock,
        logger,
        client: () => ({ ...connectOptions(data), clientId: `${data.clientId}-cfg` }),
      }),
    );
    this.#lifetime.add(this.#link.up.on((connection) => this.#begin(connection)));
    this.#lifetime.add(this.#link.down.on(() => this.#outbox.disconnected()));
  }

  start(url: string): void {
    this.#link.start(url);
  }

  hold(reason: LinkReason): void {
    this.#link.hold(reason);
  }

  /** Publishes a change of ours on the first prefix. */
  tell(event: ConfigEvent): void {
    const { data, clock } = this.#options;
    const about = { prefix: data.config.prefixes[0]!, node: data.node, atUs: clock.wallUs() };
    this.#outbox.push(encodeConfigEvent(event, about));
  }

  dispose(): Promise<void> {
    return this.#lifetime.dispose();
  }

  #begin(connection: Connection): void {
    const { data, logger } = this.#options;
    this.#outbox.connected(connection);
    if (data.config.config_events.apply === 'off') return;
    const { client } = connection;
    client.on('message', (topic, payload, packet) => this.#receive(topic, payload, packet));
    const filters = data.config.prefixes.flatMap(configFilters);
    // Handling 2: what is retained is the state of some other day, and would undo what was changed here since.
    client.subscribe(Object.fromEntries(filters.map((filter) => [filter, { qos: 1 as const, rh: 2 }])), (error) => {
      // The end of the connection is none of its answers.
      if (!error || !client.connected) return;
      const text = 'the MQTT broker refuses the subscription to configuration events';
      logger.warn(text, { code: 'NX_MQTT_REFUSED', topics: filters });
    });
  }

  #receive(topic: string, payload: Buffer, { retain }: IPublishPacket): void {
    if (retain || payload.length === 0) return;
    const { data, logger, heard } = this.#options;
    const event = parseConfigEvent(topic, payload);
    if (typeof event === 'string') {
      logger.warn(`a configuration event is not taken. ${event}`, { code: 'NX_REQUEST_INVALID', topic });
    } else if (event.node !== data.node) heard(event);
  }
}
