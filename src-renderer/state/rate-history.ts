import type { SystemStatus } from '../../src-shared/contract/system.ts';

/** An hour, a slot a second. */
const SLOTS = 3_600;
/** A page that was just opened shows its minutes, not a dot at the end of an hour. */
const SPANS_S = [300, 900];

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
  /** Second of the first figures since the page was opened or the clock set back. */
  #first = -1;

  /** What a curve of everything that was seen spans, seconds: 5, 15 or 60 minutes. */
  get spanS(): number {
    return SPANS_S.find((span) => span >= this.#newest - this.#first) ?? SLOTS;
  }

  /** Takes the figures of a second. Seconds without figures are gaps; a clock that was set back begins anew. */
  take({ timeUs, pointsPerSecond, publisher, historian, process }: Figures): void {
    const second = Math.floor(timeUs / 1e6);
    if (second < this.#newest) this.#clear();
    if (this.#newest < 0) this.#first = second;
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

  /** The span in `buckets` parts, oldest first: the largest figure of each, NaN where there is none. */
  course(rate: Rate, buckets: number): Float64Array {
    const span = this.spanS;
    const course = new Float64Array(buckets).fill(Number.NaN);
    if (this.#newest < 0) return course;
    for (let back = 0; back < span; back++) {
      const value = this.#at(rate, back);
      const bucket = buckets - 1 - Math.floor((back * buckets) / span);
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
