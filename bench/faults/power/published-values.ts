import { connectAsync, type MqttClient } from 'mqtt';
import { systemClock } from '../../../src-main/kernel/clock.ts';
import type { Disposable } from '../../../src-main/kernel/lifetime.ts';
import { MosquittoProcess } from '../../../src-main/testing/mosquitto-process.ts';

const LOOK_MS = 50;
const DEADLINE_MS = 60_000;

/** A subscriber of a counting plant, connected all the time: what it has, was accepted before. */
export class PublishedValues implements Disposable {
  readonly #broker: MosquittoProcess;
  readonly #client: MqttClient;
  readonly #samples = new Set<string>();

  private constructor(broker: MosquittoProcess, client: MqttClient) {
    this.#broker = broker;
    this.#client = client;
    client.on('message', (topic, payload) => this.#take(topic, payload.toString()));
  }

  static async start(port: number): Promise<PublishedValues> {
    const broker = await new MosquittoProcess(port).start();
    const client = await connectAsync(broker.url, { protocolVersion: 5 });
    const published = new PublishedValues(broker, client);
    await client.subscribeAsync('kill/#', { qos: 1 });
    return published;
  }

  /** Samples seen, each once. */
  get count(): number {
    return this.#samples.size;
  }

  /** Waits for so many samples more. @throws Error when they do not come. */
  async more(samples: number): Promise<void> {
    const goal = this.count + samples;
    for (let waited = 0; this.count < goal; waited += LOOK_MS) {
      if (waited > DEADLINE_MS) throw new Error(`${goal - this.count} of ${samples} samples did not come`);
      await systemClock.sleep(LOOK_MS);
    }
  }

  /** `topic sample` of all that came up to now. */
  samples(): readonly string[] {
    return [...this.#samples];
  }

  async dispose(): Promise<void> {
    await this.#client.endAsync(true);
    await this.#broker.stop();
  }

  #take(topic: string, text: string): void {
    const { value } = JSON.parse(text) as { readonly value: unknown };
    if (typeof value === 'number') this.#samples.add(`${topic} ${value}`);
  }
}
