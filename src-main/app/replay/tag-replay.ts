import type { DataType } from '../../../src-shared/domain/data-type.ts';
import type { PointBatch, TypedCell } from '../../../src-shared/domain/point-batch.ts';
import { isBad, isGood, STATUS } from '../../../src-shared/domain/quality.ts';
import type { QualityCheck } from '../../../src-shared/domain/quality-rule.ts';
import type { TimeRange } from '../../historian/query.ts';
import { judgedColumns, RowJudge } from '../../processing/judge-rows.ts';
import { Normaliser } from '../../processing/normalise.ts';
import type { TagRule } from '../../processing/tag-rule.ts';
import { takeBack } from '../../processing/take-back.ts';

export interface TagReplayOptions {
  /** What made the stored points. */
  readonly before: TagRule;
  /** What they are run through. */
  readonly after: TagRule;
  readonly dataType: DataType;
  /** When `before` was in force, rising. */
  readonly spans: readonly TimeRange[];
}

/** Statuses that a rule with the action `flag` gives to a good reading. */
const FLAGGED: Readonly<Record<QualityCheck, number>> = {
  range: STATUS.UncertainEngineeringUnitsExceeded,
  type: STATUS.UncertainEngineeringUnitsExceeded,
  rate: STATUS.UncertainSensorNotAccurate,
  stuck: STATUS.UncertainLastUsableValue,
};

const NO_CELLS: readonly TypedCell[] = [];

/** Takes stored points of one tag back to readings, and runs them through the processing of another configuration. */
export class TagReplay {
  /** Points that a clamp, or the zero of a root, held: what the device said is gone. */
  clamped = 0;
  /** Points that are no reading of this tag: between two steps, outside its type, or no number. */
  unread = 0;
  /** Points that another configuration made. */
  elsewhere = 0;
  /** True where readings may be told later than they came. */
  readonly holdsBack: boolean;
  readonly #raw: (value: number) => number;
  readonly #before: TagRule;
  readonly #hasClamp: boolean;
  readonly #flagged: ReadonlySet<number>;
  readonly #hidesNoNumber: boolean;
  readonly #spans: readonly TimeRange[];
  /** Where it has nothing to remember of a tag, each reading is a point by itself: five times as fast. */
  readonly #judge: RowJudge | undefined;
  /** The point of the reading that was taken, as its only row, after `judge`. */
  readonly judged = judgedColumns(1);
  readonly #normaliser: Normaliser;
  readonly #reading = { timeUs: new Float64Array(1), value: new Float64Array(1), status: new Uint32Array(1) };
  #span = 0;

  constructor({ before, after, dataType, spans }: TagReplayOptions) {
    this.#raw = takeBack(before, dataType);
    this.#before = before;
    const { clampLow, clampHigh, rootFactor } = before;
    this.#hasClamp = Number.isFinite(clampLow) || Number.isFinite(clampHigh) || !Number.isNaN(rootFactor);
    const flags = before.quality.filter(({ action }) => action === 'flag');
    this.#flagged = new Set(flags.map(({ check }) => FLAGGED[check]));
    this.#hidesNoNumber = flags.some(({ check }) => check === 'type');
    this.#spans = spans;
    this.#normaliser = new Normaliser({ device: 0, rules: [after], simulated: false });
    const keepsAll = Number.isNaN(after.deadband) && after.quality.length === 0 && Number.isNaN(after.swingingDoor);
    this.#judge = keepsAll ? new RowJudge([after]) : undefined;
    this.holdsBack = !Number.isNaN(after.swingingDoor);
  }

  /** Readings that a rule of the other configuration rejects. */
  get rejected(): number {
    return this.#normaliser.quality?.rejected ?? 0;
  }

  /** Readings that it would raise an alert for. */
  get alerts(): number {
    const hits = this.#normaliser.quality?.hits() ?? [];
    return hits.reduce((sum, { action, hits: count }) => (action === 'alert' ? sum + count : sum), 0);
  }

  /**
   * Takes the next stored point. @param cell of a value that no float64 carries
   * @returns false where it cannot be taken back; it is counted, and `run` is not to be called.
   */
  take(timeUs: number, value: number, status: number, cell: TypedCell | undefined): boolean {
    if (!this.#isOurs(timeUs)) {
      this.elsewhere++;
      return false;
    }
    let raw = Number.NaN;
    if (isBad(status)) {
      if (status === STATUS.BadOutOfRange && this.#hidesNoNumber) {
        this.unread++;
        return false;
      }
    } else if (cell) raw = value;
    else {
      if (this.#hasClamp && this.#isHeld(value, status)) {
        this.clamped++;
        return false;
      }
      raw = this.#raw(value);
      if (Number.isNaN(raw)) {
        this.unread++;
        return false;
      }
    }
    this.#reading.timeUs[0] = timeUs;
    this.#reading.value[0] = raw;
    this.#reading.status[0] = this.#flagged.has(status) ? STATUS.Good : status;
    return true;
  }

  /** Puts the one point of the reading that was taken into `judged`; false where only `run` can tell. */
  judge(): boolean {
    this.#judge?.judge(0, this.#reading, 0, this.judged, 0);
    return this.#judge !== undefined;
  }

  /** @returns the points that come of the reading that was taken, undefined where it is not worth one. */
  run(cell: TypedCell | undefined): PointBatch | undefined {
    const cells = cell ? [{ ...cell, row: 0 }] : NO_CELLS;
    return this.#normaliser.normalise({ ...this.#reading, cells }, this.#reading.timeUs[0]!);
  }

  #isHeld(value: number, status: number): boolean {
    if (status === STATUS.GoodClamped) return true;
    const { clampLow, clampHigh } = this.#before;
    // Only good readings say of themselves that they were held.
    return !isGood(status) && (value === clampLow || value === clampHigh);
  }

  #isOurs(timeUs: number): boolean {
    while (this.#span < this.#spans.length && timeUs >= this.#spans[this.#span]!.toUs) this.#span++;
    const span = this.#spans[this.#span];
    return span !== undefined && timeUs >= span.fromUs;
  }
}
