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
  /** The reading that is held back; its time is NaN where there is none. */
  readonly heldUs: Float64Array;
  readonly heldValue: Float64Array;

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
    this.heldUs = column(Number.NaN);
    this.heldValue = column(Number.NaN);
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
   * Takes the next reading of a tag. @param nowUs by the clock of the heartbeat.
   * @returns DOOR bits: the reading held before is a point (`leave` takes it out), the current one is a point.
   */
  take(row: number, value: number, status: number, timeUs: number, nowUs: number): number {
    const spanUs = timeUs - this.#fromUs[row]!;
    // Also without a last point, whose time is NaN.
    if (!(spanUs > 0) || Number.isNaN(value) || status !== this.#status[row]) {
      return this.#heldBit(row) | DOOR.current;
    }
    const isDue = nowUs - this.#madeUs[row]! >= this.#heartbeatUs[row]!;
    const rise = value - this.#fromValue[row]!;
    const fits = this.#fits(row, rise / spanUs);
    if (fits && isDue) return DOOR.current;
    if (fits) {
      this.#narrow(row, rise, spanUs);
      this.#hold(row, value, timeUs);
      return 0;
    }
    // What is held fitted all readings before it when it came, and becomes the point that the next line starts at.
    return isDue ? DOOR.held | DOOR.current : DOOR.held;
  }

  /** The reading held back has become a point: lines start there, and the current reading is the first of the next. */
  leave(row: number, value: number, timeUs: number, nowUs: number): void {
    this.restart(row, this.heldValue[row]!, this.#status[row]!, this.heldUs[row]!, nowUs);
    const spanUs = timeUs - this.#fromUs[row]!;
    this.#narrow(row, value - this.#fromValue[row]!, spanUs);
    this.#hold(row, value, timeUs);
  }

  /** A point was made, whatever the door says: nothing is held any more, and lines start here. */
  restart(row: number, value: number, status: number, timeUs: number, nowUs: number): void {
    this.#fromUs[row] = Number.isNaN(value) ? Number.NaN : timeUs;
    this.#fromValue[row] = value;
    this.#status[row] = status;
    this.#madeUs[row] = nowUs;
    this.#steepest[row] = Number.POSITIVE_INFINITY;
    this.#flattest[row] = Number.NEGATIVE_INFINITY;
    this.heldUs[row] = Number.NaN;
  }

  /** The status of the reading that is held. */
  statusOf(row: number): number {
    return this.#status[row]!;
  }

  isHolding(row: number): boolean {
    return !Number.isNaN(this.heldUs[row]!);
  }

  #heldBit(row: number): number {
    return this.isHolding(row) ? DOOR.held : 0;
  }

  #fits(row: number, slope: number): boolean {
    return slope <= this.#steepest[row]! && slope >= this.#flattest[row]!;
  }

  #narrow(row: number, rise: number, spanUs: number): void {
    const error = this.#error[row]!;
    this.#steepest[row] = Math.min(this.#steepest[row]!, (rise + error) / spanUs);
    this.#flattest[row] = Math.max(this.#flattest[row]!, (rise - error) / spanUs);
  }

  #hold(row: number, value: number, timeUs: number): void {
    this.heldUs[row] = timeUs;
    this.heldValue[row] = value;
  }
}
