import { join } from 'node:path';
import type { RemoteView } from '../../../src-shared/contract/system.ts';
import { renumberBatch } from '../../../src-shared/domain/renumber-batch.ts';
import { type Disposable, Lifetime } from '../../kernel/lifetime.ts';
import type { LastValues } from '../../live/last-values.ts';
import type { NexusConfig } from '../../project/config/nexus-config.ts';
import { STATE_FOLDER } from '../../project/project-layout.ts';
import { RemoteClient, type RemoteTurn } from '../../uns/remote/remote-client.ts';
import type { RemoteHostData, RemoteTagRow } from '../../uns/remote/remote-messages.ts';
import type { EngineHosts } from '../engine-hosts.ts';
import type { Plant } from '../plant.ts';
import { publisherData } from '../publishing/publisher-setup.ts';
import type { Storage } from '../storage.ts';
import { RemoteSubscriptions } from './remote-subscriptions.ts';
import { RemoteTagFile } from './remote-tag-file.ts';
import { RemoteTags } from './remote-tags.ts';

export interface RemoteOptions {
  readonly folder: string;
  readonly config: NexusConfig;
  readonly version: string;
  readonly hosts: EngineHosts;
  readonly plant: Plant;
  readonly storage: Storage;
  readonly last: LastValues;
}

/** Points of other gateways, on the same way as our own: live values first, then the log. */
export class RemotePoints implements Disposable {
  readonly tags: RemoteTags;
  readonly #options: RemoteOptions;
  readonly #lifetime = new Lifetime('remote points');
  readonly #file: RemoteTagFile;
  #client: RemoteClient | undefined;
  #session = -1;
  /** Numbers of the host's present run → numbers of the engine. */
  #tagOf: number[] = [];
  #deviceOf: number[] = [];
  #isFileFaulty = false;

  private constructor(options: RemoteOptions) {
    this.#options = options;
    this.tags = new RemoteTags(options.plant.directory);
    this.#file = new RemoteTagFile(join(options.folder, STATE_FOLDER, 'remote-tags.jsonl'));
    this.#lifetime.defer(() => this.#file.settled());
  }

  /**
   * The tags that were met before, and where `mqtt.remote` is on the host that takes in more.
   * @throws NexusError NX_SECRET_MISSING
   */
  static async start(options: RemoteOptions): Promise<RemotePoints> {
    const points = new RemotePoints(options);
    try {
      await points.#start();
      return points;
    } catch (error) {
      await points.dispose();
      throw error;
    }
  }

  /** Undefined where nothing is taken in. */
  get client(): RemoteClient | undefined {
    return this.#client;
  }

  /** Undefined where nothing is taken in. */
  get view(): RemoteView | undefined {
    const client = this.#client;
    if (!client) return undefined;
    const { state, refused, counts } = client;
    const most = this.#options.config.mqtt.remote.max_tags;
    const faults = refused.map(
      (filter) => `The MQTT broker refuses the subscription to ${filter}. Check its access rules.`,
    );
    if (counts.overLimit > 0)
      faults.push(
        `There are more than ${most} remote tags, and points of others are passed over. Raise mqtt.remote.max_tags.`,
      );
    return {
      state: state.kind,
      reason: state.kind === 'offline' ? state.reason : null,
      faults,
      tags: this.tags.count,
      ...counts,
    };
  }

  dispose(): Promise<void> {
    return this.#lifetime.dispose();
  }

  async #start(): Promise<void> {
    const { folder, config, version, hosts, plant, storage } = this.#options;
    const { remote, url } = config.mqtt;
    const rows = await this.#file.read();
    for (const row of rows.slice(0, remote.max_tags)) this.tags.add(row);
    this.#name(rows);
    const broker = storage.publishing?.embedded;
    if (!remote.enabled) return;
    if (url === undefined && !broker) {
      hosts.logger.warn(
        'mqtt.remote has no broker to take points from. Set mqtt.url, or mqtt.enabled for the embedded one.',
      );
      return;
    }
    const { clientId, password, tls, node } = await publisherData(folder, config, version);
    const subscriptions = new RemoteSubscriptions(join(folder, STATE_FOLDER, 'remote-subscriptions.json'));
    const data: RemoteHostData = {
      formerFilters: await subscriptions.read(),
      config: config.mqtt,
      clientId: `${clientId}-remote`,
      ownNodes: [config.mqtt, ...config.mqtt.brokers]
        .filter(({ payload }) => payload === 'sparkplug')
        .map(({ sparkplug }) => `${sparkplug.group_id}/${sparkplug.edge_node_id ?? node}`),
      ...(password !== undefined && { password }),
      ...(tls && { tls }),
    };
    const host = hosts.make('remote', data);
    const client = new RemoteClient(host, broker, (turn, settled) => this.#take(turn, settled));
    this.#client = this.#lifetime.add(client);
    client.known([...this.tags.all].map(({ topic }) => topic));
    const tellOwn = (): void =>
      client.own(
        plant.directory.tags.map(({ topic }) => topic),
        storage.logId(),
      );
    tellOwn();
    this.#lifetime.add(plant.revised.on(tellOwn));
    this.#lifetime.defer(() => subscriptions.settled());
    this.#lifetime.add(
      client.subscribed.on((filters) => subscriptions.write(filters, (error) => this.#fileFault(error))),
    );
    await this.#lifetime.add(host).start();
  }

  #take({ tags, frames, points, isUrgent, session }: RemoteTurn, settled: (isAccepted: boolean) => void): void {
    if (session !== this.#session) {
      this.#session = session;
      this.#tagOf = [];
      this.#deviceOf = [];
    }
    if (tags.length > 0) this.#meet(tags);
    const { storage, last } = this.#options;
    const numbers = { device: (n: number) => this.#deviceOf[n]!, tag: (n: number) => this.#tagOf[n]! };
    for (const [i, frame] of frames.entries()) {
      last.apply(renumberBatch(frame, numbers));
      if (!storage.append(frame, points[i]!, settled, isUrgent)) settled(false);
    }
  }

  #meet(rows: readonly RemoteTagRow[]): void {
    const fresh = rows.filter(({ topic }) => !this.tags.find(topic));
    for (const row of rows) {
      this.#tagOf[row.number] = this.tags.add(row).number;
      this.#deviceOf[row.deviceNumber] = this.tags.device(row.devicePath).number;
    }
    this.#name(rows);
    if (fresh.length === 0) return;
    this.#file.append(fresh, (error) => this.#fileFault(error));
  }

  #fileFault(error: unknown): void {
    if (this.#isFileFaulty) return;
    this.#isFileFaulty = true;
    this.#options.hosts.logger.error('what is known of other gateways could not be written', { error: String(error) });
  }

  /** Names before the first batch that uses them. */
  #name(rows: readonly Pick<RemoteTagRow, 'topic' | 'devicePath'>[]): void {
    const { plant, storage, last } = this.#options;
    const devices = [...new Set(rows.map(({ devicePath }) => devicePath))].map((path) => this.tags.device(path));
    const tags = rows.flatMap(({ topic }) => this.tags.find(topic) ?? []);
    storage.names(
      devices.map(({ number, uid }) => [number, uid] as const),
      tags.map(({ number, uid }) => [number, uid] as const),
    );
    last.grow(plant.directory.tagCount);
  }
}
