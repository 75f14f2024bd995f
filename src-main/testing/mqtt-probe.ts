import { connectAsync, type IClientPublishOptions, type MqttClient } from 'mqtt';
import { expect, vi } from 'vitest';
import type { Disposable } from '../kernel/lifetime.ts';

interface Received {
  readonly topic: string;
  readonly body: unknown;
}

/** An MQTT client of a test: keeps every message, parsed where it is JSON, in the order received. */
export class MqttProbe implements Disposable {
  readonly #client: MqttClient;
  readonly #received: Received[] = [];
  /** How many messages of a topic `next` has handed out. */
  readonly #taken = new Map<string, number>();

  private constructor(client: MqttClient) {
    this.#client = client;
    client.on('message', (topic, payload) => this.#received.push({ topic, body: parsed(payload.toString()) }));
  }

  static async connect(url: string): Promise<MqttProbe> {
    return new MqttProbe(await connectAsync(url, { protocolVersion: 5, reconnectPeriod: 200 }));
  }

  async subscribe(...filters: readonly string[]): Promise<void> {
    await this.#client.subscribeAsync([...filters], { qos: 1 });
  }

  /** QoS 1 unless told; resolves when the broker has it. */
  async publish(topic: string, body: unknown, options: IClientPublishOptions = {}): Promise<void> {
    const payload = typeof body === 'string' ? body : JSON.stringify(body);
    await this.#client.publishAsync(topic, payload, { qos: 1, ...options });
  }

  /** Bodies of one topic, oldest first. */
  all<T = Record<string, unknown>>(topic: string): T[] {
    return this.#received.filter((message) => message.topic === topic).map(({ body }) => body as T);
  }

  last(topic: string): Record<string, unknown> | undefined {
    return this.all(topic).at(-1);
  }

  count(topic: string): number {
    return this.all(topic).length;
  }

  /** The next message of a topic that was not handed out yet. */
  async next(topic: string, timeout = 10_000): Promise<Record<string, unknown>> {
    const index = this.#taken.get(topic) ?? 0;
    this.#taken.set(topic, index + 1);
    await vi.waitFor(() => expect(this.count(topic), topic).toBeGreaterThan(index), { timeout });
    return this.all(topic)[index]!;
  }

  async dispose(): Promise<void> {
    await this.#client.endAsync(true);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
