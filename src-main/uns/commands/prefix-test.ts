import type { Clock, Timer } from '../../kernel/clock.ts';
import type { Disposable } from '../../kernel/lifetime.ts';
import type { Connection } from '../link/broker-link.ts';

/** A broker that is busy takes this long; one that passes nothing on takes for ever. */
const PATIENCE_MS = 10_000;

/** Where the gateway writes to itself; an access rule of the broker has to let it read and write there. */
export const selfTestTopic = (prefix: string, clientId: string): string => `${prefix}/selftest/${clientId}`;

/**
 * Sends itself a message on each prefix: a broker may take a subscription and a message and still pass nothing on, as
 * for topics that begin with `$`, or by an access rule. Commands would then be lost without a word.
 */
export class PrefixTest implements Disposable {
  readonly #clock: Clock;
  readonly #clientId: string;
  readonly #told: (silentPrefixes: readonly string[]) => void;
  #timer: Timer | undefined;

  /** @param told the prefixes whose message did not come back, once a connection; none is good. */
  constructor(clock: Clock, clientId: string, told: (silentPrefixes: readonly string[]) => void) {
    this.#clock = clock;
    this.#clientId = clientId;
    this.#told = told;
  }

  /** Begins anew on a connection that has just been made. */
  begin({ client }: Connection, prefixes: readonly string[]): void {
    this.dispose();
    const waiting = new Map(prefixes.map((prefix) => [selfTestTopic(prefix, this.#clientId), prefix]));
    const end = (): void => {
      this.dispose();
      client.unsubscribe(prefixes.map((prefix) => selfTestTopic(prefix, this.#clientId)));
      this.#told([...waiting.values()]);
    };
    client.on('message', (topic) => {
      if (waiting.delete(topic) && waiting.size === 0) end();
    });
    this.#timer = this.#clock.after(PATIENCE_MS, end);
    // What is refused outright stays among those that wait; the sentence about them says both causes.
    for (const topic of waiting.keys()) {
      client.subscribe(topic, { qos: 1 }, () => {
        // Also called when the connection ends: mqtt.js throws where one publishes on a client whose stores are gone.
        if (client.connected) client.publish(topic, '', { qos: 1 }, () => {});
      });
    }
  }

  /** Calls off the test of a connection that has ended. */
  dispose(): void {
    this.#timer?.dispose();
    this.#timer = undefined;
  }
}
