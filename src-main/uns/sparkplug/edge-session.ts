import type { ISubscriptionMap } from 'mqtt';
import type { Clock, Timer } from '../../kernel/clock.ts';
import type { Logger } from '../../kernel/logger.ts';
import type { Presence, Will } from '../format/presence.ts';
import type { Connection } from '../link/broker-link.ts';
import type { LinkReason } from '../publishing/publisher-messages.ts';
import type { EdgeNode } from './edge-node.ts';
import type { NodeCommands } from './node-commands.ts';
import { readHostState } from './primary-host.ts';
import { hostStateTopic } from './sparkplug-topics.ts';

export interface EdgeSessionOptions {
  readonly node: EdgeNode;
  readonly commands: NodeCommands;
  readonly primaryHost: string | undefined;
  /** Writes to devices are taken. */
  readonly takesWrites: boolean;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly drop: (reason: LinkReason) => void;
  /** Why nothing is published though the connection stands; undefined: it is. */
  readonly waits: (reason: LinkReason | undefined) => void;
}

const GOODBYE_MS = 1_000;
/** What a broker has kept of a host comes within this, mostly. */
const STATE_WITHIN_MS = 1_000;
/** Reason code of DISCONNECT by which a broker publishes the will (MQTT 5.0, 3.14.2.1). */
const WITH_WILL = 0x04;

/** The edge node on its connection: what it subscribes to, its death as the will, and its last words. */
export class EdgeSession implements Presence {
  readonly goodbyeReason = WITH_WILL;
  readonly #options: EdgeSessionOptions;
  readonly #hostTopic: string | undefined;
  #connection: Connection | undefined;
  #leaving: Timer | undefined;
  #waiting: Timer | undefined;
  /** On this connection; said once. */
  #hasMisread = false;

  constructor(options: EdgeSessionOptions) {
    this.#options = options;
    this.#hostTopic = options.primaryHost === undefined ? undefined : hostStateTopic(options.primaryHost);
  }

  will(): Will {
    return { ...this.#options.node.will(), qos: 1, retain: false };
  }

  greet(connection: Connection, begin: () => void): void {
    const { node, primaryHost, clock, logger, waits } = this.#options;
    this.#connection = connection;
    this.#hasMisread = false;
    const { client } = connection;
    client.on('message', (topic, payload, packet) => {
      if (this.#connection !== connection) return;
      if (topic === this.#hostTopic) this.#hostSaid(payload);
      else this.#options.commands.receive(topic, payload, packet);
    });
    client.subscribe(this.#topics(), (error, _granted, suback) => {
      if (this.#connection !== connection) return;
      const refused = Object.keys(this.#topics()).filter((_, i) => Number(suback?.granted[i] ?? 0) >= 0x80);
      if (error && refused.length === 0) return;
      if (refused.length > 0) {
        const text = 'the MQTT broker refuses subscriptions of the Sparkplug edge node';
        logger.warn(text, { code: 'NX_MQTT_REFUSED', topics: refused });
      }
      this.#waiting?.dispose();
      node.connected(() => {
        this.#waiting?.dispose();
        waits(undefined);
        begin();
      });
      if (primaryHost !== undefined && node.phase === 'waiting') {
        this.#waiting = clock.after(STATE_WITHIN_MS, () => waits(awayReason(primaryHost)));
      }
    });
  }

  left(): void {
    this.#connection = undefined;
    this.#leaving?.dispose();
    this.#waiting?.dispose();
    this.#options.node.left();
  }

  farewell(connection: Connection, done: () => void): void {
    const { node } = this.#options;
    const isBorn = node.phase !== 'away' && node.phase !== 'waiting';
    node.left();
    if (!isBorn) return done();
    const { topic, payload } = node.death();
    connection.client.publish(topic, payload, { qos: connection.maximumQos > 0 ? 1 : 0, retain: false }, () => done());
  }

  #topics(): ISubscriptionMap {
    const { node, takesWrites } = this.#options;
    // A retained command is seen as one even while we are here; none of them is sent at first.
    const command = { qos: 1, rh: 2, rap: true } as const;
    return {
      [node.topics.nodeCommand]: command,
      ...(takesWrites && { [node.topics.deviceCommands]: command }),
      ...(this.#hostTopic !== undefined && { [this.#hostTopic]: { qos: 1 as const } }),
    };
  }

  #hostSaid(payload: Buffer): void {
    const { node, primaryHost, clock, logger, drop } = this.#options;
    const state = readHostState(payload);
    if (!state) {
      if (!this.#hasMisread)
        logger.warn('the Sparkplug primary host says something that is no state', { host: primaryHost });
      this.#hasMisread = true;
      return;
    }
    const connection = this.#connection;
    if (!node.hostIs(state) || !connection || primaryHost === undefined) return;
    const leave = (): void => {
      this.#leaving?.dispose();
      if (this.#connection === connection) drop(awayReason(primaryHost));
    };
    this.#leaving = clock.after(GOODBYE_MS, leave);
    this.farewell(connection, leave);
  }
}

function awayReason(host: string): LinkReason {
  const text = `The Sparkplug primary host “${host}” is not online. Values are kept and published when it is.`;
  return { code: 'NX_MQTT_HOST', text };
}
