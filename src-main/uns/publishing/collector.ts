import { connectAsync, type IClientOptions, type MqttClient } from 'mqtt';

/** A message as a reader got it. */
export interface Seen {
  readonly topic: string;
  readonly text: string;
  readonly retain: boolean;
  readonly qos: number;
}

/** For tests: a reader that keeps all it gets, in the order it came. */
export class Collector {
  readonly client: MqttClient;
  readonly seen: Seen[] = [];

  private constructor(client: MqttClient) {
    this.client = client;
    client.on('message', (topic, payload, { retain, qos }) => {
      this.seen.push({ topic, text: payload.toString(), retain, qos });
    });
  }

  /** Keeps its session, so that nothing is missed while the broker restarts. */
  static async connect(url: string, filters: readonly string[], options: IClientOptions = {}): Promise<Collector> {
    const session = { clean: false, protocolVersion: 5, properties: { sessionExpiryInterval: 3_600 } } as const;
    const client = await connectAsync(url, { clientId: 'collector', reconnectPeriod: 50, ...session, ...options });
    const collector = new Collector(client);
    for (const filter of filters) await client.subscribeAsync(filter, { qos: 1 });
    return collector;
  }

  /** The bodies seen on topics that begin so, parsed. */
  bodies<T>(prefix: string): T[] {
    return this.seen.filter(({ topic }) => topic.startsWith(prefix)).map(({ text }) => JSON.parse(text) as T);
  }

  async dispose(): Promise<void> {
    await this.client.endAsync(true);
  }
}
