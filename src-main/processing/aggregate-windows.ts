import type { AggregateFunction } from '../../src-shared/domain/aggregate.ts';
import { isBad, isGood, STATUS } from '../../src-shared/domain/quality.ts';
import { CLOCK_STEP_US } from '../kernel/step-back.ts';

/** One window of one tag, with the tags that its functions are. */
export interface AggregateRule {
  /** The row of the tag whose points it takes. */
  readonly row: number;
  readonly windowUs: number;
  /** How long after its end a point of the window may still be on its way. */
  readonly graceUs: number;
  /** Each with the number of its tag. */
  readonly outputs: readonly { readonly fn: AggregateFunction; readonly tag: number }[];
}

/** Points in engineering units, by place. */
export interface WindowPoints {
  readonly value: Float64Array;
  readonly status: Uint32Array;
  readonly timeUs: Float64Array;
  /** When they were received, by the gateway's clock. */
  readonly receivedUs: number;
}

/** Takes one value of a closed window. @param timeUs the end of the window. */
export type AggregateSink = (tag: number, timeUs: number, value: number, status: number) => void;

/**
 * Folds points into windows that are aligned to UTC, `[start, start + window)`. A window ends with the first point at or
 * after its end, or once the clock is past it by `graceUs`; its values carry the time of its end: what was known then.
 *
 * A point goes by its own time where that lies in the window under way or later. One that is late counts in the window
 * under way: no window that has ended is told anew, and nothing is left out. A time after its receipt counts as that.
 *
 * A value holds until the next point. Good and uncertain points are folded. The window is good where it was covered by
 * good values from end to end, Bad where by none, and uncertain between (OPC 10000-13: PercentDataGood and PercentDataBad
 * of 100). While nothing usable comes, one Bad value says so. Costs a dozen numbers for each window, nothing for a point.
 */
export class AggregateWindows {
  readonly #rules: readonly AggregateRule[];
  /** Rules of each row: `#rulesOf[#first[row] … #first[row + 1]]`. */
  readonly #first: Uint32Array;
  readonly #rulesOf: Uint32Array;
  readonly #windowUs: Float64Array;
  readonly #graceUs: Float64Array;
  /** NaN before the first point. */
  readonly #startUs: Float64Array;
  readonly #count: Float64Array;
  readonly #min: Float64Array;
  readonly #max: Float64Array;
  readonly #mean: Float64Array;
  /** Sum of squares of differences from the mean (Welford). */
  readonly #squares: Float64Array;
  readonly #firstValue: Float64Array;
  readonly #lastValue: Float64Array;
  /** The value that holds until the next point, NaN while nothing usable is known; and up to when it is counted. */
  readonly #held: Float64Array;
  readonly #heldUs: Float64Array;
  /** 1 where what is held is not good. */
  readonly #heldDoubtful: Uint8Array;
  /** Value · µs and µs of the window so far. */
  readonly #area: Float64Array;
  readonly #covered: Float64Array;
  /** 1 where the window saw something that is not good; what was not covered is not told by this. */
  readonly #doubtful: Uint8Array;
  /** The time of now. In a column, as a number that is handed on may cost an object for each point. */
  readonly #timeUs = new Float64Array(1);
  /** The time of the last values. */
  readonly #toldUs: Float64Array;
  /** 1 where the last values were Bad. */
  readonly #isToldBad: Uint8Array;

  constructor(rules: readonly AggregateRule[], rows: number) {
    this.#rules = rules;
    const perRow = Array.from({ length: rows }, (): number[] => []);
    for (const [at, { row }] of rules.entries()) perRow[row]!.push(at);
    this.#rulesOf = Uint32Array.from(perRow.flat());
    this.#first = new Uint32Array(rows + 1);
    for (let row = 0; row < rows; row++) this.#first[row + 1] = this.#first[row]! + perRow[row]!.length;
    const column = (fill = 0): Float64Array => new Float64Array(rules.length).fill(fill);
    this.#windowUs = Float64Array.from(rules, ({ windowUs }) => windowUs);
    this.#graceUs = Float64Array.from(rules, ({ graceUs }) => graceUs);
    this.#startUs = column(Number.NaN);
    this.#count = column();
    this.#min = column();
    this.#max = column();
    this.#mean = column();
    this.#squares = column();
    this.#firstValue = column();
    this.#lastValue = column();
    this.#toldUs = column(Number.NEGATIVE_INFINITY);
    this.#held = column(Number.NaN);
    this.#heldUs = column();
    this.#area = column();
    this.#covered = column();
    this.#heldDoubtful = new Uint8Array(rules.length);
    this.#doubtful = new Uint8Array(rules.length);
    this.#isToldBad = new Uint8Array(rules.length);
  }

  /** Takes the next point of a tag. @param i its place in the columns: a number handed over alone would cost an object. */
  take(row: number, points: WindowPoints, i: number, sink: AggregateSink): void {
    const end = this.#first[row + 1]!;
    for (let of = this.#first[row]!; of < end; of++) {
      const at = this.#rulesOf[of]!;
      const startUs = this.#startUs[at]!;
      let timeUs = points.timeUs[i]!;
      // Late ones go at the pace of the clock, so that a device whose clock is behind has windows like any other.
      const clockUs = points.receivedUs - this.#graceUs[at]!;
      const earliestUs = Number.isNaN(startUs) ? clockUs : startUs;
      if (timeUs < earliestUs) timeUs = Math.max(earliestUs, clockUs);
      if (timeUs > points.receivedUs) timeUs = points.receivedUs;
      this.#timeUs[0] = timeUs;
      const offset = timeUs - startUs;
      if (!(offset >= 0 && offset < this.#windowUs[at]!)) this.#move(at, sink);
      this.#fold(at, points, i);
    }
  }

  /** Closes every window of which no point is on its way any more. */
  advance(nowUs: number, sink: AggregateSink): void {
    for (let at = 0; at < this.#rules.length; at++) {
      const byNowUs = nowUs - this.#graceUs[at]!;
      this.#timeUs[0] = byNowUs;
      if (byNowUs - this.#startUs[at]! >= this.#windowUs[at]!) this.#move(at, sink);
    }
  }

  /** Takes the point into the window under way, at the time of now. */
  #fold(at: number, points: WindowPoints, i: number): void {
    const value = points.value[i]!;
    const status = points.status[i]!;
    const timeUs = this.#timeUs[0]!;
    this.#hold(at, timeUs);
    if (isBad(status) || !Number.isFinite(value)) {
      this.#doubtful[at] = 1;
      this.#held[at] = Number.NaN;
      this.#heldUs[at] = Math.max(timeUs, this.#heldUs[at]!);
      return;
    }
    const isDoubtful = isGood(status) ? 0 : 1;
    this.#doubtful[at]! |= isDoubtful;
    this.#heldDoubtful[at] = isDoubtful;
    const count = ++this.#count[at]!;
    if (count === 1) {
      this.#firstValue[at] = value;
      this.#min[at] = value;
      this.#max[at] = value;
    } else {
      if (value < this.#min[at]!) this.#min[at] = value;
      if (value > this.#max[at]!) this.#max[at] = value;
    }
    const difference = value - this.#mean[at]!;
    this.#mean[at]! += difference / count;
    this.#squares[at]! += difference * (value - this.#mean[at]!);
    this.#lastValue[at] = value;
    this.#held[at] = value;
    this.#heldUs[at] = Math.max(timeUs, this.#heldUs[at]!);
  }

  /** The value that was held covers the time until then. */
  #hold(at: number, untilUs: number): void {
    const held = this.#held[at]!;
    if (Number.isNaN(held)) return;
    const spanUs = untilUs - this.#heldUs[at]!;
    if (!(spanUs > 0)) return;
    this.#area[at]! += held * spanUs;
    this.#covered[at]! += spanUs;
    this.#heldUs[at] = untilUs;
  }

  /** Closes the window under way, and those without a point until then; opens that of the time of now. */
  #move(at: number, sink: AggregateSink): void {
    const timeUs = this.#timeUs[0]!;
    const windowUs = this.#windowUs[at]!;
    const nextUs = Math.floor(timeUs / windowUs) * windowUs;
    const startUs = this.#startUs[at]!;
    if (Number.isNaN(startUs)) {
      this.#open(at, nextUs);
      return;
    }
    const isBack = timeUs < startUs - CLOCK_STEP_US;
    // The clock was set back: what was gathered ends here, and the ends of windows that come again are theirs.
    if (isBack) this.#toldUs[at] = Number.NEGATIVE_INFINITY;
    this.#close(at, isBack ? timeUs : startUs + windowUs, sink);
    // After the gateway slept for long, or its clock jumped, only the windows of late are told.
    const fromUs = Math.max(startUs + windowUs, nextUs - MOST_HELD * windowUs);
    for (let emptyUs = fromUs; emptyUs < nextUs; emptyUs += windowUs) {
      this.#open(at, emptyUs);
      this.#close(at, emptyUs + windowUs, sink);
    }
    // How long the last value held is not known then.
    if (nextUs < startUs) this.#held[at] = Number.NaN;
    this.#open(at, nextUs);
  }

  #open(at: number, startUs: number): void {
    this.#startUs[at] = startUs;
    this.#count[at] = 0;
    this.#mean[at] = 0;
    this.#squares[at] = 0;
    this.#area[at] = 0;
    this.#covered[at] = 0;
    this.#doubtful[at] = Number.isNaN(this.#held[at]!) ? 0 : this.#heldDoubtful[at]!;
    this.#heldUs[at] = startUs;
  }

  #close(at: number, endUs: number, sink: AggregateSink): void {
    this.#hold(at, endUs);
    const isKnown = this.#count[at]! > 0 || this.#covered[at]! > 0;
    if (!isKnown && this.#isToldBad[at] === 1) return;
    this.#isToldBad[at] = isKnown ? 0 : 1;
    const isWhole = this.#covered[at]! >= this.#windowUs[at]! && this.#doubtful[at] === 0;
    const status = isWhole ? STATUS.Good : STATUS.UncertainDataSubNormal;
    const { outputs } = this.#rules[at]!;
    // Rising, also while the clock is trimmed.
    const timeUs = Math.max(endUs, this.#toldUs[at]! + 1);
    this.#toldUs[at] = timeUs;
    for (let i = 0; i < outputs.length; i++) {
      const { fn, tag } = outputs[i]!;
      const value = isKnown ? this.#valueOf(at, fn) : Number.NaN;
      if (Number.isFinite(value)) sink(tag, timeUs, value, status);
      else sink(tag, timeUs, Number.NaN, isKnown ? STATUS.BadOutOfRange : STATUS.BadNoData);
    }
  }

  #valueOf(at: number, fn: AggregateFunction): number {
    const count = this.#count[at]!;
    if (fn === 'count') return count;
    if (fn === 'twa') return this.#covered[at]! > 0 ? this.#area[at]! / this.#covered[at]! : this.#mean[at]!;
    if (fn === 'std') return count === 0 ? 0 : Math.sqrt(this.#squares[at]! / count);
    // Without a point of its own the window is what was there before it.
    if (count === 0) return this.#lastValue[at]!;
    switch (fn) {
      case 'min':
        return this.#min[at]!;
      case 'max':
        return this.#max[at]!;
      case 'avg':
        return this.#mean[at]!;
      case 'first':
        return this.#firstValue[at]!;
      case 'last':
        return this.#lastValue[at]!;
    }
  }
}

/** Windows without a point that are told at once. */
const MOST_HELD = 60;
