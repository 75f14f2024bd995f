import type { DeviceHealth } from '../../src-shared/contract/devices.ts';
import type { DeviceLatency, DeviceLink, LatencyWindow } from '../../src-shared/contract/diagnostics.ts';
import type { PointBatch } from '../../src-shared/domain/point-batch.ts';
import type { BrowseAnswer, BrowseQuestion } from '../drivers/browsed-node.ts';
import type { DriverManifest, DriverTag } from '../drivers/driver.ts';
import type { MemoryMap } from '../drivers/memory.ts';
import type { Timer } from '../kernel/clock.ts';
import { type Disposable, Lifetime } from '../kernel/lifetime.ts';
import { AggregatePoints } from '../processing/aggregate-points.ts';
import { ReachSplit } from '../processing/reach-split.ts';
import type { DeviceJob, GroupPlan, TagRuleHit, WriteOrder, WriteOutcome } from './acquisition-messages.ts';
import { type CallOrder, type CallOutcome, callMethod } from './call-method.ts';
import { deviceStatus } from './device-status.ts';
import { DeviceWriter } from './device-writer.ts';
import { FrameCollector } from './frame-collector.ts';
import { type Intake, lossLimitMs } from './intake.ts';
import { type MemoryLook, type MemoryQuestion, MemoryReader } from './memory-reader.ts';
import { policyOf } from './policy.ts';
import { PolledIntake } from './polled-intake.ts';
import { type LooseReadings, readLoose } from './read-loose.ts';
import type { RunnerPorts } from './runner-ports.ts';
import { type OwnTurn, Session } from './session.ts';
import { SubscribedIntake } from './subscribed-intake.ts';
import { type TraceOrder, type TraceOutcome, traceTag } from './trace-tag.ts';

/** How often it is looked for windows that have ended without a point after them. */
const WINDOWS_EVERY_MS = 500;

/** More would only repeat themselves: a device with another map refuses every tag. */
const FAULTS_TOLD = 20;

/**
 * Runs one device: its session, the intake of its values, its writes; says once that the device is lost. One runner's
 * trouble touches no other's.
 */
export class DeviceRunner implements Disposable {
  readonly #job: DeviceJob;
  readonly #ports: RunnerPorts;
  readonly #session: Session;
  readonly #intake: Intake;
  readonly #writer: DeviceWriter;
  readonly #memory: MemoryReader;
  readonly #trace: (order: TraceOrder) => Promise<TraceOutcome>;
  /** Undefined where no tag has derived ones. */
  readonly #aggregates: AggregatePoints | undefined;
  /** Undefined where all points are for everything. */
  readonly #reaches: ReachSplit | undefined;
  readonly #lifetime: Lifetime;
  #lossTimer: Timer | undefined;
  #lossMs = Number.NaN;
  #aliveMs: number;
  #lastGoodUs: number | null = null;
  #revision = 0;

  constructor(job: DeviceJob, manifest: DriverManifest, ports: RunnerPorts) {
    const { clock, random, budget } = ports;
    this.#job = job;
    this.#ports = ports;
    this.#lifetime = new Lifetime(`device ${job.id}`);
    // Undone last: what was under way when the link was given up has come to its end.
    this.#lifetime.defer(async () => void (await Promise.all([this.#intake.settled(), this.#writer.settled()])));
    const frames = new FrameCollector(clock, ports.onFrame);
    const driver = manifest.create(job.connection, { ...ports, onFrame: frames.listener });
    const logger = ports.logger.child({ device: job.id });
    const session = this.#lifetime.add(
      new Session({ ...ports, driver, policy: policyOf(manifest), logger, endpoint: job.endpoint }),
    );
    this.#session = session;
    const { signal } = session.link;
    this.#memory = new MemoryReader(clock, (extent) =>
      session.ownTurn((turn) => turn.readMemory(extent, signal), signal),
    );
    const { number: device, simulated, aggregates: tags = [] } = job;
    this.#aggregates = AggregatePoints.of({ device, simulated, tags });
    this.#reaches = ReachSplit.of(job.reaches ?? []);
    if (this.#aggregates) this.#lifetime.add(clock.every(WINDOWS_EVERY_MS, () => this.#endWindows()));
    const onBatch = (batch: PointBatch, traced?: number): void => this.#take(batch, traced);
    const Way = manifest.subscribes?.(job.connection) && driver.subscribe ? SubscribedIntake : PolledIntake;
    this.#intake = this.#lifetime.add(
      new Way({
        job,
        session,
        budget,
        clock,
        logger,
        onBatch,
        phase: random(),
        onAlive: (receivedUs) => this.#alive(receivedUs),
        onChange: () => this.#revision++,
        onPace: () => this.#onPace(),
      }),
    );
    this.#writer = new DeviceWriter({ job, manifest, groups: this.#intake.groups, session, ...ports, onBatch });
    this.#trace = (order) =>
      traceTag(order, { job, manifest, groups: this.#intake.groups, session, clock, frames, onBatch });
    this.#lifetime.add(session.link.changed.on(() => this.#changed()));
    this.#aliveMs = clock.monoMs();
    this.#lifetime.defer(() => this.#lossTimer?.dispose());
    this.#watchForLoss();
    session.link.start();
  }

  /** Counts up with everything that `health` tells. */
  get revision(): number {
    return this.#revision + this.#intake.missed;
  }

  health(): DeviceHealth {
    const { mode, statistics, missed, good, updatesPerSecond } = this.#intake;
    const { p50, p95 } = statistics.latency();
    const quality = this.#intake.quality.health();
    const paces = this.#intake.paces();
    const { load } = statistics;
    return {
      device: this.#job.id,
      status: deviceStatus(this.#session.link.status, statistics, p95),
      mode,
      updatesPerSecond,
      polls: statistics.polls,
      pollsFailed: statistics.failed,
      pollsSkipped: statistics.skipped + missed,
      successRatio: statistics.successRatio,
      latencyP50Ms: p50,
      latencyP95Ms: p95,
      tagsGood: good,
      lastGoodUs: this.#lastGoodUs,
      tagFaults: [...this.#intake.faults()].slice(0, FAULTS_TOLD),
      ...(load !== undefined && { load }),
      ...(quality && { quality }),
      ...(paces.length > 0 && { paces: [...paces] }),
    };
  }

  /** Readings that quality rules rejected since this was asked last. */
  takeRejected(): number {
    return this.#intake.quality.takeRejected();
  }

  /** What each of its quality rules found. */
  ruleHits(): readonly TagRuleHit[] {
    return [...this.#intake.quality.hitsByRule()];
  }

  /** What reading its tags costs now, pace by pace. */
  plan(): readonly GroupPlan[] {
    return this.#intake.groups.map(({ intervalMs, bounds, tags, summary }) => ({
      intervalMs,
      bounds,
      tags: tags.map(({ id }) => id),
      summary,
    }));
  }

  /** Of the job. */
  get protocol(): string {
    return this.#job.protocol;
  }

  /** What stood in the way of its link may be gone: where it rests, it tries now, and what failed before counts no more. */
  hurry(): void {
    this.#session.link.reset();
    this.#session.link.hurry();
  }

  /** Tries now, or connects anew. Resolves when that has begun. @param reset forgets the failures that were counted. */
  async reconnect(reset: boolean): Promise<void> {
    if (reset) this.#session.link.reset();
    await this.#session.reconnect();
  }

  latency(window: LatencyWindow): DeviceLatency {
    const { mode, groups } = this.#intake;
    const intervals = mode === 'polled' ? new Set(groups.map(({ intervalMs }) => intervalMs)) : [];
    return { ...this.#ports.record.latency(window), intervalsMs: [...intervals].sort((a, b) => a - b) };
  }

  /** All but the queue, which is the endpoint's. */
  link(): Omit<DeviceLink, 'queue'> {
    const { breaker, status } = this.#session.link;
    const { record } = this.#ports;
    return {
      breaker,
      nextTryUs: status.kind === 'offline' ? status.nextTryUs : null,
      transitions: [...record.transitions],
      connects: record.connects,
      polls: this.#intake.mode === 'polled' ? [...this.#intake.statistics.stretches()] : [],
    };
  }

  /** Answers in a turn of its own; undefined without a link that is good. Rejects as `Driver.browse`. */
  async browse<Q extends BrowseQuestion>(question: Q): Promise<BrowseAnswer<Q> | undefined> {
    return await this.#inTurn((turn, signal) => turn.browse(question, signal));
  }

  /** Takes one call of a method to its end; every end is an outcome. */
  call(order: CallOrder): Promise<CallOutcome> {
    return callMethod(order, this.#session, this.#ports.clock);
  }

  /** Reads tags that are none of its own yet; undefined without a link that is good. Rejects as `Driver.read`. */
  async readLoose(tags: readonly DriverTag[]): Promise<LooseReadings | undefined> {
    return this.#session.link.isGood ? await readLoose(this.#session, tags) : undefined;
  }

  /** Looks at cells, a turn of its own for each request; undefined without a link that is good. Rejects as `Driver.readMemory`. */
  async look(question: MemoryQuestion): Promise<MemoryLook | undefined> {
    return this.#session.link.isGood ? await this.#memory.look(question) : undefined;
  }

  /** What the device tells of its memory; undefined without a link that is good. Rejects as `Driver.memoryMap`. */
  async memoryMap(named: readonly string[]): Promise<MemoryMap | undefined> {
    return await this.#inTurn((turn, signal) => turn.memoryMap(named, signal));
  }

  /** Takes one write to its end; every end is an outcome. */
  write(order: WriteOrder): Promise<WriteOutcome> {
    return this.#writer.write(order);
  }

  /** Reads one tag once more and tells how it went. Never rejects. */
  trace(order: TraceOrder): Promise<TraceOutcome> {
    return this.#trace(order);
  }

  dispose(): Promise<void> {
    return this.#lifetime.dispose();
  }

  async #inTurn<T>(ask: (turn: OwnTurn, signal: AbortSignal) => Promise<T>): Promise<T | undefined> {
    const { link } = this.#session;
    return link.isGood ? await this.#session.ownTurn((turn) => ask(turn, link.signal), link.signal) : undefined;
  }

  /** Points go on as they come, and behind them the values of the windows that they end. */
  #take(batch: PointBatch, traced?: number): void {
    const { onBatch } = this.#ports;
    const ended = this.#aggregates?.take(batch);
    // What is traced is the point of one tag: it is not split.
    for (const part of this.#reaches?.split(batch) ?? [batch]) onBatch(part, traced);
    if (ended) onBatch(ended);
  }

  #endWindows(): void {
    const ended = this.#aggregates!.advance(this.#ports.clock.wallUs());
    if (ended) this.#ports.onBatch(ended);
  }

  #changed(): void {
    this.#revision++;
    this.#ports.onStatus();
  }

  #alive(receivedUs: number): void {
    this.#aliveMs = this.#ports.clock.monoMs();
    this.#lastGoodUs = receivedUs;
  }

  /** One timer that is set anew only when it fires: a sign of life costs no timer. */
  #watchForLoss(): void {
    const { clock } = this.#ports;
    const limitMs = lossLimitMs(this.#intake.silenceMs);
    this.#lossMs = limitMs;
    const leftMs = this.#aliveMs + limitMs - clock.monoMs();
    if (leftMs <= 0) this.#declareLost();
    this.#lossTimer = clock.after(leftMs > 0 ? leftMs : limitMs, () => this.#watchForLoss());
  }

  /** A device that is polled faster now is lost sooner; one that is polled more slowly is looked at when its timer fires. */
  #onPace(): void {
    if (lossLimitMs(this.#intake.silenceMs) >= this.#lossMs) return;
    this.#lossTimer?.dispose();
    this.#watchForLoss();
  }

  #declareLost(): void {
    for (const batch of this.#intake.lost(this.#ports.clock.wallUs())) {
      this.#revision++;
      this.#take(batch);
    }
  }
}
