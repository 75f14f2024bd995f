import type { DeviceHealth } from '../../src-shared/contract/devices.ts';
import type { DeviceLatency, DeviceLink } from '../../src-shared/contract/diagnostics.ts';
import { encodeBatch } from '../../src-shared/domain/batch-frame.ts';
import { emptyBatch, type PointBatch } from '../../src-shared/domain/point-batch.ts';
import { toNexusError } from '../../src-shared/errors/nexus-error.ts';
import type { BrowseAnswer, BrowseQuestion } from '../drivers/browsed-node.ts';
import type { DriverTag } from '../drivers/driver.ts';
import type { MemoryMap } from '../drivers/memory.ts';
import type { Clock } from '../kernel/clock.ts';
import { Emitter } from '../kernel/emitter.ts';
import type { HostSupervisor } from '../kernel/host-supervisor.ts';
import { type Disposable, Lifetime } from '../kernel/lifetime.ts';
import type {
  AcquisitionCalls,
  DeviceJob,
  FromAcquisition,
  GroupPlan,
  HostLoad,
  LatencyQuestion,
  LinkQuestion,
  RuleHits,
  SentBatch,
  ToAcquisition,
  WriteOrder,
  WriteOutcome,
} from './acquisition-messages.ts';
import type { CallOrder, CallOutcome } from './call-method.ts';
import { FedTags } from './fed-tags.ts';
import type { MemoryLook, MemoryQuestion } from './memory-reader.ts';
import type { LooseReadings } from './read-loose.ts';
import type { TraceOrder, TraceOutcome } from './trace-tag.ts';
import type { TrafficBatch } from './traffic-batch.ts';

/** A runner ends within this: its driver lets go of its requests and closes. */
const REMOVE_DEADLINE_MS = 10_000;
const PLAN_DEADLINE_MS = 2_000;
/** A device that is connected anew waits for its turn. */
const LINK_DEADLINE_MS = 10_000;
const HITS_DEADLINE_MS = 2_000;
/** A folder of thousands of nodes on a slow server. */
const BROWSE_DEADLINE_MS = 30_000;
/** Requests that each wait for their turn on a busy line. */
const LOOK_DEADLINE_MS = 60_000;
/** The host keeps the deadline of a write itself; its answer is given this long to cross. */
const GRACE_MS = 1_000;
/** When a host that ended is likely to be back. */
const RESTART_US = 1_000_000;

/** The newest points of these tags that have one. */
export type ValuesOf = (tags: Uint32Array) => PointBatch | undefined;

/**
 * The engine's side of one acquisition host. Starts it with its first device. Knows which devices belong there and
 * tells them at every start, so that a host that died gets all of them again, and one that is still starting misses
 * none.
 */
export class AcquisitionClient implements Disposable {
  readonly batches = new Emitter<SentBatch>();
  /** Readings of which no point was made. */
  readonly rejected = new Emitter<number>();
  readonly health = new Emitter<readonly DeviceHealth[]>();
  readonly traffic = new Emitter<TrafficBatch>();
  readonly host: HostSupervisor;
  readonly #clock: Clock;
  readonly #jobs = new Map<string, DeviceJob>();
  readonly #rows = new Map<string, DeviceHealth>();
  readonly #lifetime = new Lifetime('acquisition client');
  #isStarted = false;
  #maxConnecting: number;
  #recorded: readonly string[] = [];
  #load: HostLoad | undefined;
  #fed: FedTags | undefined;
  readonly #valuesOf: ValuesOf;

  /**
   * @param host not started; it is started and stopped here.
   * @param valuesOf what a host begins with whose devices are made of these tags
   */
  constructor(host: HostSupervisor, clock: Clock, maxConnecting: number, valuesOf: ValuesOf = () => undefined) {
    this.#valuesOf = valuesOf;
    this.host = host;
    this.#clock = clock;
    this.#maxConnecting = maxConnecting;
    this.#lifetime.add(host.told.on((body) => this.#receive(body as FromAcquisition)));
    this.#lifetime.add(host.started.on(() => this.#tellAll()));
    this.#lifetime.add(host.ended.on(() => this.#ended()));
    this.#lifetime.add(host);
  }

  /** As the host said last; undefined while it is down. */
  get load(): HostLoad | undefined {
    return this.#load;
  }

  /** @throws NexusError NX_HOST_GONE when the thread could not be started. Its devices start with it later. */
  async add(jobs: readonly DeviceJob[]): Promise<void> {
    for (const job of jobs) this.#jobs.set(job.id, job);
    if (this.#isStarted) return this.#tell({ type: 'add', jobs });
    this.#isStarted = true;
    await this.host.start();
  }

  /** Resolves when the devices are polled no more. */
  async remove(ids: readonly string[]): Promise<void> {
    for (const id of ids) {
      this.#jobs.delete(id);
      this.#rows.delete(id);
    }
    const argument: AcquisitionCalls['remove'] = { ids };
    // A host that is down, or goes down now, polls nothing and is not told of them again.
    await this.host.call('remove', argument, REMOVE_DEADLINE_MS).catch(() => {});
  }

  setMaxConnecting(maxConnecting: number): void {
    this.#maxConnecting = maxConnecting;
    this.#tell({ type: 'limits', maxConnecting });
  }

  /** Devices of a protocol that wait for their next attempt try now. */
  hurry(protocol: string): void {
    this.#tell({ type: 'hurry', protocol });
  }

  /** The frames of these devices are recorded, and of no others; also after the host was started again. */
  record(devices: readonly string[]): void {
    this.#recorded = devices;
    this.#tell({ type: 'record', devices });
  }

  /** What reading a device costs now; undefined while nobody knows. Never rejects. */
  async plan(device: string): Promise<readonly GroupPlan[] | undefined> {
    const argument: AcquisitionCalls['plan'] = { device };
    const answer = await this.host.call('plan', argument, PLAN_DEADLINE_MS).catch(() => undefined);
    return answer as readonly GroupPlan[] | undefined;
  }

  /** How long the requests of a device took; undefined while nobody knows. Never rejects. */
  async latency(question: LatencyQuestion): Promise<DeviceLatency | undefined> {
    const answer = await this.host.call('latency', question, PLAN_DEADLINE_MS).catch(() => undefined);
    return answer as DeviceLatency | undefined;
  }

  /** The link of a device, once what is asked for was begun; undefined while nobody knows. Never rejects. */
  async link(question: LinkQuestion): Promise<DeviceLink | undefined> {
    const answer = await this.host.call('link', question, LINK_DEADLINE_MS).catch(() => undefined);
    return answer as DeviceLink | undefined;
  }

  /** What quality rules found; nothing of a host that is down or takes too long. Never rejects. */
  async ruleHits(): Promise<RuleHits> {
    if (this.host.state !== 'running') return [];
    const argument: AcquisitionCalls['ruleHits'] = null;
    const answer = await this.host.call('ruleHits', argument, HITS_DEADLINE_MS).catch(() => []);
    return answer as RuleHits;
  }

  /** Answers a question about a device; undefined where it is not connected. Rejects as `Driver.browse`. */
  async browse<Q extends BrowseQuestion>(device: string, question: Q): Promise<BrowseAnswer<Q> | undefined> {
    if (this.host.state !== 'running') return undefined;
    const argument: AcquisitionCalls['browse'] = { device, question };
    return (await this.host.call('browse', argument, BROWSE_DEADLINE_MS)) as BrowseAnswer<Q> | undefined;
  }

  /** Hands a call of a method over to the host, once. Never rejects. */
  async call(order: CallOrder): Promise<CallOutcome> {
    if (this.host.state !== 'running')
      return { kind: 'down', text: `The thread that polls “${order.device}” is being started. Nothing was called.` };
    const startedMs = this.#clock.monoMs();
    try {
      return (await this.host.call('call', order, order.budgetMs + GRACE_MS)) as CallOutcome;
    } catch (error) {
      const { text } = toNexusError(error);
      return { kind: 'unknown', text, tookMs: this.#clock.monoMs() - startedMs };
    }
  }

  /** Reads tags that are none of a device's yet; undefined where it is not connected. Rejects as `Driver.read`. */
  async readLoose(device: string, tags: readonly DriverTag[]): Promise<LooseReadings | undefined> {
    if (this.host.state !== 'running') return undefined;
    const argument: AcquisitionCalls['readLoose'] = { device, tags };
    return (await this.host.call('readLoose', argument, BROWSE_DEADLINE_MS)) as LooseReadings | undefined;
  }

  /** Cells of a device's memory; undefined where it is not connected. Rejects as `Driver.readMemory`. */
  async look(device: string, question: MemoryQuestion): Promise<MemoryLook | undefined> {
    if (this.host.state !== 'running') return undefined;
    const argument: AcquisitionCalls['look'] = { device, ...question };
    return (await this.host.call('look', argument, LOOK_DEADLINE_MS)) as MemoryLook | undefined;
  }

  /** What a device tells of its memory; undefined where it is not connected. Rejects as `Driver.memoryMap`. */
  async memoryMap(device: string, named: readonly string[]): Promise<MemoryMap | undefined> {
    if (this.host.state !== 'running') return undefined;
    const argument: AcquisitionCalls['memoryMap'] = { device, named };
    return (await this.host.call('memoryMap', argument, BROWSE_DEADLINE_MS)) as MemoryMap | undefined;
  }

  /**
   * Hands a write over to the host, once. Never rejects.
   * @param deadlineMs should not be shorter than the budget of the order.
   */
  async write(order: WriteOrder, deadlineMs: number): Promise<WriteOutcome> {
    if (this.host.state !== 'running')
      return { kind: 'down', text: `The thread that polls “${order.device}” is being started. Nothing was sent.` };
    const startedMs = this.#clock.monoMs();
    const argument: AcquisitionCalls['write'] = order;
    try {
      return (await this.host.call('write', argument, deadlineMs + GRACE_MS)) as WriteOutcome;
    } catch (cause) {
      const text = `${toNexusError(cause).text} The write was handed over, so it may have taken effect. Read the value at the device.`;
      return { kind: 'unknown', text, tookMs: this.#clock.monoMs() - startedMs };
    }
  }

  /** Reads one tag once more and tells how it went. Never rejects. */
  async trace(order: TraceOrder): Promise<TraceOutcome> {
    const argument: AcquisitionCalls['trace'] = order;
    try {
      return (await this.host.call('trace', argument, order.budgetMs + GRACE_MS)) as TraceOutcome;
    } catch (cause) {
      return { kind: 'down', text: toNexusError(cause).text };
    }
  }

  /** Gives the host what it asked for of a batch. */
  feed(batch: PointBatch): void {
    const frame = this.#fed?.frameOf(batch);
    if (frame) this.host.tell({ type: 'feed', frame, isSnapshot: false } satisfies ToAcquisition, [frame]);
  }

  /** Ends every poll; what was read until now is still emitted. */
  stop(): Promise<void> {
    return this.host.dispose();
  }

  dispose(): Promise<void> {
    return this.#lifetime.dispose();
  }

  #tellAll(): void {
    this.#tell({ type: 'limits', maxConnecting: this.#maxConnecting });
    this.#tell({ type: 'record', devices: this.#recorded });
    this.#tell({ type: 'add', jobs: [...this.#jobs.values()] });
  }

  /** A host that is down is told everything at its next start, so a refused message loses nothing. */
  #tell(message: ToAcquisition): void {
    this.host.tell(message);
  }

  #receive(message: FromAcquisition): void {
    switch (message.type) {
      case 'batch':
        return this.batches.emit(message);
      case 'rejected':
        return this.rejected.emit(message.points);
      case 'traffic':
        return this.traffic.emit(message.batch);
      case 'wants':
        return this.#wanted(message.tags);
      case 'load':
        this.#load = message.load;
        return;
      case 'health': {
        // A row that was on its way when its device was removed would bring it back.
        const rows = message.rows.filter((row) => this.#jobs.has(row.device));
        for (const row of rows) this.#rows.set(row.device, row);
        return this.health.emit(rows);
      }
    }
  }

  /** In the order of the port: what comes after the snapshot is newer than it. */
  #wanted(tags: readonly number[]): void {
    this.#fed = tags.length > 0 ? new FedTags(tags) : undefined;
    const frame = encodeBatch(this.#valuesOf(Uint32Array.from(tags)) ?? emptyBatch());
    this.host.tell({ type: 'feed', frame, isSnapshot: true } satisfies ToAcquisition, [frame]);
  }

  /** Nobody polls these devices until the host is back: their last status would be a lie. */
  #ended(): void {
    this.#load = undefined;
    this.#fed = undefined;
    const nowUs = this.#clock.wallUs();
    const reason = {
      code: 'NX_HOST_GONE',
      text: 'The thread that polls this device ended unexpectedly. It is started again by itself.',
    };
    const rows = [...this.#rows.values()].map(
      (row): DeviceHealth => ({
        ...row,
        status: { kind: 'offline', sinceUs: nowUs, nextTryUs: nowUs + RESTART_US, breaker: 'closed', reason },
      }),
    );
    if (rows.length > 0) this.health.emit(rows);
  }
}
