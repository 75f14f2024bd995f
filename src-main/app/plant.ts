import { availableParallelism } from 'node:os';
import { isDeepStrictEqual } from 'node:util';
import type { DeviceLatency, DeviceLink } from '../../src-shared/contract/diagnostics.ts';
import type { ReadPlanView } from '../../src-shared/contract/read-plan.ts';
import { decodeBatch } from '../../src-shared/domain/batch-frame.ts';
import type { PointBatch } from '../../src-shared/domain/point-batch.ts';
import { NexusError } from '../../src-shared/errors/nexus-error.ts';
import type {
  DeviceJob,
  LatencyQuestion,
  LinkQuestion,
  RuleHits,
  SentBatch,
  WriteOrder,
  WriteOutcome,
} from '../acquisition/acquisition-messages.ts';
import type { CallOrder, CallOutcome } from '../acquisition/call-method.ts';
import type { MemoryLook, MemoryQuestion } from '../acquisition/memory-reader.ts';
import type { LooseReadings } from '../acquisition/read-loose.ts';
import { Shards } from '../acquisition/shards.ts';
import { TrafficRecorder } from '../diagnostics/traffic/traffic-recorder.ts';
import type { BrowseAnswer, BrowseQuestion } from '../drivers/browsed-node.ts';
import type { DriverTag, SimulatorFault } from '../drivers/driver.ts';
import type { MemoryMap } from '../drivers/memory.ts';
import { systemClock } from '../kernel/clock.ts';
import { Emitter } from '../kernel/emitter.ts';
import { type Disposable, Lifetime } from '../kernel/lifetime.ts';
import type { CutState } from '../kernel/socket-gate.ts';
import type { LastValues } from '../live/last-values.ts';
import type { CheckedDevice } from '../project/check/check-device.ts';
import type { NexusConfig } from '../project/config/nexus-config.ts';
import { driversFolder } from '../project/project-layout.ts';
import type { Applied } from '../project/revisions/project-editor.ts';
import { deviceJob } from './devices/device-job.ts';
import { DeviceViews } from './devices/device-views.ts';
import type { EngineHosts } from './engine-hosts.ts';
import type { Storage } from './storage.ts';
import { type DeviceEntry, everyTag, TagDirectory } from './tags/tag-directory.ts';
import { type FollowedTrace, TracedBatches } from './tags/traced-batches.ts';
import { RecordedWaves } from './twins/recorded-waves.ts';
import { TwinHosts } from './twins/twin-hosts.ts';

export interface PlantOptions {
  /** Of the project. */
  readonly folder: string;
  readonly hosts: EngineHosts;
  readonly storage: Storage;
  readonly last: LastValues;
  /** The folder that holds `demo-plant/`. */
  readonly resources: URL;
  readonly acquisition?: Pick<NexusConfig['acquisition'], 'hosts' | 'max_connecting'> | undefined;
}

/** What of `nexus.yaml` says how devices are run. */
export interface PlantConfig {
  readonly project: Pick<NexusConfig['project'], 'mode'>;
  readonly quality_rules: NexusConfig['quality_rules'];
}

/** As in `nexus.yaml` unless it says otherwise. */
const MAX_CONNECTING = 16;
/** A traced read waits for its turn, and is then as long as any. */
const TRACE_MS = 4_000;

/** The devices of a running project: their numbers, their hosts, and the way their batches take. */
export class Plant implements Disposable {
  readonly directory = new TagDirectory();
  readonly devices: DeviceViews;
  /** The devices of the project changed; the payload counts up. */
  readonly revised = new Emitter<{ readonly revision: number }>();
  /** Revisions as they take effect here. */
  readonly applied = new Emitter<Applied>();
  /** What goes into the log, as it is handed over. */
  readonly produced = new Emitter<PointBatch>();
  /** Frames of devices that are watched or recorded. */
  readonly traffic: TrafficRecorder;
  readonly #options: PlantOptions;
  readonly #lifetime = new Lifetime('plant');
  readonly #shards: Shards;
  /** What the acquisition hosts run, by identity of the device. */
  #jobs: ReadonlyMap<string, DeviceJob> = new Map();
  readonly #recorded: RecordedWaves;
  readonly #twins: TwinHosts;
  #topicRules: NexusConfig['quality_rules'] = [];
  readonly #traces: TracedBatches;
  #isDemo = false;
  #revision = 0;

  constructor(options: PlantOptions) {
    this.#options = options;
    this.#traces = new TracedBatches(systemClock, options.storage);
    this.#twins = this.#lifetime.add(new TwinHosts(() => options.hosts.make('simulator'), options.resources));
    this.#recorded = new RecordedWaves(options.storage, systemClock);
    this.devices = new DeviceViews((id) => this.#twins.port(id));
    this.#shards = this.#lifetime.add(
      new Shards({
        clock: systemClock,
        hosts: options.acquisition?.hosts,
        processors: availableParallelism(),
        maxConnecting: options.acquisition?.max_connecting ?? MAX_CONNECTING,
        valuesOf: (tags) => options.last.changedSince(tags, 0),
        makeHost: () => options.hosts.make('acquisition', { folder: driversFolder(options.folder) }),
      }),
    );
    this.traffic = new TrafficRecorder((devices) => this.#shards.record(devices));
    this.#lifetime.add(this.#shards.traffic.on((batch) => this.traffic.take(batch)));
    this.#lifetime.add(this.#shards.health.on((rows) => this.devices.take(rows)));
    this.#lifetime.add(this.#shards.rejected.on((points) => options.storage.countRejected(points)));
    this.#lifetime.add(this.#shards.batches.on((batch) => this.#onBatch(batch)));
  }

  get isDemo(): boolean {
    return this.#isDemo;
  }

  /** Takes a revision into the running engine. */
  async take(applied: Applied): Promise<void> {
    await this.apply(applied.project.devices, applied.project.config);
    this.applied.emit(applied);
  }

  /**
   * Brings the engine to these devices. What the engine would do the same way is not touched: an unchanged device loses
   * no poll, and a new description restarts nothing. @param mode demo: against twins of their own, as those that are simulated in any mode.
   */
  async apply(
    devices: readonly CheckedDevice[],
    { project: { mode }, quality_rules: rules }: PlantConfig,
  ): Promise<void> {
    const change = this.directory.apply(devices);
    const enabled = this.directory.devices.filter((entry) => entry.device.enabled);
    this.#isDemo = mode === 'demo';
    const mayHaveTwin = enabled.filter(({ device }) => !device.manifest.expressions);
    await this.#simulate(mayHaveTwin.filter(({ device }) => this.#isDemo || device.simulated !== 'off'));
    this.#options.last.grow(this.directory.tagCount);
    // Names before the first batch: the log refuses numbers that it could not explain after a restart.
    this.#options.storage.name([...change.added, ...change.changed.map(({ after }) => after)]);
    this.#options.storage.tags(this.directory.tags);
    const jobs = new Map(
      enabled.map((entry) => [entry.uid, deviceJob(entry, this.#twins.port(entry.device.id), this.directory, rules)]),
    );
    const before = this.#jobs;
    this.#jobs = jobs;
    this.#topicRules = rules;
    const isSame = ([uid, job]: readonly [string, DeviceJob]): boolean => isDeepStrictEqual(before.get(uid), job);
    const gone = [...before].filter((entry) => !jobs.has(entry[0]) || !isSame([entry[0], jobs.get(entry[0])!]));
    const come = [...jobs].filter((entry) => !isSame(entry)).map(([, job]) => job);
    await this.#shards.apply({ removed: gone.map(([, job]) => job.id), added: come });
    const replaced = [...change.removed, ...change.changed.map((pair) => pair.before)];
    const left = new Set(this.directory.tags.map(({ number }) => number));
    this.#options.last.forget(
      replaced.flatMap((entry) => everyTag(entry).map(({ number }) => number)).filter((n) => !left.has(n)),
    );
    this.devices.forget(replaced);
    this.traffic.forget(change.removed.map(({ device }) => device.id));
    this.revised.emit({ revision: ++this.#revision });
  }

  /** What quality rules found since their devices were started. Never rejects. */
  ruleHits(): Promise<RuleHits> {
    return this.#shards.ruleHits();
  }

  /** Quality rules that ask for a topic, as they are applied. */
  get topicRules(): NexusConfig['quality_rules'] {
    return this.#topicRules;
  }

  /** Where the twin of a device listens; undefined for real devices. */
  simulatorPort(device: string): number | undefined {
    return this.#twins.port(device);
  }

  async setFault(device: string, fault: SimulatorFault): Promise<void> {
    if (this.#twins.port(device) === undefined)
      throw new NexusError(
        'NX_REQUEST_INVALID',
        `“${device}” is a real device. Only simulated ones can be made to misbehave.`,
      );
    await this.#twins.setFault(device, fault);
  }

  /** What reading a device costs: as it runs, or by its configuration where it does not. */
  async readPlan(id: string): Promise<ReadPlanView> {
    return this.devices.readPlan(this.directory.device(id), await this.#shards.plan(id));
  }

  /** How long the requests of a device took; undefined where it does not run. */
  latency(question: LatencyQuestion): Promise<DeviceLatency | undefined> {
    return this.#shards.latency(question);
  }

  /** The link of a device, once what is asked for was begun; undefined where it does not run. */
  link(question: LinkQuestion): Promise<DeviceLink | undefined> {
    return this.#shards.link(question);
  }

  /** Devices of a protocol that wait for their next attempt try now: what stood in their way may be gone. */
  hurry(protocol: string): void {
    this.#shards.hurry(protocol);
  }

  /** Answers a question about a device over the link that stands; undefined where none does. Rejects as `Driver.browse`. */
  browse<Q extends BrowseQuestion>(id: string, question: Q): Promise<BrowseAnswer<Q> | undefined> {
    return this.#shards.browse(id, question);
  }

  /** Calls a method of a device; every end is an outcome. */
  call(order: CallOrder): Promise<CallOutcome> {
    return this.#shards.call(order);
  }

  /** Reads tags that are none of a device's yet, over the link that stands; undefined where none does. Rejects as `Driver.read`. */
  readLoose(id: string, tags: readonly DriverTag[]): Promise<LooseReadings | undefined> {
    return this.#shards.readLoose(id, tags);
  }

  /** Cells of a device's memory over the link that stands; undefined where none does. Rejects as `Driver.readMemory`. */
  look(id: string, question: MemoryQuestion): Promise<MemoryLook | undefined> {
    return this.#shards.look(id, question);
  }

  /** What a device tells of its memory over the link that stands; undefined where none does. Rejects as `Driver.memoryMap`. */
  memoryMap(id: string, named: readonly string[]): Promise<MemoryMap | undefined> {
    return this.#shards.memoryMap(id, named);
  }

  /** To the host that owns the device, and back. */
  write(order: WriteOrder, deadlineMs: number): Promise<WriteOutcome> {
    return this.#shards.write(order, deadlineMs);
  }

  /** Reads one tag once more; never rejects. `accepted` is what became of its point in the log. */
  trace(device: string, tag: string): Promise<FollowedTrace> {
    return this.#traces.follow((number) => this.#shards.trace({ device, tag, number, budgetMs: TRACE_MS }));
  }

  /** Cuts the connections of devices for so long at most, or restores them with 0. Rejects NX_HOST_GONE. */
  cut(devices: readonly string[], forMs: number): Promise<readonly CutState[]> {
    return this.#shards.cut(devices, this.#endpoints(devices), forMs);
  }

  /** These devices, and those that are polled over the same connections. */
  sharing(devices: readonly string[]): readonly string[] {
    const endpoints = this.#endpoints(devices);
    return [...this.#jobs.values()].filter(({ endpoint }) => endpoints.includes(endpoint)).map(({ id }) => id);
  }

  /** Ends every poll; what was read until now still takes its way. */
  stopPolling(): Promise<void> {
    return this.#shards.stop();
  }

  dispose(): Promise<void> {
    return this.#lifetime.dispose();
  }

  async #simulate(entries: readonly DeviceEntry[]): Promise<void> {
    const recorded = await this.#recorded.of(entries.filter(({ device }) => device.simulated === 'history'));
    await this.#twins.simulate(entries.map((entry) => ({ entry, recorded: recorded.get(entry.uid) })));
  }

  #endpoints(devices: readonly string[]): readonly string[] {
    return [...this.#jobs.values()].filter(({ id }) => devices.includes(id)).map(({ endpoint }) => endpoint);
  }

  /** The bus: live values first (no disk in between), then the log, which takes the buffer over. */
  #onBatch({ frame, points, traced }: SentBatch): void {
    const batch = decodeBatch(frame);
    this.#options.last.apply(batch);
    this.#shards.feed(batch);
    const settled = traced === undefined ? undefined : this.#traces.take(traced);
    // What is only to be shown is no point of the balance.
    if (batch.reach === 'live') return settled?.(false);
    this.produced.emit(batch);
    this.#options.storage.append(frame, points, settled, settled !== undefined);
  }
}
