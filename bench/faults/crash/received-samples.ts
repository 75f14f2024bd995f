import { connectAsync, type MqttClient } from 'mqtt';
import type { Disposable } from '../../../src-main/kernel/lifetime.ts';

const ANSWERS = 'nexus/cmd/response/';

/** The end of a command as its sender was told. */
export interface ToldEnd {
  readonly id: string;
  readonly status: string;
}

/** A subscriber that is connected all the time: samples of a counting plant, and the answers to commands. */
export class ReceivedSamples implements Disposable {
  readonly ends: ToldEnd[] = [];
  /** Messages that came once more. */
  doubled = 0;
  /** Samples that came for the first time behind a later one of their tag. */
  inverted = 0;
  readonly #client: MqttClient;
  readonly #newest = new Map<string, number>();
  readonly #samples = new Set<string>();

  private constructor(client: MqttClient) {
    this.#client = client;
    client.on('message', (topic, payload) => this.#take(topic, payload.toString()));
  }

  static async connect(url: string): Promise<ReceivedSamples> {
    const client = await connectAsync(url, { protocolVersion: 5 });
    const received = new ReceivedSamples(client);
    await client.subscribeAsync(['kill/#', `${ANSWERS}#`], { qos: 1 });
    return received;
  }

  /** `topic sample` of all that came. */
  get samples(): ReadonlySet<string> {
    return this.#samples;
  }

  /** Resolves when the broker has it. */
  async command(topic: string, body: object): Promise<void> {
    await this.#client.publishAsync(topic, JSON.stringify(body), { qos: 1 });
  }

  async dispose(): Promise<void> {
    await this.#client.endAsync(true);
  }

  #take(topic: string, text: string): void {
    const body = JSON.parse(text) as { readonly value: unknown; readonly request_id: string; readonly status: string };
    if (topic.startsWith(ANSWERS)) this.ends.push({ id: body.request_id, status: body.status });
    else if (typeof body.value === 'number') this.#sample(topic, body.value);
  }

  #sample(topic: string, value: number): void {
    const sample = `${topic} ${value}`;
    if (this.#samples.has(sample)) {
      this.doubled++;
      return;
    }
    this.#samples.add(sample);
    const newest = this.#newest.get(topic) ?? -1;
    if (value < newest) this.inverted++;
    else this.#newest.set(topic, value);
  }
}
