import type { DeviceHealth } from '../../src-shared/contract/devices.ts';
import type { DeviceLatency, DeviceLink } from '../../src-shared/contract/diagnostics.ts';
import { toNexusError } from '../../src-shared/errors/nexus-error.ts';
import type { BrowseAnswer, BrowseQuestion } from '../drivers/browsed-node.ts';
import type { DriverManifest, DriverTag, EndpointShare, FrameListener } from '../drivers/driver.ts';
import type { MemoryMap } from '../drivers/memory.ts';
import type { TagFeed } from '../drivers/tag-feed.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Disposable } from '../kernel/lifetime.ts';
import type { Logger } from '../kernel/logger.ts';
import type {
  DeviceJob,
  GroupPlan,
  HostLoad,
  LatencyQuestion,
  LinkQuestion,
  RuleHits,
  WriteOrder,
  WriteOutcome,
} from './acquisition-messages.ts';
import type { CallOrder, CallOutcome } from './call-method.ts';
import { ConnectGate } from './connect-gate.ts';
import { DeviceRecord } from './device-record.ts';
import { DeviceRunner } from './device-runner.ts';
import { EndpointBudget } from './endpoint-budget.ts';
import { EndpointQueue, noTurns } from './endpoint-queue.ts';
import type { MemoryLook, MemoryQuestion } from './memory-reader.ts';
import type { LooseReadings } from './read-loose.ts';
import type { RunnerPorts } from './runner-ports.ts';
import type { TraceOrder, TraceOutcome } from './trace-tag.ts';

/** Records of devices that do not run: a device that is changed ends for a moment. */
const RECORDS_KEPT = 64;
/** Until the engine says how many are this host's share. */
const MAX_CONNECTING = 16;

/** What a host gives to its devices, and where they send to. */
export interface DevicePorts {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Yields [0, 1). */
  readonly random: () => number;
  readonly onBatch: RunnerPorts['onBatch'];
  readonly onStatus: (health: DeviceHealth) => void;
  readonly findDriver: (protocol: string) => DriverManifest;
  /** For what drivers keep. */
  readonly folder?: string | undefined;
  readonly feed?: TagFeed | undefined;
  /** Where the driver of a device tells of its frames. */
  readonly frameListener?: ((device: string) => FrameListener) | undefined;
}

interface Endpoint {
  readonly queue: EndpointQueue;
  readonly budget: EndpointBudget;
  readonly shared: EndpointShare;
  devices: number;
}

/** The devices of one host, and what they share: the queues of their endpoints and the gate of their connects. */
export class HostDevices implements Disposable {
  readonly #ports: DevicePorts;
  readonly #gate: ConnectGate;
  readonly #runners = new Map<string, DeviceRunner>();
  readonly #endpointOf = new Map<string, string>();
  readonly #records = new Map<string, DeviceRecord>();
  readonly #endpoints = new Map<string, Endpoint>();
  readonly #turns = noTurns();
  /** The last step of each id: the steps of one id are taken one after another. */
  readonly #steps = new Map<string, Promise<void>>();
  /** Of devices that have ended. */
  #rejectedBefore = 0;
  #isDisposed = false;

  constructor(ports: DevicePorts) {
    this.#ports = ports;
    this.#gate = new ConnectGate(MAX_CONNECTING, ports.clock);
  }

  get runners(): Iterable<DeviceRunner> {
    return this.#runners.values();
  }

  /** Connects that may be pending at once. */
  setMaxConnecting(limit: number): void {
    this.#gate.setLimit(limit);
  }

  /** Starts them all, once what their protocols take long to load is there. Resolves when they have started. */
  async addAll(jobs: readonly DeviceJob[]): Promise<void> {
    const { findDriver } = this.#ports;
    const load = async (protocol: string): Promise<void> => await findDriver(protocol).prepare?.();
    const protocols = [...new Set(jobs.map(({ protocol }) => protocol))];
    // What cannot be loaded is told by the device that needs it.
    const loaded = Promise.allSettled(protocols.map(load));
    await Promise.all(jobs.map((job) => this.add(job, loaded)));
  }

  /** Starts polling, not before `loaded`. A device that runs under the same id has ended before. */
  add(job: DeviceJob, loaded?: Promise<unknown>): Promise<void> {
    return this.#step(job.id, async () => {
      await this.#end(job.id);
      if (loaded) await loaded;
      if (!this.#isDisposed) this.#start(job);
    });
  }

  /** Resolves when the runner has ended; at once for an id that does not run. */
  remove(id: string): Promise<void> {
    return this.#step(id, () => this.#end(id));
  }

  /** What reading a device costs now; undefined where it does not run. */
  plan(id: string): readonly GroupPlan[] | undefined {
    return this.#runners.get(id)?.plan();
  }

  /** How long the requests of a device took; undefined where it does not run. */
  latency({ device, window }: LatencyQuestion): DeviceLatency | undefined {
    return this.#runners.get(device)?.latency(window);
  }

  /** How the link of a device stands, once what is asked for was begun; undefined where it does not run. */
  async link({ device, act }: LinkQuestion): Promise<DeviceLink | undefined> {
    const runner = this.#runners.get(device);
    if (!runner) return undefined;
    if (act !== 'look') await runner.reconnect(act === 'reset');
    const endpoint = this.#endpoints.get(this.#endpointOf.get(device) ?? '');
    const { polls = 0, writes = 0, writesMost = 0 } = endpoint?.queue.line ?? {};
    const queue = { devices: endpoint?.devices ?? 1, pollsWaiting: polls, writesWaiting: writes, writesMost };
    return { ...runner.link(), queue };
  }

  /** Devices of a protocol that wait for their next attempt try now. */
  hurry(protocol: string): void {
    for (const runner of this.#runners.values()) if (runner.protocol === protocol) runner.hurry();
  }

  /** Answers a question about a device; undefined where it is not connected. Rejects as `Driver.browse`. */
  async browse<Q extends BrowseQuestion>(id: string, question: Q): Promise<BrowseAnswer<Q> | undefined> {
    return await this.#runners.get(id)?.browse(question);
  }

  /** Calls a method of a device; every end is an outcome. */
  async call(order: CallOrder): Promise<CallOutcome> {
    const runner = this.#runners.get(order.device);
    if (runner) return await runner.call(order);
    return { kind: 'down', text: `“${order.device}” is not polled, so nothing was called.` };
  }

  /** Reads tags that are none of the device's yet; undefined where it is not connected. Rejects as `Driver.read`. */
  async readLoose(id: string, tags: readonly DriverTag[]): Promise<LooseReadings | undefined> {
    return await this.#runners.get(id)?.readLoose(tags);
  }

  /** Cells of a device's memory; undefined where it is not connected. Rejects as `Driver.readMemory`. */
  async look(id: string, question: MemoryQuestion): Promise<MemoryLook | undefined> {
    return await this.#runners.get(id)?.look(question);
  }

  /** What a device tells of its memory; undefined where it is not connected. Rejects as `Driver.memoryMap`. */
  async memoryMap(id: string, named: readonly string[]): Promise<MemoryMap | undefined> {
    return await this.#runners.get(id)?.memoryMap(named);
  }

  write(order: WriteOrder): Promise<WriteOutcome> {
    const runner = this.#runners.get(order.device);
    if (runner) return runner.write(order);
    return Promise.resolve({ kind: 'down', text: `“${order.device}” is not polled, so nothing was sent.` });
  }

  /** Reads one tag once more and tells how it went. Never rejects. */
  async trace(order: TraceOrder): Promise<TraceOutcome> {
    const runner = this.#runners.get(order.device);
    return runner ? await runner.trace(order) : { kind: 'down', text: `“${order.device}” is not polled.` };
  }

  /** Readings that quality rules rejected since this was asked last. */
  takeRejected(): number {
    let rejected = this.#rejectedBefore;
    this.#rejectedBefore = 0;
    for (const runner of this.#runners.values()) rejected += runner.takeRejected();
    return rejected;
  }

  /** What quality rules found, by device; those that found nothing are left out. */
  ruleHits(): RuleHits {
    return [...this.#runners]
      .map(([device, runner]) => ({ device, hits: runner.ruleHits() }))
      .filter(({ hits }) => hits.length > 0);
  }

  /** Asking sets the longest wait back. */
  load(): HostLoad {
    const { waiting, total, refused, waitedMs, longestWaitMs } = this.#turns;
    this.#turns.longestWaitMs = 0;
    const connects = this.#gate.counts;
    return {
      devices: this.#runners.size,
      endpoints: this.#endpoints.size,
      connecting: connects.pending,
      connectsWaiting: connects.waiting,
      connectsTotal: connects.total,
      requestsWaiting: waiting,
      requestsTotal: total,
      requestsRefused: refused,
      waitedMsTotal: waitedMs,
      longestWaitMs,
    };
  }

  async dispose(): Promise<void> {
    this.#isDisposed = true;
    await Promise.all([...new Set([...this.#runners.keys(), ...this.#steps.keys()])].map((id) => this.remove(id)));
  }

  #step(id: string, take: () => Promise<void>): Promise<void> {
    const before = this.#steps.get(id) ?? Promise.resolve();
    const own = before.then(take).catch((cause: unknown) => {
      const { code, text } = toNexusError(cause);
      this.#ports.logger.error('device could not be started or ended', { device: id, code, reason: text });
    });
    this.#steps.set(id, own);
    void own.then(() => {
      if (this.#steps.get(id) === own) this.#steps.delete(id);
    });
    return own;
  }

  #start(job: DeviceJob): void {
    const { findDriver, onStatus, frameListener, ...ports } = this.#ports;
    const manifest = findDriver(job.protocol);
    const endpoint = this.#endpoints.get(job.endpoint) ?? {
      queue: new EndpointQueue(ports.clock, this.#turns),
      budget: new EndpointBudget(),
      shared: new Map(),
      devices: 0,
    };
    const runner: DeviceRunner = new DeviceRunner(job, manifest, {
      ...ports,
      queue: endpoint.queue,
      budget: endpoint.budget,
      shared: endpoint.shared,
      gate: this.#gate,
      record: this.#record(job.id),
      onStatus: () => onStatus(runner.health()),
      onFrame: frameListener?.(job.id),
    });
    endpoint.devices++;
    this.#endpoints.set(job.endpoint, endpoint);
    this.#endpointOf.set(job.id, job.endpoint);
    this.#runners.set(job.id, runner);
  }

  /** The one that there was, so that a change of the device takes nothing away; the oldest of those that ended go. */
  #record(id: string): DeviceRecord {
    const record = this.#records.get(id) ?? new DeviceRecord(this.#ports.clock);
    this.#records.delete(id);
    this.#records.set(id, record);
    const ended = [...this.#records.keys()].filter((other) => other !== id && !this.#runners.has(other));
    for (const other of ended.slice(0, -RECORDS_KEPT)) this.#records.delete(other);
    return record;
  }

  async #end(id: string): Promise<void> {
    const runner = this.#runners.get(id);
    if (!runner) return;
    this.#runners.delete(id);
    try {
      await runner.dispose();
    } finally {
      this.#rejectedBefore += runner.takeRejected();
      const key = this.#endpointOf.get(id)!;
      this.#endpointOf.delete(id);
      const endpoint = this.#endpoints.get(key)!;
      if (--endpoint.devices === 0) this.#endpoints.delete(key);
    }
  }
}
