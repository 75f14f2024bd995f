import type { PointBatch } from '../../src-shared/domain/point-batch.ts';
import { NexusError } from '../../src-shared/errors/nexus-error.ts';
import type { PlanSummary, PushedReadings, ReadingColumns, ReadPlan, Subscriber } from '../drivers/driver.ts';
import { Lifetime } from '../kernel/lifetime.ts';
import { PushedNormaliser } from '../processing/normalise-pushed.ts';
import type { JobTag } from './acquisition-messages.ts';
import { type Intake, type IntakeParts, lossLimitMs } from './intake.ts';
import { PollStatistics } from './poll-statistics.ts';
import { QualityOfTags } from './quality-of-tags.ts';
import type { FaultOfTag, TagGroup } from './tag-group.ts';
import { UpdateRate } from './update-rate.ts';

/** How often heartbeats are looked for that are due. */
const BEAT_MS = 500;

/**
 * Takes what a device sends by itself. All tags are subscribed each time the link opens; a sign of life keeps the device
 * from being lost as a poll would, and the heartbeats of a deadband come from here, as nothing is sent for them.
 */
export class SubscribedIntake implements Intake, TagGroup {
  readonly mode = 'subscribed';
  readonly groups: readonly TagGroup[] = [this];
  readonly tags: readonly JobTag[];
  /** Where a tag does not say it itself. */
  readonly intervalMs: number;
  readonly statistics: PollStatistics;
  readonly quality: QualityOfTags;
  readonly #parts: IntakeParts;
  readonly #plan: ReadPlan;
  readonly #normaliser: PushedNormaliser;
  readonly #rate = new UpdateRate();
  readonly #lifetime: Lifetime;
  /** Counts the subscriptions. */
  #subscription = 0;
  #isAgreed = false;
  #silenceMs = 0;
  #missed = 0;
  #aliveUs = 0;
  #subscribing: Promise<void> | undefined;

  constructor(parts: IntakeParts) {
    const { job, session, clock } = parts;
    this.#parts = parts;
    this.statistics = new PollStatistics(clock);
    this.#lifetime = new Lifetime(`subscription of ${job.id}`);
    this.tags = job.tags;
    this.intervalMs = job.pollIntervalMs;
    this.#plan = session.plan(job.tags.map((tag) => tag.driver));
    this.#normaliser = new PushedNormaliser({
      device: job.number,
      rules: job.tags.map((tag) => tag.rule),
      simulated: job.simulated,
    });
    this.quality = new QualityOfTags([{ tags: this.tags, gate: this.#normaliser.quality }]);
    this.#lifetime.add(session.link.opened.on(() => void (this.#subscribing = this.#subscribe())));
    if (this.#normaliser.hasHeartbeats) this.#lifetime.add(clock.every(BEAT_MS, () => this.#beat()));
  }

  get summary(): PlanSummary {
    return this.#plan.summary;
  }

  get updatesPerSecond(): number {
    return this.#rate.perSecond(this.#parts.clock.monoMs());
  }

  /** Messages of the device that are lost for good. */
  get missed(): number {
    return this.#missed;
  }

  get good(): number {
    return this.#normaliser.good;
  }

  /** As agreed with the device; 0 before the first agreement. */
  get silenceMs(): number {
    return this.#silenceMs;
  }

  paces(): readonly [] {
    return [];
  }

  *faults(): Iterable<FaultOfTag> {
    for (const [row, text] of this.#parts.session.faults(this.#plan)) yield { tag: this.tags[row]!.id, text };
  }

  *lost(nowUs: number): Iterable<PointBatch> {
    const batch = this.#normaliser.lost(nowUs);
    if (batch) yield batch;
    // A driver that watches its subscription has said so before. One that is still at it is left to its own deadlines.
    if (this.#isAgreed && this.#isTaking) this.#parts.session.link.failed(silent(this.#silenceMs));
  }

  single(row: number, fresh: ReadingColumns, receivedUs: number): PointBatch {
    return this.#normaliser.single(row, fresh, receivedUs);
  }

  async settled(): Promise<void> {
    await this.#subscribing;
  }

  dispose(): Promise<void> {
    return this.#lifetime.dispose();
  }

  async #subscribe(): Promise<void> {
    const { session } = this.#parts;
    const own = ++this.#subscription;
    // What an earlier subscription still says is not about this one.
    const isOwn = (): boolean => own === this.#subscription && this.#isTaking;
    const subscriber: Subscriber = {
      deliver: (readings) => isOwn() && this.#take(readings),
      alive: () => isOwn() && this.#alive(),
      missed: (messages) => isOwn() && this.#lostMessages(messages),
      ended: (error) => isOwn() && session.link.failed(error),
    };
    this.#isAgreed = false;
    const agreed = await session.subscribe(this.#plan, subscriber);
    if (!agreed || !isOwn()) return;
    this.#silenceMs = agreed.silenceMs;
    this.#isAgreed = true;
    this.#live();
  }

  #take(readings: PushedReadings): void {
    const { clock, session, onBatch } = this.#parts;
    session.link.succeeded();
    this.#live();
    this.#rate.add(readings.count, clock.monoMs());
    const batch = this.#normaliser.take(readings, this.#aliveUs);
    if (batch) onBatch(batch);
  }

  #alive(): void {
    // A device without tags has nothing to deliver. One with tags that never sends their first values is of no use.
    if (this.tags.length === 0) this.#parts.session.link.succeeded();
    if (this.#parts.session.link.isGood) this.#live();
  }

  #lostMessages(messages: number): void {
    this.#missed += messages;
    this.#parts.logger.warn('messages of the device are lost; the values of now are read', { messages });
  }

  #live(): void {
    this.#aliveUs = this.#parts.clock.wallUs();
    this.#parts.onAlive(this.#aliveUs);
    this.#parts.onChange();
  }

  #beat(): void {
    if (!this.#isTaking || !this.#parts.session.link.isGood) return;
    const batch = this.#normaliser.heartbeats(this.#parts.clock.wallUs(), this.#aliveUs);
    if (batch) this.#parts.onBatch(batch);
  }

  get #isTaking(): boolean {
    return !this.#lifetime.isDisposed && this.#parts.session.link.isOpen;
  }
}

function silent(silenceMs: number): NexusError {
  const seconds = (ms: number): string => `${Math.round(ms / 100) / 10} s`;
  const text = `Nothing came for ${seconds(lossLimitMs(silenceMs))}, where the device says at least every ${seconds(silenceMs)} that it lives. It is connected and subscribed anew.`;
  return new NexusError('NX_DRIVER_TIMEOUT', text);
}
