import { copyReading, type JudgedColumns, judgedColumns } from './judge-rows.ts';
import type { TagRule } from './tag-rule.ts';

/** What `SwingingDoor.take` found; the bits may come together. */
export const DOOR = { held: 1, current: 2 } as const;

/**
 * Keeps of a tag the readings whose connecting lines stay within an error of all others: a reading is held back while one
 * line from the last point to it passes every reading between. When none does, the reading before becomes a point.
 * Costs a few numbers for each tag and nothing for each reading.
 */
export class SwingingDoor {
  readonly #error: Float64Array;
  readonly #heartbeatUs: Float64Array;
  /** The last point; its time is NaN where there is none to draw a line from. */
  readonly #fromUs: Float64Array;
  readonly #fromValue: Float64Array;
  readonly #status: Float64Array;
  /** When the last point was made, by the clock of the heartbeat. */
  readonly #madeUs: Float64Array;
  /** Slopes of lines that pass all readings since the last point. */
  readonly #steepest: Float64Array;
  readonly #flattest: Float64Array;
  /** The readings that are held back, by row; the time is NaN where there is none. */
  readonly #held: JudgedColumns;

  constructor(rules: readonly TagRule[]) {
    const column = (fill: number): Float64Array => new Float64Array(rules.length).fill(fill);
    this.#error = Float64Array.from(rules, (rule) => rule.swingingDoor);
    this.#heartbeatUs = Float64Array.from(rules, (rule) => rule.heartbeatUs);
    this.#fromUs = column(Number.NaN);
    this.#fromValue = column(Number.NaN);
    this.#status = column(-1);
    this.#madeUs = column(0);
    this.#steepest = column(0);
    this.#flattest = column(0);
    this.#held = judgedColumns(rules.length);
    this.#held.timeUs.fill(Number.NaN);
  }

  /** @returns undefined where no tag has a door, so that none is asked for. */
  static of(rules: readonly TagRule[]): SwingingDoor | undefined {
    return rules.every(({ swingingDoor }) => Number.isNaN(swingingDoor)) ? undefined : new SwingingDoor(rules);
  }

  /** True for tags that have a door. */
  has(row: number): boolean {
    return !Number.isNaN(this.#error[row]!);
  }

  /**
   * Takes the next reading of a tag, at place `at`.
   * @returns DOOR bits: the reading held before is a point (`leave` takes it out), the current one is a point.
   */
  take(row: number, readings: JudgedColumns, at: number): number {
    const spanUs = readings.timeUs[at]! - this.#fromUs[row]!;
    const value = readings.value[at]!;
    // Also without a last point, whose time is NaN; no line leads to what is not finite.
    if (!(spanUs > 0) || !Number.isFinite(value) || readings.status[at] !== this.#status[row]) {
      return this.#heldBit(row) | DOOR.current;
    }
    const isDue = readings.clockUs[at]! - this.#madeUs[row]! >= this.#heartbeatUs[row]!;
    const slope = (value - this.#fromValue[row]!) / spanUs;
    if (slope <= this.#steepest[row]! && slope >= this.#flattest[row]!) {
      if (isDue) return DOOR.current;
      this.#hold(row, readings, at);
      return 0;
    }
    // What is held fitted all readings before it when it came, and becomes the point that the next line starts at.
    return isDue ? DOOR.held | DOOR.current : DOOR.held;
  }

  /** The reading held back has become a point: lines start there, and the current reading is the first of the next. */
  leave(row: number, readings: JudgedColumns, at: number): void {
    this.#held.clockUs[row] = readings.clockUs[at]!;
    this.#start(row, this.#held, row);
    this.#hold(row, readings, at);
  }

  /** A point was made, whatever the door says: nothing is held any more, and lines start here. */
  restart(row: number, readings: JudgedColumns, at: number): void {
    this.#start(row, readings, at);
    this.#held.timeUs[row] = Number.NaN;
  }

  /** Nothing is held any more, and the next reading is a point whatever it is. */
  forget(row: number): void {
    this.#fromUs[row] = Number.NaN;
    this.#held.timeUs[row] = Number.NaN;
  }

  /** The reading held back, at place `row`. */
  get held(): JudgedColumns {
    return this.#held;
  }

  isHolding(row: number): boolean {
    return !Number.isNaN(this.#held.timeUs[row]!);
  }

  #heldBit(row: number): number {
    return this.isHolding(row) ? DOOR.held : 0;
  }

  #start(row: number, readings: JudgedColumns, at: number): void {
    const value = readings.value[at]!;
    this.#fromUs[row] = Number.isFinite(value) ? readings.timeUs[at]! : Number.NaN;
    this.#fromValue[row] = value;
    this.#status[row] = readings.status[at]!;
    this.#madeUs[row] = readings.clockUs[at]!;
    this.#steepest[row] = Number.POSITIVE_INFINITY;
    this.#flattest[row] = Number.NEGATIVE_INFINITY;
  }

  /** Holds a reading back: lines have to pass it too. */
  #hold(row: number, readings: JudgedColumns, at: number): void {
    const error = this.#error[row]!;
    const spanUs = readings.timeUs[at]! - this.#fromUs[row]!;
    const rise = readings.value[at]! - this.#fromValue[row]!;
    this.#steepest[row] = Math.min(this.#steepest[row]!, (rise + error) / spanUs);
    this.#flattest[row] = Math.max(this.#flattest[row]!, (rise - error) / spanUs);
    copyReading(readings, at, this.#held, row);
  }
}
