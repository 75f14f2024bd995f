import type { AggregateFunction } from '../../src-shared/domain/aggregate.ts';
import { isBad, isGood, STATUS } from '../../src-shared/domain/quality.ts';

/** One window of one tag, with the tags that its functions are. */
export interface AggregateRule {
  /** The row of the tag whose readings it takes. */
  readonly row: number;
  readonly windowUs: number;
  /** Each with the number of its tag. */
  readonly outputs: readonly { readonly fn: AggregateFunction; readonly tag: number }[];
}

/** Readings in engineering units, by place. */
export interface WindowReadings {
  readonly value: Float64Array;
  readonly status: Uint32Array;
  /** When they were received, by the gateway's clock. */
  readonly timeUs: Float64Array;
}

/** Takes one value of a closed window. @param timeUs the end of the window. */
export type AggregateSink = (tag: number, timeUs: number, value: number, status: number) => void;

/**
 * Folds readings into windows that are aligned to UTC, `[start, start + window)`. A window ends with the first reading at
 * or after its end, and its values carry the time of its end: what was known then. Readings are taken in the order in which
 * they were received and by the gateway's clock, so none is late; a clock that is set back starts a window anew.
 *
 * Good and uncertain readings are folded. With any that is not good, or a part of the window that was Bad, the values are
 * uncertain; without a reading that can be used they are Bad. Costs a dozen numbers for each window, nothing for a reading.
 */
export class AggregateWindows {
  readonly #rules: readonly AggregateRule[];
  /** Rules of each row: `#rulesOf[#first[row] … #first[row + 1]]`. */
  readonly #first: Uint32Array;
  readonly #rulesOf: Uint32Array;
  readonly #windowUs: Float64Array;
  /** NaN before the first reading. */
  readonly #startUs: Float64Array;
  readonly #count: Float64Array;
  readonly #min: Float64Array;
  readonly #max: Float64Array;
  readonly #mean: Float64Array;
  /** Sum of squares of differences from the mean (Welford). */
  readonly #squares: Float64Array;
  readonly #firstValue: Float64Array;
  readonly #lastValue: Float64Array;
  /** The value that holds until the next reading, and since when; NaN while nothing usable is known. */
  readonly #held: Float64Array;
  readonly #heldUs: Float64Array;
  /** Value · µs and µs of the window so far. */
  readonly #area: Float64Array;
  readonly #covered: Float64Array;
  /** 1 where the window saw something that is not good. */
  readonly #doubtful: Uint8Array;
  /** The time of the last values. */
  readonly #toldUs: Float64Array;
  /** 1 where it was told that the device is away. */
  readonly #isAway: Uint8Array;

  constructor(rules: readonly AggregateRule[], rows: number) {
    this.#rules = rules;
    const perRow = Array.from({ length: rows }, (): number[] => []);
    for (const [at, { row }] of rules.entries()) perRow[row]!.push(at);
    this.#rulesOf = Uint32Array.from(perRow.flat());
    this.#first = new Uint32Array(rows + 1);
    for (let row = 0; row < rows; row++) this.#first[row + 1] = this.#first[row]! + perRow[row]!.length;
    const column = (fill = 0): Float64Array => new Float64Array(rules.length).fill(fill);
    this.#windowUs = Float64Array.from(rules, ({ windowUs }) => windowUs);
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
    this.#doubtful = new Uint8Array(rules.length);
    this.#isAway = new Uint8Array(rules.length);
  }

  /** @returns undefined where there is no rule, so that nothing is asked for. */
  static of(rules: readonly AggregateRule[], rows: number): AggregateWindows | undefined {
    return rules.length === 0 ? undefined : new AggregateWindows(rules, rows);
  }

  /** Takes the next reading of a tag. @param i its place in the columns: a number handed over alone would cost an object. */
  take(row: number, { value, status, timeUs }: WindowReadings, i: number, sink: AggregateSink): void {
    const end = this.#first[row + 1]!;
    for (let of = this.#first[row]!; of < end; of++) {
      const at = this.#rulesOf[of]!;
      const offset = timeUs[i]! - this.#startUs[at]!;
      if (!(offset >= 0 && offset < this.#windowUs[at]!)) this.#moveTo(at, timeUs[i]!, false, sink);
      this.#fold(at, value, status, timeUs, i);
    }
  }

  /**
   * Closes every window that has ended by now.
   * @param isHeld what was read last holds while nothing comes, because the device would say so: a window without a reading
   * then has that value. Otherwise such a window has no values at all.
   */
  advance(nowUs: number, isHeld: boolean, sink: AggregateSink): void {
    for (let at = 0; at < this.#rules.length; at++) {
      if (nowUs - this.#startUs[at]! >= this.#windowUs[at]!) this.#moveTo(at, nowUs, isHeld, sink);
    }
  }

  /** The device is away: windows that have ended are closed, and the one under way ends Bad, now. Told once. */
  lost(nowUs: number, sink: AggregateSink): void {
    this.advance(nowUs, false, sink);
    for (let at = 0; at < this.#rules.length; at++) {
      if (this.#isAway[at] === 1) continue;
      this.#isAway[at] = 1;
      this.#startUs[at] = Number.NaN;
      this.#held[at] = Number.NaN;
      const timeUs = this.#rising(at, nowUs);
      for (const { tag } of this.#rules[at]!.outputs) sink(tag, timeUs, Number.NaN, STATUS.BadNoCommunication);
    }
  }

  #fold(at: number, values: Float64Array, statuses: Uint32Array, times: Float64Array, i: number): void {
    const value = values[i]!;
    const status = statuses[i]!;
    const timeUs = times[i]!;
    this.#isAway[at] = 0;
    this.#hold(at, timeUs);
    if (isBad(status) || Number.isNaN(value)) {
      this.#doubtful[at] = 1;
      this.#held[at] = Number.NaN;
      return;
    }
    if (!isGood(status)) this.#doubtful[at] = 1;
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
    this.#heldUs[at] = timeUs;
  }

  /** The value that was held covers the time until now. */
  #hold(at: number, untilUs: number): void {
    const held = this.#held[at]!;
    if (Number.isNaN(held)) return;
    const spanUs = untilUs - this.#heldUs[at]!;
    if (!(spanUs > 0)) return;
    this.#area[at]! += held * spanUs;
    this.#covered[at]! += spanUs;
    this.#heldUs[at] = untilUs;
  }

  /** Closes the window under way, and those without a reading until now; opens that of `timeUs`. */
  #moveTo(at: number, timeUs: number, isHeld: boolean, sink: AggregateSink): void {
    const windowUs = this.#windowUs[at]!;
    const nextUs = Math.floor(timeUs / windowUs) * windowUs;
    const startUs = this.#startUs[at]!;
    if (Number.isNaN(startUs)) {
      this.#open(at, nextUs);
      // What the window missed before its first reading is not known.
      this.#doubtful[at] = timeUs > nextUs ? 1 : 0;
      return;
    }
    this.#close(at, startUs + windowUs, sink);
    // After the gateway slept for long, or its clock jumped, only the windows of late are told.
    const fromUs = Math.max(startUs + windowUs, nextUs - MOST_HELD * windowUs);
    for (let emptyUs = fromUs; isHeld && emptyUs < nextUs; emptyUs += windowUs) {
      this.#open(at, emptyUs);
      this.#close(at, emptyUs + windowUs, sink);
    }
    // The clock was set back: how long the last value held is not known.
    if (nextUs < startUs) this.#held[at] = Number.NaN;
    this.#open(at, nextUs);
    if (nextUs > startUs + windowUs && !isHeld) this.#doubtful[at] = 1;
  }

  #open(at: number, startUs: number): void {
    this.#startUs[at] = startUs;
    this.#count[at] = 0;
    this.#mean[at] = 0;
    this.#squares[at] = 0;
    this.#area[at] = 0;
    this.#covered[at] = 0;
    this.#doubtful[at] = Number.isNaN(this.#held[at]!) ? 1 : 0;
    this.#heldUs[at] = startUs;
  }

  #close(at: number, endUs: number, sink: AggregateSink): void {
    this.#hold(at, endUs);
    const covered = this.#covered[at]!;
    const count = this.#count[at]!;
    const isKnown = count > 0 || covered > 0;
    const status = isKnown
      ? this.#doubtful[at] === 1
        ? STATUS.UncertainDataSubNormal
        : STATUS.Good
      : STATUS.BadNoData;
    const { outputs } = this.#rules[at]!;
    const timeUs = this.#rising(at, endUs);
    for (let i = 0; i < outputs.length; i++) {
      const { fn, tag } = outputs[i]!;
      sink(tag, timeUs, isKnown ? this.#valueOf(at, fn) : Number.NaN, status);
    }
  }

  /** Also while the clock is behind where it was. */
  #rising(at: number, timeUs: number): number {
    this.#toldUs[at] = Math.max(timeUs, this.#toldUs[at]! + 1);
    return this.#toldUs[at]!;
  }

  #valueOf(at: number, fn: AggregateFunction): number {
    const count = this.#count[at]!;
    if (fn === 'count') return count;
    if (fn === 'twa') return this.#covered[at]! > 0 ? this.#area[at]! / this.#covered[at]! : this.#mean[at]!;
    if (fn === 'std') return count === 0 ? 0 : Math.sqrt(this.#squares[at]! / count);
    // Without a reading of its own the window is what was read before it.
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

/** Windows without a reading that are told at once. */
const MOST_HELD = 60;
