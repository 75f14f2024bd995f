import type { DeviceHealth } from '../../src-shared/contract/devices.ts';
import type { PointBatch } from '../../src-shared/domain/point-batch.ts';
import type { DriverManifest, EndpointShare } from '../drivers/driver.ts';
import type { Clock, Timer } from '../kernel/clock.ts';
import { type Disposable, Lifetime } from '../kernel/lifetime.ts';
import type { Logger } from '../kernel/logger.ts';
import type { DeviceJob, WriteOrder, WriteOutcome } from './acquisition-messages.ts';
import type { ConnectGate } from './connect-gate.ts';
import { deviceStatus } from './device-status.ts';
import { DeviceWriter } from './device-writer.ts';
import type { EndpointQueue } from './endpoint-queue.ts';
import { groupByInterval } from './group-by-interval.ts';
import { policyOf } from './policy.ts';
import { PollGroup } from './poll-group.ts';
import { PollSchedule } from './poll-schedule.ts';
import { PollStatistics } from './poll-statistics.ts';
import { type ReadOutcome, Session } from './session.ts';

/** A device that gave nothing for this long, and for three intervals, is lost (reliability reference 3.6). */
const LOST_AFTER_MS = 5_000;
/** The third poll may still be on its way when three intervals are over. */
const LOST_AFTER_INTERVALS = 3.1;

/** More would only repeat themselves: a device with another map refuses every tag. */
const FAULTS_TOLD = 20;

export interface RunnerPorts {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Yields [0, 1). */
  readonly random: () => number;
  /** Of the device's endpoint. */
  readonly queue: EndpointQueue;
  readonly shared?: EndpointShare | undefined;
  readonly gate: ConnectGate;
  readonly onBatch: (batch: PointBatch) => void;
  readonly onStatus: () => void;
}

/**
 * Polls one device: owns the schedules of its groups, skips a poll of a group while the one before is under way, turns
 * readings into batches, and says once that the device is lost. One runner's trouble touches no other's.
 */
export class DeviceRunner implements Disposable {
  readonly #job: DeviceJob;
  readonly #ports: RunnerPorts;
  readonly #session: Session;
  readonly #groups: readonly PollGroup[];
  readonly #schedules: readonly PollSchedule[];
  /** Groups that are due; they are read one after another. */
  readonly #due: PollGroup[] = [];
  readonly #writer: DeviceWriter;
  readonly #statistics = new PollStatistics();
  readonly #lifetime: Lifetime;
  #polling: Promise<void> | undefined;
  #lossTimer: Timer | undefined;
  #lastGoodMs: number;
  #lastGoodUs: number | null = null;
  #revision = 0;

  constructor(job: DeviceJob, manifest: DriverManifest, ports: RunnerPorts) {
    const { clock, random } = ports;
    this.#job = job;
    this.#ports = ports;
    this.#lifetime = new Lifetime(`device ${job.id}`);
    // Undone last: what was under way when the link was given up has come to its end.
    this.#lifetime.defer(async () => void (await Promise.all([this.#polling, this.#writer.settled()])));
    const driver = manifest.create(job.connection, ports);
    const logger = ports.logger.child({ device: job.id });
    this.#session = this.#lifetime.add(new Session({ ...ports, driver, policy: policyOf(manifest), logger }));
    const { link } = this.#session;
    this.#groups = groupByInterval(job.tags, job.pollIntervalMs).map(
      (group) => new PollGroup(job, group, this.#session),
    );
    this.#writer = new DeviceWriter({ job, manifest, groups: this.#groups, session: this.#session, ...ports });
    this.#lifetime.add(link.changed.on(() => this.#changed()));
    // A link that just opened is read at once: after an outage the values are back before the next slot.
    this.#lifetime.add(link.opened.on(() => this.#pollAllEarly()));
    this.#lastGoodMs = clock.monoMs();
    this.#lifetime.defer(() => this.#lossTimer?.dispose());
    this.#watchForLoss();
    // One phase for all groups: those that fall together are read one after another, and none finds the line taken.
    const phase = random();
    this.#schedules = this.#groups.map((group) =>
      this.#lifetime.add(
        new PollSchedule(clock, { intervalMs: group.intervalMs, phaseMs: this.#phaseMs(phase) }, () =>
          this.#onSlot(group),
        ),
      ),
    );
    link.start();
  }

  /** Counts up with everything that `health` tells. */
  get revision(): number {
    return this.#revision + this.#missed;
  }

  health(): DeviceHealth {
    const { p50, p95 } = this.#statistics.latency();
    return {
      device: this.#job.id,
      status: deviceStatus(this.#session.link.status, this.#statistics, p95),
      polls: this.#statistics.polls,
      pollsFailed: this.#statistics.failed,
      pollsSkipped: this.#statistics.skipped + this.#missed,
      successRatio: this.#statistics.successRatio,
      latencyP50Ms: p50,
      latencyP95Ms: p95,
      tagsGood: this.#groups.reduce((good, group) => good + group.good, 0),
      lastGoodUs: this.#lastGoodUs,
      tagFaults: this.#groups.flatMap((group) => [...group.faults()]).slice(0, FAULTS_TOLD),
    };
  }

  /** Takes one write to its end; every end is an outcome. */
  write(order: WriteOrder): Promise<WriteOutcome> {
    return this.#writer.write(order);
  }

  dispose(): Promise<void> {
    return this.#lifetime.dispose();
  }

  get #missed(): number {
    return this.#schedules.reduce((missed, schedule) => missed + schedule.missed, 0);
  }

  /** A share of the shortest interval. */
  #phaseMs(share: number): number {
    return share * 0.1 * this.#groups[0]!.intervalMs;
  }

  #changed(): void {
    this.#revision++;
    this.#ports.onStatus();
  }

  #onSlot(group: PollGroup): void {
    if (!group.isPending) return this.#poll(group);
    if (group.isEarly) return;
    this.#statistics.skipped++;
    this.#revision++;
  }

  #pollAllEarly(): void {
    for (const group of this.#groups) {
      group.isEarly = true;
      this.#poll(group);
    }
  }

  #poll(group: PollGroup): void {
    if (group.isPending || !this.#session.link.isOpen) return;
    group.isPending = true;
    this.#due.push(group);
    this.#polling ??= this.#pollDue();
  }

  async #pollDue(): Promise<void> {
    for (let group = this.#due.shift(); group; group = this.#due.shift()) {
      this.#take(group, await group.read());
      group.isPending = false;
      group.isEarly = false;
    }
    this.#polling = undefined;
  }

  #take(group: PollGroup, outcome: ReadOutcome): void {
    if (this.#lifetime.isDisposed || outcome.kind === 'no link') return;
    this.#revision++;
    if (outcome.kind === 'failed') return this.#statistics.add(Number.NaN, group.intervalMs);
    this.#statistics.add(outcome.tookMs, group.intervalMs);
    this.#lastGoodMs = this.#ports.clock.monoMs();
    this.#lastGoodUs = outcome.receivedUs;
    const batch = group.takeBatch(outcome.receivedUs);
    if (batch) this.#ports.onBatch(batch);
  }

  /** One timer that is set anew only when it fires: a poll that succeeds costs no timer. */
  #watchForLoss(): void {
    const { clock } = this.#ports;
    const limitMs = Math.max(LOST_AFTER_MS, LOST_AFTER_INTERVALS * this.#groups[0]!.intervalMs);
    const leftMs = this.#lastGoodMs + limitMs - clock.monoMs();
    if (leftMs <= 0) this.#declareLost();
    this.#lossTimer = clock.after(leftMs > 0 ? leftMs : limitMs, () => this.#watchForLoss());
  }

  #declareLost(): void {
    for (const group of this.#groups) {
      const batch = group.lost(this.#ports.clock.wallUs());
      if (!batch) continue;
      this.#revision++;
      this.#ports.onBatch(batch);
    }
  }
}
