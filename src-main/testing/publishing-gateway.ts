import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../kernel/clock.ts';
import { type Disposable, Lifetime } from '../kernel/lifetime.ts';
import { counterFrame, counterValue } from '../log/counter-frame.ts';
import type { MqttConfig } from '../project/config/mqtt-config.ts';
import { type LogAndPublisher, published, startLogAndPublisher, until } from '../uns/publishing/log-and-publisher.ts';

/** For tests: log and publisher of another gateway, fed with readings that count. */
export class PublishingGateway implements Disposable {
  readonly name: string;
  readonly tags: readonly number[];
  #running: LogAndPublisher;
  readonly #lifetime: Lifetime;
  #readings = 0;
  #lastUs = 0;

  private constructor(name: string, tags: number, running: LogAndPublisher, lifetime: Lifetime) {
    this.name = name;
    this.tags = Array.from({ length: tags }, (_, tag) => tag + 1);
    this.#running = running;
    this.#lifetime = lifetime;
  }

  /** @param tags how many its one device has. */
  static async start(name: string, tags: number, mqtt: Partial<MqttConfig>): Promise<PublishingGateway> {
    const lifetime = new Lifetime(`gateway ${name}`);
    const folder = mkdtempSync(join(tmpdir(), `nexus-gateway-${name}-`));
    lifetime.defer(() => rmSync(folder, { recursive: true, force: true }));
    const running = lifetime.add(
      await startLogAndPublisher(folder, { mqtt, data: { clientId: `gateway-${name}`, node: name } }),
    );
    const gateway = new PublishingGateway(name, tags, running, lifetime);
    running.log.names(
      [[1, `device of ${name}`]],
      gateway.tags.map((tag) => [tag, `tag ${tag}`] as const),
    );
    const row = (tag: number) => ({
      uid: `tag ${tag}`,
      topic: gateway.topic(tag),
      deviceTopic: `acme/${name}/line-1/pump-1`,
      device: 'pump-1',
      tag: `t${tag}`,
    });
    running.publisher.tags(
      gateway.tags.map((tag) => ({ ...row(tag), unit: 'bar', dataType: 'float64' })),
      true,
    );
    await until(() => running.publisher.progress !== undefined);
    return gateway;
  }

  /** Readings so far; values of a tag are `counterValue(tag, 0…readings-1)`. */
  get readings(): number {
    return this.#readings;
  }

  topic(tag: number): string {
    return `acme/${this.name}/line-1/pump-1/t${tag}`;
  }

  values(tag: number): number[] {
    return Array.from({ length: this.#readings }, (_, n) => counterValue(tag, n));
  }

  /** One value of every tag, of one time. */
  read(): void {
    this.#lastUs = Math.max(this.#lastUs + 1, systemClock.wallUs());
    this.#running.log.append(counterFrame(1, this.tags, this.#readings++, this.#lastUs), this.tags.length);
  }

  /** Reads again and again until the answer is disposed of. */
  readEvery(ms: number): Disposable {
    return systemClock.every(ms, () => this.read());
  }

  /** Resolves when the broker has everything. */
  published(): Promise<void> {
    return published(this.#running);
  }

  dispose(): Promise<void> {
    return this.#lifetime.dispose();
  }
}
