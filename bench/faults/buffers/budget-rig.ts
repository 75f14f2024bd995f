import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectAsync } from 'mqtt';
import { HistorianClient } from '../../../src-main/historian/historian-client.ts';
import type { HistorianHostData } from '../../../src-main/historian/historian-messages.ts';
import { systemClock } from '../../../src-main/kernel/clock.ts';
import { HostSupervisor } from '../../../src-main/kernel/host-supervisor.ts';
import { type Disposable, Lifetime } from '../../../src-main/kernel/lifetime.ts';
import { silentLogger } from '../../../src-main/kernel/logger.ts';
import type { LogClient } from '../../../src-main/log/log-client.ts';
import { folderDisk } from '../../../src-main/log/log-disk.ts';
import type { LogHostData } from '../../../src-main/log/log-messages.ts';
import { freePort } from '../../../src-main/testing/free-port.ts';
import { MosquittoProcess } from '../../../src-main/testing/mosquitto-process.ts';
import { decodePayload } from '../../../src-main/uns/payload/decode-payload.ts';
import {
  counterRow,
  type RunningPublisher,
  startLog,
  startPublisher,
} from '../../../src-main/uns/publishing/log-and-publisher.ts';
import { encodeBatch } from '../../../src-shared/domain/batch-frame.ts';
import { STATUS } from '../../../src-shared/domain/quality.ts';

/** Tags of the one device, all of them in each batch. */
export const BUDGET_TAGS = 500;
const TAGS = Array.from({ length: BUDGET_TAGS }, (_, i) => i + 1);
const PROJECT = 'project 1';

/** A log with its limits on a real disk, and both kinds of sinks, which can be away. */
export class BudgetRig implements Disposable {
  readonly log: LogClient;
  readonly publisher: RunningPublisher['publisher'];
  readonly historian: HistorianClient;
  /** What a subscriber got: points, and what it was told of losses. */
  readonly received = { points: 0, losses: [] as { readonly points: number }[] };
  readonly #folder: string;
  readonly #segmentBytes: number;
  readonly #broker: MosquittoProcess;
  readonly #historianHost: HostSupervisor;
  readonly #lifetime: Lifetime;
  #lastUs = systemClock.wallUs();

  private constructor(
    parts: Pick<BudgetRig, 'log' | 'publisher' | 'historian'>,
    own: {
      folder: string;
      segmentBytes: number;
      broker: MosquittoProcess;
      historianHost: HostSupervisor;
      lifetime: Lifetime;
    },
  ) {
    this.log = parts.log;
    this.publisher = parts.publisher;
    this.historian = parts.historian;
    this.#folder = own.folder;
    this.#segmentBytes = own.segmentBytes;
    this.#broker = own.broker;
    this.#historianHost = own.historianHost;
    this.#lifetime = own.lifetime;
  }

  static async start(settings: Partial<LogHostData> & { readonly segmentBytes: number }): Promise<BudgetRig> {
    const lifetime = new Lifetime('budget');
    const folder = mkdtempSync(join(tmpdir(), 'nexus-budget-'));
    lifetime.defer(() => rmSync(folder, { recursive: true, force: true }));
    const broker = lifetime.add(await new MosquittoProcess(await freePort()).start());
    const running = lifetime.add(await startLog(folder, settings));
    const { log } = running;
    log.names(
      [[1, 'device 1']],
      TAGS.map((tag) => [tag, `tag ${tag}`] as const),
    );
    const mqtt = { url: broker.url, payload: 'json-batch' } as const;
    const { publisher } = lifetime.add(await startPublisher(folder, running, { mqtt }));
    publisher.tags(TAGS.map(counterRow), true);
    const data: HistorianHostData = {
      logFolder: join(folder, 'log'),
      databasePath: join(folder, 'historian.db'),
      projectUid: PROJECT,
    };
    const url = new URL('../../../src-main/entry/historian-host.ts', import.meta.url);
    const historianHost = new HostSupervisor({ name: 'historian', url, data: () => data }, systemClock, silentLogger);
    const historian = lifetime.add(new HistorianClient(historianHost));
    lifetime.add(log.advanced.on((head) => historian.head(head)));
    lifetime.defer(() => historianHost.dispose());
    const rig = new BudgetRig(
      { log, publisher, historian },
      { folder, segmentBytes: settings.segmentBytes, broker, historianHost, lifetime },
    );
    await rig.#listen();
    await historianHost.start();
    return rig;
  }

  /** Of every batch, rising: one sample of each tag. */
  readonly appendedUs: number[] = [];

  /** Bytes of all segments. */
  get usedBytes(): number {
    return folderDisk(join(this.#folder, 'log'))
      .segments()
      .reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** As `usedBytes`, before compression. */
  get keptBytes(): number {
    return folderDisk(join(this.#folder, 'log'))
      .segments()
      .reduce((sum, { bytes, isCompressed }) => sum + (isCompressed ? this.#segmentBytes : bytes), 0);
  }

  /** Appends one batch of random values, which no compression makes smaller. */
  append(random: () => number): void {
    this.#lastUs = Math.max(systemClock.wallUs(), this.#lastUs + 1_000);
    const frame = encodeBatch({
      count: BUDGET_TAGS,
      device: 1,
      origin: 'local',
      receivedUs: this.#lastUs,
      tag: Uint32Array.from(TAGS),
      timeUs: new Float64Array(BUDGET_TAGS).fill(this.#lastUs),
      value: Float64Array.from(TAGS, random),
      status: new Uint32Array(BUDGET_TAGS).fill(STATUS.Good),
    });
    this.log.append(frame, BUDGET_TAGS);
    this.appendedUs.push(this.#lastUs);
  }

  /** Both sinks have all there is. */
  get isSettled(): boolean {
    const { publisher, historian, log } = this;
    const isPublished = publisher.progress !== undefined && publisher.counts.queued === 0;
    return log.counts.pending === 0 && isPublished && historian.progress !== undefined && historian.counts.queued === 0;
  }

  async sinksAway(): Promise<void> {
    await this.#broker.stop();
    await this.#historianHost.dispose();
  }

  async sinksBack(): Promise<void> {
    await this.#broker.start();
    await this.#listen();
    await this.#historianHost.start();
  }

  /** Samples of one tag in the history, and the gaps that it tells of. */
  async history(): Promise<{ times: readonly number[]; gaps: readonly { fromUs: number; toUs: number }[] }> {
    const range = { fromUs: 0, toUs: this.#lastUs + 1 };
    const ask = { projectUid: PROJECT, tagUid: 'tag 7', deviceUid: 'device 1', ...range };
    const { series, gaps } = await this.historian.series(ask);
    return { times: [...(series as { timeUs: Float64Array }).timeUs], gaps };
  }

  dispose(): Promise<void> {
    return this.#lifetime.dispose();
  }

  /** Before the gateway is connected again: what comes first is what tells of the loss. */
  async #listen(): Promise<void> {
    const client = await connectAsync(this.#broker.url, { protocolVersion: 5, reconnectPeriod: 0 });
    this.#lifetime.defer(() => client.endAsync(true));
    client.on('message', (topic, payload) => {
      if (topic === 'nexus/gap/gateway-1')
        this.received.losses.push(JSON.parse(payload.toString()) as { readonly points: number });
      else this.received.points += decodePayload(topic, payload)?.points.length ?? 0;
    });
    await client.subscribeAsync(['acme/#', 'nexus/gap/#'], { qos: 1 });
  }
}
