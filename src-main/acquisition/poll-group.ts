import type { PaceHealth } from '../../src-shared/contract/devices.ts';
import type { PaceBounds } from '../../src-shared/domain/adaptive-polling.ts';
import type { PointBatch } from '../../src-shared/domain/point-batch.ts';
import { isGood } from '../../src-shared/domain/quality.ts';
import type { PlanSummary, ReadingColumns, ReadPlan } from '../drivers/driver.ts';
import { Normaliser } from '../processing/normalise.ts';
import type { QualityGate } from '../processing/quality-gate.ts';
import type { DeviceJob, JobTag } from './acquisition-messages.ts';
import { ChangeWatch } from './change-watch.ts';
import type { IntervalGroup } from './group-by-interval.ts';
import { GroupPace } from './group-pace.ts';
import { readingColumns } from './reading-columns.ts';
import type { ReadOutcome, Session } from './session.ts';
import type { FaultOfTag, TagGroup } from './tag-group.ts';

/** The tags of a device that are polled together, with their plan and their columns, made once. */
export class PollGroup implements TagGroup {
  readonly bounds: PaceBounds | undefined;
  readonly pace: GroupPace;
  /** Where its period began. */
  readonly #startMs: number;
  readonly tags: readonly JobTag[];
  /** Due and not read yet. */
  isPending = false;
  /** Read because the link opened: a slot that falls into this is not skipped, it got its values a moment early. */
  isEarly = false;
  /** Good rows of the last read. */
  good = 0;
  readonly #session: Session;
  readonly #plan: ReadPlan;
  readonly #columns: ReadingColumns;
  readonly #normaliser: Normaliser;
  /** Undefined where the period stays. */
  readonly #watch: ChangeWatch | undefined;
  #found = 0;

  constructor(job: DeviceJob, { intervalMs, bounds, tags }: IntervalGroup<JobTag>, session: Session) {
    this.bounds = bounds;
    this.#startMs = intervalMs;
    this.pace = new GroupPace(intervalMs, bounds, job.pace);
    this.#watch = this.pace.isAdaptive ? new ChangeWatch(tags, job.pace!.change) : undefined;
    this.tags = tags;
    this.#session = session;
    this.#plan = session.plan(tags.map((tag) => tag.driver));
    this.#columns = readingColumns(tags.length);
    this.#normaliser = new Normaliser({
      device: job.number,
      rules: tags.map((tag) => tag.rule),
      simulated: job.simulated,
    });
  }

  get intervalMs(): number {
    return this.pace.periodMs;
  }

  /** Undefined where no tag has quality rules. */
  get gate(): QualityGate | undefined {
    return this.#normaliser.quality;
  }

  get summary(): PlanSummary {
    return this.#plan.summary;
  }

  /** Reads all tags within one slot. */
  read(): Promise<ReadOutcome> {
    return this.#session.read(this.#plan, this.#columns, this.intervalMs);
  }

  /** What the last read is worth; undefined when no change left its deadband. */
  takeBatch(receivedUs: number): PointBatch | undefined {
    const { status } = this.#columns;
    let good = 0;
    for (let row = 0; row < status.length; row++) if (isGood(status[row]!)) good++;
    this.good = good;
    return this.#normaliser.normalise(this.#columns, receivedUs);
  }

  /**
   * How far its tags moved since the poll before, in changes, and whether a quality rule newly found fault; after `takeBatch`.
   * 0 where the period stays.
   */
  moved(): { readonly changes: number; readonly isAnomaly: boolean } {
    const found = this.gate?.found ?? 0;
    const isAnomaly = found > this.#found;
    this.#found = found;
    return { changes: this.#watch?.look(this.#columns) ?? 0, isAnomaly };
  }

  /** Undefined where the period stays. */
  paceHealth(): PaceHealth | undefined {
    if (!this.bounds || !this.pace.isAdaptive) return undefined;
    const { periodMs, cause, heldBack } = this.pace;
    return { ...this.bounds, intervalMs: this.#startMs, nowMs: periodMs, cause, heldBack, tags: this.tags.length };
  }

  /** One Bad point for every tag, once; undefined when they are known to be Bad. */
  lost(nowUs: number): PointBatch | undefined {
    this.good = 0;
    return this.#normaliser.lost(nowUs);
  }

  single(row: number, fresh: ReadingColumns, receivedUs: number): PointBatch {
    return this.#normaliser.single(row, fresh, receivedUs);
  }

  /** Tags that failed alone in the last read. */
  *faults(): Iterable<FaultOfTag> {
    for (const [row, text] of this.#session.faults(this.#plan)) yield { tag: this.tags[row]!.id, text };
  }
}
