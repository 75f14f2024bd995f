import type { SystemStatus } from '../../src-shared/contract/system.ts';

/** An hour, a slot a second. */
const SLOTS = 3_600;

/** Figures of the whole gateway whose course is kept: points a second on each stage, and the share of time spent polling. */
export const RATES = ['produced', 'published', 'stored', 'load'] as const;
export type Rate = (typeof RATES)[number];

type Figures = Pick<SystemStatus, 'timeUs' | 'pointsPerSecond' | 'publisher' | 'historian' | 'process'>;

/** The last hour of some figures, as this page saw them: a fixed amount of memory, whatever happens. */
export class RateHistory {
  readonly #slots: Readonly<Record<Rate, Float64Array>> = {
    produced: empty(),
    published: empty(),
    stored: empty(),
    load: empty(),
  };
  /** Second of the newest figures, of the gateway's clock; −1 before the first. */
  #newest = -1;

  /** Takes the figures of a second. Seconds without figures are gaps; a clock that was set back begins anew. */
  take({ timeUs, pointsPerSecond, publisher, historian, process }: Figures): void {
    const second = Math.floor(timeUs / 1e6);
    if (second < this.#newest) this.#clear();
    const from = this.#newest < 0 ? second : Math.max(this.#newest + 1, second - SLOTS + 1);
    for (let gap = from; gap < second; gap++) this.#put(gap, Number.NaN, Number.NaN, Number.NaN, Number.NaN);
    this.#put(second, pointsPerSecond, publisher.pointsPerSecond, historian.pointsPerSecond, process.pollingLoad);
    this.#newest = second;
  }

  /** Mean of the last seconds that have figures: sinks commit in batches, and one second says little. 0 without any. */
  average(rate: Rate, seconds: number): number {
    let sum = 0;
    let count = 0;
    for (let back = 0; back < Math.min(seconds, SLOTS); back++) {
      const value = this.#at(rate, back);
      if (!Number.isFinite(value)) continue;
      sum += value;
      count++;
    }
    return count === 0 ? 0 : sum / count;
  }

  /** The hour in `buckets` parts, oldest first: the largest figure of each, NaN where there is none. */
  course(rate: Rate, buckets: number): Float64Array {
    const course = new Float64Array(buckets).fill(Number.NaN);
    if (this.#newest < 0) return course;
    for (let back = 0; back < SLOTS; back++) {
      const value = this.#at(rate, back);
      const bucket = buckets - 1 - Math.floor((back * buckets) / SLOTS);
      if (Number.isFinite(value) && !(course[bucket]! >= value)) course[bucket] = value;
    }
    return course;
  }

  #at(rate: Rate, back: number): number {
    return this.#newest - back < 0 ? Number.NaN : this.#slots[rate][(this.#newest - back) % SLOTS]!;
  }

  #put(second: number, ...values: readonly [number, number, number, number]): void {
    for (const [at, rate] of RATES.entries()) this.#slots[rate][second % SLOTS] = values[at]!;
  }

  #clear(): void {
    for (const rate of RATES) this.#slots[rate].fill(Number.NaN);
    this.#newest = -1;
  }
}

const empty = (): Float64Array => new Float64Array(SLOTS).fill(Number.NaN);

/** The one of this page. It begins with the first status that arrives. */
export const rateHistory = new RateHistory();
