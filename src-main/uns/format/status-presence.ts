import type { Clock } from '../../kernel/clock.ts';
import type { Connection } from '../link/broker-link.ts';
import { type GatewayIdentity, statusPayload, statusTopic } from '../publishing/gateway-status.ts';
import type { Presence, Will } from './presence.ts';

/** Presence by the retained status topic of the gateway. */
export class StatusPresence implements Presence {
  readonly #identity: GatewayIdentity;
  readonly #clock: Clock;

  constructor(identity: GatewayIdentity, clock: Clock) {
    this.#identity = identity;
    this.#clock = clock;
  }

  will(): Will {
    const payload = Buffer.from(statusPayload(this.#identity, 'offline', this.#clock.wallUs()));
    return { topic: statusTopic(this.#identity), payload, qos: 1, retain: true };
  }

  /** The birth comes before any data: a broker may allow a single unacknowledged message. */
  greet(connection: Connection, begin: () => void): void {
    this.#tell(connection, 'online', (error) => {
      // A status topic that is not allowed does not keep the data back.
      if (!error || 'code' in error) begin();
    });
  }

  farewell(connection: Connection, done: () => void): void {
    this.#tell(connection, 'offline', () => done());
  }

  #tell(connection: Connection, status: 'online' | 'offline', done: (error?: Error | null) => void): void {
    const payload = statusPayload(this.#identity, status, this.#clock.wallUs());
    const qos = connection.maximumQos > 0 ? 1 : 0;
    connection.client.publish(statusTopic(this.#identity), payload, { qos, retain: connection.canRetain }, done);
  }
}
