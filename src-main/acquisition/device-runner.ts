import type { DeviceHealth, LinkStatus } from '../../src-shared/contract/devices.ts';
import type { PointBatch } from '../../src-shared/domain/point-batch.ts';
import { isGood } from '../../src-shared/domain/quality.ts';
import type { Driver } from '../drivers/driver.ts';
import type { Clock } from '../kernel/clock.ts';
import { type Disposable, Lifetime } from '../kernel/lifetime.ts';
import type { Logger } from '../kernel/logger.ts';
import { Normaliser } from '../processing/normalise.ts';
import type { DeviceJob } from './acquisition-messages.ts';
import { PollSchedule } from './poll-schedule.ts';
import { PollStatistics } from './poll-statistics.ts';
import { Session } from './session.ts';

/** A device that gave nothing for this long, and for three intervals, is lost (reliability reference 3.6). */
const LOST_AFTER_MS = 5_000;
/** Below this share of good polls, or with a p95 above half of the interval, a connected device is degraded. */
const DEGRADED_BELOW = 0.99;

/** More would only repeat themselves: a device with another map refuses every tag. */
const FAULTS_TOLD = 20;

export interface RunnerPorts {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly random: () => number;
  onBatch(batch: PointBatch): void;
  onStatus(health: DeviceHealth): void;
}

/**
 * Polls one device: owns its schedule, skips a poll while the one before is under way, turns readings into batches,
 * and says once that the device is lost. One runner's trouble touches no other's.
 */
export class DeviceRunner implements Disposable {
  readonly #job: DeviceJob;
  readonly #ports: RunnerPorts;
  readonly #session: Session;
  readonly #normaliser: Normaliser;
  readonly #schedule: PollSchedule;
  readonly #statistics = new PollStatistics();
  readonly #lifetime: Lifetime;
  #lastGoodMs: number;
  #lastGoodUs: number | null = null;
  #tagsGood = 0;
  #isOutsideSlots = false;

  constructor(job: DeviceJob, driver: Driver, ports: RunnerPorts) {
    this.#job = job;
    this.#ports = ports;
    this.#lifetime = new Lifetime(`device ${job.id}`);
    const logger = ports.logger.child({ device: job.id });
    const tags = job.tags.map((tag) => tag.driver);
    const rules = job.tags.map((tag) => tag.rule);
    this.#normaliser = new Normaliser({ device: job.number, rules, simulated: job.simulated });
    this.#session = this.#lifetime.add(new Session(driver, tags, ports.clock, logger, ports.random));
    this.#lifetime.add(this.#session.changed.on(() => ports.onStatus(this.health())));
    // A link that just opened is read at once: after an outage the values are back before the next slot.
    this.#lifetime.add(this.#session.opened.on(() => void this.#pollOutsideSlots()));
    this.#lastGoodMs = ports.clock.monoMs();
    this.#schedule = this.#lifetime.add(
      new PollSchedule(ports.clock, job.pollIntervalMs, ports.random, () => this.#due()),
    );
    this.#session.start();
  }

  health(): DeviceHealth {
    const { p50, p95 } = this.#statistics.latency();
    return {
      device: this.#job.id,
      status: this.#status(p95),
      polls: this.#statistics.polls,
      pollsFailed: this.#statistics.failed,
      pollsSkipped: this.#statistics.skipped + this.#schedule.missed,
      successRatio: this.#statistics.successRatio,
      latencyP50Ms: p50,
      latencyP95Ms: p95,
      tagsGood: this.#tagsGood,
      lastGoodUs: this.#lastGoodUs,
      tagFaults: this.#tagFaults(),
    };
  }

  dispose(): Promise<void> {
    return this.#lifetime.dispose();
  }

  #due(): void {
    this.#declareLost();
    if (!this.#session.isBusy) void this.#poll();
    else if (!this.#isOutsideSlots) this.#statistics.skipped++;
  }

  /** A slot that falls into this poll is not skipped: it got its values a moment early. */
  async #pollOutsideSlots(): Promise<void> {
    this.#isOutsideSlots = true;
    await this.#poll();
    this.#isOutsideSlots = false;
  }

  async #poll(): Promise<void> {
    const outcome = await this.#session.read();
    if (this.#lifetime.isDisposed || outcome.kind === 'no link') return;
    if (outcome.kind === 'failed') return this.#statistics.add(Number.NaN);
    this.#statistics.add(outcome.tookMs);
    this.#lastGoodMs = this.#ports.clock.monoMs();
    this.#lastGoodUs = outcome.receivedUs;
    const columns = this.#session.columns;
    let good = 0;
    for (let row = 0; row < columns.status.length; row++) if (isGood(columns.status[row]!)) good++;
    this.#tagsGood = good;
    const batch = this.#normaliser.normalise(columns, outcome.receivedUs);
    if (batch) this.#ports.onBatch(batch);
  }

  #tagFaults(): DeviceHealth['tagFaults'] {
    const faults = [...this.#session.faults()].slice(0, FAULTS_TOLD);
    return faults.map(([row, text]) => ({ tag: this.#job.tags[row]!.id, text }));
  }

  #declareLost(): void {
    const silentMs = this.#ports.clock.monoMs() - this.#lastGoodMs;
    if (silentMs < Math.max(LOST_AFTER_MS, 3 * this.#job.pollIntervalMs)) return;
    const batch = this.#normaliser.lost(this.#ports.clock.wallUs());
    if (!batch) return;
    this.#tagsGood = 0;
    this.#ports.onBatch(batch);
  }

  #status(p95: number | null): LinkStatus {
    const status = this.#session.status;
    if (status.kind !== 'connected') return status;
    const ratio = this.#statistics.successRatio ?? 1;
    const slow = p95 !== null && p95 > this.#job.pollIntervalMs / 2;
    if (ratio >= DEGRADED_BELOW && !slow) return status;
    const text = slow
      ? `95 % of the polls take up to ${Math.round(p95)} ms, more than half of the ${this.#job.pollIntervalMs} ms interval. Use a longer interval or split the device.`
      : `${Math.round((1 - ratio) * 100)} % of the last polls did not come back. Check the line and the load of the device.`;
    return {
      kind: 'degraded',
      sinceUs: status.sinceUs,
      reason: { code: slow ? 'NX_DRIVER_TIMEOUT' : 'NX_DRIVER_DISCONNECTED', text },
    };
  }
}
