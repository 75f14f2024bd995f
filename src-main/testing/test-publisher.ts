import { connect, type MqttClient } from 'mqtt';
import type { Disposable } from '../kernel/lifetime.ts';

/** For tests: somebody else who publishes to the broker. */
export class TestPublisher implements Disposable {
  readonly #client: MqttClient;

  private constructor(client: MqttClient) {
    this.#client = client;
  }

  /** Resolves when it is connected; it comes back by itself after the broker was away. */
  static async connect(url: string): Promise<TestPublisher> {
    const client = connect(url, { protocolVersion: 5, reconnectPeriod: 100 });
    await new Promise<void>((resolve) => client.once('connect', () => resolve()));
    return new TestPublisher(client);
  }

  /** Resolves when the broker has it. */
  async publish(topic: string, payload: string, keep: 'retained' | 'live' = 'live'): Promise<void> {
    await this.#client.publishAsync(topic, payload, { qos: 1, retain: keep === 'retained' });
  }

  dispose(): Promise<void> {
    return this.#client.endAsync();
  }
}
