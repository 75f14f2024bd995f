import type { PaceHealth } from '../../src-shared/contract/devices.ts';
import type { PointBatch } from '../../src-shared/domain/point-batch.ts';
import { Lifetime } from '../kernel/lifetime.ts';
import { groupByInterval } from './group-by-interval.ts';
import type { Intake, IntakeParts } from './intake.ts';
import { PollGroup } from './poll-group.ts';
import { PollSchedule } from './poll-schedule.ts';
import { PollStatistics } from './poll-statistics.ts';
import { QualityOfTags } from './quality-of-tags.ts';
import type { ReadOutcome } from './session.ts';
import type { FaultOfTag } from './tag-group.ts';

/**
 * Polls a device: owns the schedules of its groups, skips a poll of a group while the one before is under way, and turns
 * readings into batches.
 */
export class PolledIntake implements Intake {
  readonly mode = 'polled';
  readonly groups: readonly PollGroup[];
  readonly statistics: PollStatistics;
  readonly updatesPerSecond = null;
  readonly quality: QualityOfTags;
  readonly #parts: IntakeParts;
  readonly #schedules: readonly PollSchedule[];
  /** Groups that are due; they are read one after another. */
  readonly #due: PollGroup[] = [];
  readonly #lifetime: Lifetime;
  #polling: Promise<void> | undefined;

  constructor(parts: IntakeParts) {
    const { job, session, phase, budget } = parts;
    this.#parts = parts;
    this.statistics = new PollStatistics(parts.clock);
    this.#lifetime = new Lifetime(`polls of ${job.id}`);
    this.groups = groupByInterval(job.tags, job.pollIntervalMs).map((group) => new PollGroup(job, group, session));
    this.quality = new QualityOfTags(this.groups);
    // A link that just opened is read at once: after an outage the values are back before the next slot.
    this.#lifetime.add(session.link.opened.on(() => this.#pollAllEarly()));
    // One phase for all groups: those that fall together are read one after another, and none finds the line taken.
    const phaseMs = phase * 0.1 * this.silenceMs;
    this.#schedules = this.groups.map((group) => this.#schedule(group, phaseMs));
    this.#lifetime.add(budget.join(this.groups.map(({ pace }) => pace)));
  }

  get missed(): number {
    return this.#schedules.reduce((missed, schedule) => missed + schedule.missed, 0);
  }

  get good(): number {
    return this.groups.reduce((good, group) => good + group.good, 0);
  }

  /** The shortest interval of now. */
  get silenceMs(): number {
    return this.groups.reduce((least, { intervalMs }) => Math.min(least, intervalMs), Number.POSITIVE_INFINITY);
  }

  paces(): readonly PaceHealth[] {
    return this.groups.flatMap((group) => group.paceHealth() ?? []);
  }

  *faults(): Iterable<FaultOfTag> {
    for (const group of this.groups) yield* group.faults();
  }

  *lost(nowUs: number): Iterable<PointBatch> {
    for (const group of this.groups) {
      const batch = group.lost(nowUs);
      if (batch) yield batch;
    }
  }

  async settled(): Promise<void> {
    await this.#polling;
  }

  dispose(): Promise<void> {
    return this.#lifetime.dispose();
  }

  #schedule(group: PollGroup, phaseMs: number): PollSchedule {
    const { clock, onChange, onPace } = this.#parts;
    const times = { intervalMs: group.intervalMs, phaseMs };
    const schedule = this.#lifetime.add(new PollSchedule(clock, times, () => this.#onSlot(group)));
    group.pace.onPeriod = (periodMs) => {
      schedule.setInterval(periodMs);
      onChange();
      onPace();
    };
    return schedule;
  }

  #onSlot(group: PollGroup): void {
    if (!group.isPending) return this.#poll(group);
    if (group.isEarly) return;
    this.statistics.skipped++;
    this.#parts.onChange();
  }

  #pollAllEarly(): void {
    for (const group of this.groups) {
      group.isEarly = true;
      this.#poll(group);
    }
  }

  #poll(group: PollGroup): void {
    if (group.isPending || !this.#parts.session.link.isOpen) return;
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
    this.#parts.onChange();
    if (outcome.kind === 'failed') return this.statistics.add(Number.NaN, group.intervalMs);
    this.statistics.add(outcome.tookMs, group.intervalMs);
    this.#parts.onAlive(outcome.receivedUs);
    const batch = group.takeBatch(outcome.receivedUs);
    if (batch) this.#parts.onBatch(batch);
    this.#pace(group, outcome.tookMs);
  }

  #pace(group: PollGroup, tookMs: number): void {
    const { budget, clock } = this.#parts;
    budget.polled(group.pace, tookMs);
    if (!group.pace.isAdaptive) return;
    const { changes, isAnomaly } = group.moved();
    budget.seen(group.pace, changes, isAnomaly, clock.monoMs());
  }
}
