import type { DeviceHealth } from '../../src-shared/contract/devices.ts';
import type { DeviceLatency, DeviceLink } from '../../src-shared/contract/diagnostics.ts';
import type { PointBatch } from '../../src-shared/domain/point-batch.ts';
import type { BrowseAnswer, BrowseQuestion } from '../drivers/browsed-node.ts';
import type { DriverTag } from '../drivers/driver.ts';
import type { MemoryMap } from '../drivers/memory.ts';
import type { Clock } from '../kernel/clock.ts';
import { crashPoint } from '../kernel/crash-point.ts';
import { Emitter } from '../kernel/emitter.ts';
import type { HostSupervisor } from '../kernel/host-supervisor.ts';
import { type Disposable, Lifetime } from '../kernel/lifetime.ts';
import type { CutState } from '../kernel/socket-gate.ts';
import { AcquisitionClient, type ValuesOf } from './acquisition-client.ts';
import type {
  DeviceJob,
  GroupPlan,
  HostLoad,
  LatencyQuestion,
  LinkQuestion,
  RuleHits,
  SentBatch,
  WriteOrder,
  WriteOutcome,
} from './acquisition-messages.ts';
import type { CallOrder, CallOutcome } from './call-method.ts';
import type { MemoryLook, MemoryQuestion } from './memory-reader.ts';
import type { LooseReadings } from './read-loose.ts';
import { hostCount, ShardPlan } from './shard-plan.ts';
import type { TraceOrder, TraceOutcome } from './trace-tag.ts';
import type { TrafficBatch } from './traffic-batch.ts';

export interface ShardsOptions {
  readonly clock: Clock;
  /** Hosts to spread the devices over; by load and processors unless given. */
  readonly hosts?: number | undefined;
  readonly processors: number;
  /** Connects that may be pending at once in the whole engine. */
  readonly maxConnecting: number;
  /** Makes a host that is not started; called when a shard gets its first device. */
  readonly makeHost: () => HostSupervisor;
  /** What devices begin with that are made of other tags. */
  readonly valuesOf?: ValuesOf | undefined;
}

/** What a new revision means for the hosts. Devices that are not named are not touched. */
export interface DeviceChange {
  /** One whose id runs already counts as changed, whether it is also named as removed or not. */
  readonly added?: readonly DeviceJob[];
  readonly changed?: readonly DeviceJob[];
  readonly removed?: readonly string[];
}

/** All acquisition hosts of an engine as if they were one: spreads the devices over them and finds them again. */
export class Shards implements Disposable {
  readonly batches = new Emitter<SentBatch>();
  /** Readings of which quality rules let no point be made. */
  readonly rejected = new Emitter<number>();
  readonly health = new Emitter<readonly DeviceHealth[]>();
  readonly traffic = new Emitter<TrafficBatch>();
  readonly #options: ShardsOptions;
  readonly #plan: ShardPlan;
  readonly #clients: (AcquisitionClient | undefined)[] = [];
  readonly #lifetime = new Lifetime('shards');
  #recorded: readonly string[] = [];
  /** Changes are taken one after another. */
  #last: Promise<void> = Promise.resolve();

  constructor(options: ShardsOptions) {
    this.#options = options;
    // Every host needs a connect of its own to get anywhere.
    const most = Math.max(1, options.maxConnecting);
    this.#plan = new ShardPlan((rate) => Math.min(most, options.hosts ?? hostCount(rate, options.processors)));
  }

  /** How busy the hosts are, by shard; undefined for one that is down or was never needed. */
  get loads(): readonly (HostLoad | undefined)[] {
    return this.#clients.map((client) => client?.load);
  }

  /** @throws NexusError as `apply`. */
  add(jobs: readonly DeviceJob[]): Promise<void> {
    return this.apply({ added: jobs });
  }

  /** Resolves when they are polled no more. */
  remove(ids: readonly string[]): Promise<void> {
    return this.apply({ removed: ids });
  }

  /**
   * Ends what is removed or changed, and starts what is added or changed once it has ended. Devices that are not named
   * lose no poll.
   * @throws NexusError NX_HOST_GONE when a thread could not be started; its devices start with it later.
   */
  apply(change: DeviceChange): Promise<void> {
    const own = this.#last.then(() => this.#apply(change));
    this.#last = own.catch(() => {});
    return own;
  }

  /** To the host that owns the device, and back. Never rejects. */
  async write(order: WriteOrder, deadlineMs: number): Promise<WriteOutcome> {
    const client = this.#clients[this.#plan.shardOf(order.device) ?? -1];
    if (client) return await client.write(order, deadlineMs);
    return { kind: 'down', text: `“${order.device}” is not polled, so nothing was sent.` };
  }

  /** Reads one tag once more where its device is, and tells how it went. Never rejects. */
  async trace(order: TraceOrder): Promise<TraceOutcome> {
    const client = this.#clients[this.#plan.shardOf(order.device) ?? -1];
    return client ? await client.trace(order) : { kind: 'down', text: `“${order.device}” is not polled.` };
  }

  /** What reading a device costs now; undefined where it does not run. Never rejects. */
  async plan(device: string): Promise<readonly GroupPlan[] | undefined> {
    return await this.#clients[this.#plan.shardOf(device) ?? -1]?.plan(device);
  }

  /** How long the requests of a device took; undefined where it does not run. Never rejects. */
  async latency(question: LatencyQuestion): Promise<DeviceLatency | undefined> {
    return await this.#clients[this.#plan.shardOf(question.device) ?? -1]?.latency(question);
  }

  /** The link of a device, once what is asked for was begun; undefined where it does not run. Never rejects. */
  async link(question: LinkQuestion): Promise<DeviceLink | undefined> {
    return await this.#clients[this.#plan.shardOf(question.device) ?? -1]?.link(question);
  }

  /** Cuts links in the threads that these devices are in for so long at most, or restores them with 0. Rejects NX_HOST_GONE. */
  async cut(devices: readonly string[], links: readonly string[], forMs: number): Promise<readonly CutState[]> {
    const shards = new Set(devices.map((device) => this.#plan.shardOf(device) ?? -1));
    const clients = [...shards].flatMap((shard) => this.#clients[shard] ?? []);
    return await Promise.all(clients.map(({ host }) => host.cut({ links, forMs })));
  }

  /** What quality rules found since their devices were started. Never rejects. */
  async ruleHits(): Promise<RuleHits> {
    return (await Promise.all(this.#clients.map(async (client) => (await client?.ruleHits()) ?? []))).flat();
  }

  /** Answers a question about a device; undefined where it is not connected. Rejects as `Driver.browse`. */
  async browse<Q extends BrowseQuestion>(device: string, question: Q): Promise<BrowseAnswer<Q> | undefined> {
    return await this.#clients[this.#plan.shardOf(device) ?? -1]?.browse(device, question);
  }

  /** Calls a method where its device is. Never rejects. */
  async call(order: CallOrder): Promise<CallOutcome> {
    const client = this.#clients[this.#plan.shardOf(order.device) ?? -1];
    return client ? await client.call(order) : { kind: 'down', text: `“${order.device}” is not polled.` };
  }

  /** Reads tags that are none of a device's yet; undefined where it is not connected. Rejects as `Driver.read`. */
  async readLoose(device: string, tags: readonly DriverTag[]): Promise<LooseReadings | undefined> {
    return await this.#clients[this.#plan.shardOf(device) ?? -1]?.readLoose(device, tags);
  }

  /** Cells of a device's memory; undefined where it is not connected. Rejects as `Driver.readMemory`. */
  async look(device: string, question: MemoryQuestion): Promise<MemoryLook | undefined> {
    return await this.#clients[this.#plan.shardOf(device) ?? -1]?.look(device, question);
  }

  /** What a device tells of its memory; undefined where it is not connected. Rejects as `Driver.memoryMap`. */
  async memoryMap(device: string, named: readonly string[]): Promise<MemoryMap | undefined> {
    return await this.#clients[this.#plan.shardOf(device) ?? -1]?.memoryMap(device, named);
  }

  /** Devices of a protocol that wait for their next attempt try now: what stood in their way may be gone. */
  hurry(protocol: string): void {
    for (const client of this.#clients) client?.hurry(protocol);
  }

  /** Gives hosts what they asked for of a batch of other tags. */
  feed(batch: PointBatch): void {
    for (const client of this.#clients) client?.feed(batch);
  }

  /** The frames of these devices are recorded from now on, and of no others. */
  record(devices: readonly string[]): void {
    this.#recorded = devices;
    for (const client of this.#clients) client?.record(devices);
  }

  /** Ends every poll; what was read until now is still emitted. */
  async stop(): Promise<void> {
    await Promise.all(this.#clients.map(async (client) => await client?.stop()));
  }

  dispose(): Promise<void> {
    return this.#lifetime.dispose();
  }

  async #apply({ added = [], changed = [], removed = [] }: DeviceChange): Promise<void> {
    if (this.#lifetime.isDisposed) return;
    const come = [...added, ...changed];
    const coming = new Set(come.map((job) => job.id));
    const gone = removed.filter((id) => !coming.has(id));
    const leavingOf = Map.groupBy([...gone, ...coming], (id) => this.#plan.shardOf(id));
    leavingOf.delete(undefined);
    // A changed device may move to another host: one must have let go before the other connects.
    await Promise.all([...leavingOf].map(([shard, ids]) => this.#clients[shard!]!.remove(ids)));
    crashPoint('config.applyDevice');
    if (this.#lifetime.isDisposed) return;
    this.#plan.change(come, gone);
    const comingOf = Map.groupBy(come, (job) => this.#plan.shardOf(job.id)!);
    for (const shard of comingOf.keys()) this.#clients[shard] ??= this.#makeClient();
    this.#shareConnects();
    await Promise.all([...comingOf].map(([shard, jobs]) => this.#clients[shard]!.add(jobs)));
  }

  #makeClient(): AcquisitionClient {
    const { makeHost, clock, maxConnecting, valuesOf } = this.#options;
    const client = this.#lifetime.add(new AcquisitionClient(makeHost(), clock, maxConnecting, valuesOf));
    this.#lifetime.add(client.batches.on((batch) => this.batches.emit(batch)));
    this.#lifetime.add(client.rejected.on((points) => this.rejected.emit(points)));
    this.#lifetime.add(client.health.on((rows) => this.health.emit(rows)));
    this.#lifetime.add(client.traffic.on((batch) => this.traffic.emit(batch)));
    client.record(this.#recorded);
    return client;
  }

  /** The places to connect are shared out over the hosts that are used. */
  #shareConnects(): void {
    const used = this.#clients.filter((client) => client !== undefined);
    const { maxConnecting } = this.#options;
    used.forEach((client, index) => {
      const share = Math.floor(maxConnecting / used.length) + (index < maxConnecting % used.length ? 1 : 0);
      client.setMaxConnecting(Math.max(1, share));
    });
  }
}
