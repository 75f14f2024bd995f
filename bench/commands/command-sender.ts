import { connectAsync, type IClientPublishOptions, type MqttClient } from 'mqtt';

/** An answer, and when it came, as `performance.now()`. */
export interface Answer {
  /** Empty where the command had none. */
  readonly id: string;
  readonly tag: string | null;
  readonly status: string;
  readonly code: string | undefined;
  readonly durationMs: number;
  readonly atMs: number;
}

interface Body {
  readonly request_id: string | null;
  readonly tag_id: string | null;
  readonly status: string;
  readonly duration_ms: number;
  readonly error: { readonly code: string } | null;
}

const DEADLINE_MS = 60_000;
const LOOK_MS = 5;

/** Sends commands and notes when their answers come; parses them only when asked, so that reading costs no time. */
export class CommandSender {
  readonly #client: MqttClient;
  readonly #reader: MqttClient;
  readonly #answers: { readonly payload: Buffer; readonly atMs: number }[] = [];
  /** Called at each answer. */
  onAnswer: () => void = () => {};

  private constructor(client: MqttClient, reader: MqttClient) {
    this.#client = client;
    this.#reader = reader;
    reader.on('message', (_, payload) => {
      this.#answers.push({ payload, atMs: performance.now() });
      this.onAnswer();
    });
  }

  /** @param answerTopic where answers are read. */
  static async connect(url: string, answerTopic: string): Promise<CommandSender> {
    // MQTT 3.1.1 has no receive maximum: the client may send a whole burst at once.
    const [client, reader] = await Promise.all([1, 2].map(() => connectAsync(url, { protocolVersion: 4 })));
    await reader!.subscribeAsync(answerTopic, { qos: 1 });
    return new CommandSender(client!, reader!);
  }

  get count(): number {
    return this.#answers.length;
  }

  send(topic: string, body: object): void {
    this.#client.publish(topic, JSON.stringify(body), { qos: 1 });
  }

  /** Sends, and resolves when the broker has it. */
  async handOver(topic: string, body: object | string, options: IClientPublishOptions = {}): Promise<void> {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    await this.#client.publishAsync(topic, text, { qos: 1, ...options });
  }

  /** Waits until so many answers came in all. @throws Error after a minute. */
  async until(count: number): Promise<void> {
    const endMs = performance.now() + DEADLINE_MS;
    while (this.count < count) {
      if (performance.now() > endMs)
        throw new Error(`${this.count} of ${count} answers came within ${DEADLINE_MS / 1_000} s`);
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  }

  /** All answers so far, parsed, in the order they came; forgets them. */
  take(): Answer[] {
    return this.#answers.splice(0).map(({ payload, atMs }) => {
      const body = JSON.parse(payload.toString()) as Body;
      const { request_id: id, tag_id: tag, status, duration_ms: durationMs, error } = body;
      return { id: id ?? '', tag, status, code: error?.code, durationMs, atMs };
    });
  }

  async dispose(): Promise<void> {
    await Promise.all([this.#client.endAsync(true), this.#reader.endAsync(true)]);
  }
}
