import type { MqttClient } from 'mqtt';

/**
 * Finds out what a broker has read of messages that it does not acknowledge (QoS 0): it answers a ping after all that came
 * before it on the same connection. One ping is on its way at a time, those of the keep-alive counted.
 */
export class PingConfirmation {
  readonly #client: MqttClient;
  readonly #confirmed: (from: number, to: number) => void;
  /** For each ping on its way, the message behind the last one before it. */
  readonly #pings: number[] = [];
  /** The first message that is not confirmed, and the one behind the last that was sent. */
  #from = -1;
  #to = -1;
  #next: NodeJS.Immediate | undefined;

  /** @param confirmed is told the messages from `from` to before `to`, each once and in order. */
  constructor(client: MqttClient, confirmed: (from: number, to: number) => void) {
    this.#client = client;
    this.#confirmed = confirmed;
    client.on('packetsend', this.#onSend);
    client.on('packetreceive', this.#onReceive);
  }

  /** A message was handed to the socket; their numbers rise. */
  sent(message: number): void {
    if (this.#from < 0) this.#from = message;
    this.#to = message + 1;
    this.#pingSoon();
  }

  dispose(): void {
    clearImmediate(this.#next);
    this.#client.off('packetsend', this.#onSend);
    this.#client.off('packetreceive', this.#onReceive);
  }

  /** At the end of this turn, so that one ping stands for all that is sent in it. */
  #pingSoon(): void {
    if (this.#pings.length > 0 || this.#next) return;
    this.#next = setImmediate(() => {
      this.#next = undefined;
      if (this.#client.connected) this.#client.sendPing();
    });
  }

  readonly #onSend = ({ cmd }: { readonly cmd?: string }): void => {
    if (cmd === 'pingreq') this.#pings.push(this.#to);
  };

  readonly #onReceive = ({ cmd }: { readonly cmd?: string }): void => {
    if (cmd !== 'pingresp') return;
    const to = this.#pings.shift() ?? -1;
    const from = this.#from;
    if (from >= 0 && to > from) {
      this.#from = to;
      this.#confirmed(from, to);
    }
    if (this.#to > this.#from) this.#pingSoon();
  };
}
