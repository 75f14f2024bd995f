import { isBad } from '../../src-shared/domain/quality.ts';

/** What the samples of a range come to. Bad ones and those that are no number are counted and used for nothing else. */
export interface RangeStatistics {
  readonly count: number;
  readonly bad: number;
  /** NaN without a sample. */
  readonly min: number;
  readonly max: number;
  /** Of the samples, each with the same weight. */
  readonly mean: number;
  /** Of the samples, from their number less one; NaN below two. */
  readonly std: number;
  /** Of the straight line with the least squares, per second; NaN below two moments. */
  readonly slope: number;
}

/** Sums up samples one by one, in one pass that loses no digits to large values or late times (Welford). */
export class StatisticsOfRange {
  #count = 0;
  #bad = 0;
  #min = Number.POSITIVE_INFINITY;
  #max = Number.NEGATIVE_INFINITY;
  #mean = 0;
  #meanS = 0;
  #squares = 0;
  #timeSquares = 0;
  #products = 0;
  #firstUs = 0;

  add(timeUs: number, value: number, status: number): void {
    if (isBad(status) || !Number.isFinite(value)) {
      this.#bad++;
      return;
    }
    if (this.#count === 0) this.#firstUs = timeUs;
    const s = (timeUs - this.#firstUs) / 1e6;
    this.#count++;
    if (value < this.#min) this.#min = value;
    if (value > this.#max) this.#max = value;
    const off = value - this.#mean;
    const offS = s - this.#meanS;
    this.#mean += off / this.#count;
    this.#meanS += offS / this.#count;
    this.#squares += off * (value - this.#mean);
    this.#timeSquares += offS * (s - this.#meanS);
    this.#products += offS * (value - this.#mean);
  }

  result(): RangeStatistics {
    const count = this.#count;
    const none = count === 0;
    return {
      count,
      bad: this.#bad,
      min: none ? Number.NaN : this.#min,
      max: none ? Number.NaN : this.#max,
      mean: none ? Number.NaN : this.#mean,
      std: count < 2 ? Number.NaN : Math.sqrt(Math.max(0, this.#squares) / (count - 1)),
      slope: this.#timeSquares > 0 ? this.#products / this.#timeSquares : Number.NaN,
    };
  }
}
