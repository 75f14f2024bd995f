import { connectAsync, type MqttClient } from 'mqtt';
import type { Disposable } from '../../kernel/lifetime.ts';
import { decodePayload } from '../../uns/payload/decode-payload.ts';
import { SampleTrack } from './sample-track.ts';

/** A subscriber that is there all the time: its session outlives an absence of the broker. */
export class MqttJudge implements Disposable {
  /** By topic of the tag. */
  readonly tracks = new Map<string, SampleTrack>();
  /** Messages in which a secret of the run stood. */
  readonly leaks: string[] = [];
  messages = 0;
  readonly #client: MqttClient;
  readonly #canary: string;

  private constructor(client: MqttClient, canary: string) {
    this.#client = client;
    this.#canary = canary;
    client.on('error', () => {});
    client.on('message', (topic, payload) => this.#take(topic, payload));
  }

  /** @param canary a secret that must not stand in any message. */
  static async connect(url: string, canary: string): Promise<MqttJudge> {
    const client = await connectAsync(url, {
      clientId: 'judge',
      clean: false,
      reconnectPeriod: 50,
      protocolVersion: 5,
      properties: { sessionExpiryInterval: 36_000, receiveMaximum: 1_000 },
    });
    const judge = new MqttJudge(client, canary);
    await client.subscribeAsync('#', { qos: 1 });
    return judge;
  }

  /** Points of the plant, each counted once. */
  get points(): number {
    let points = 0;
    for (const track of this.tracks.values()) points += track.points;
    return points;
  }

  async dispose(): Promise<void> {
    await this.#client.endAsync(true);
  }

  #take(topic: string, payload: Buffer): void {
    this.messages++;
    if (payload.includes(this.#canary)) this.leaks.push(topic);
    if (!topic.startsWith('kill/')) return;
    for (const { topic: of, value, timeUs } of decodePayload(topic, payload)?.points ?? []) {
      const tag = Number(of.slice(of.lastIndexOf('/t') + 2));
      let track = this.tracks.get(of);
      if (!track) this.tracks.set(of, (track = new SampleTrack(tag)));
      track.see(typeof value === 'number' ? value : null, timeUs ?? -1);
    }
  }
}
