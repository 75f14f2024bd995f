import { isBad } from './quality.ts';
import type { BucketSeries } from './series.ts';

/**
 * Folds samples into equal buckets of `[fromUs, toUs)` keeping min and max, so that a one-sample spike survives any
 * zoom. Samples may come in any order of blocks as long as they rise in time inside `first`/`last`'s bucket; use one
 * accumulator per query and add older blocks first.
 */
export class BucketAccumulator {
  readonly fromUs: number;
  readonly widthUs: number;
  readonly buckets: number;
  readonly #min: Float64Array;
  readonly #max: Float64Array;
  readonly #sum: Float64Array;
  readonly #first: Float64Array;
  readonly #last: Float64Array;
  readonly #count: Float64Array;
  readonly #bad: Float64Array;

  /** @param buckets ≥ 1. The width is rounded up to a whole µs so that the last bucket reaches `toUs`. */
  constructor(fromUs: number, toUs: number, buckets: number) {
    if (!(toUs > fromUs) || !(buckets >= 1)) throw new RangeError(`No buckets in ${fromUs}…${toUs} (${buckets})`);
    this.fromUs = fromUs;
    this.buckets = Math.floor(buckets);
    this.widthUs = Math.max(1, Math.ceil((toUs - fromUs) / this.buckets));
    this.#min = new Float64Array(this.buckets).fill(Number.NaN);
    this.#max = new Float64Array(this.buckets).fill(Number.NaN);
    this.#first = new Float64Array(this.buckets).fill(Number.NaN);
    this.#last = new Float64Array(this.buckets).fill(Number.NaN);
    this.#sum = new Float64Array(this.buckets);
    this.#count = new Float64Array(this.buckets);
    this.#bad = new Float64Array(this.buckets);
  }

  /** Index of the bucket that holds `timeUs`, or -1 outside the range. */
  indexOf(timeUs: number): number {
    const index = Math.floor((timeUs - this.fromUs) / this.widthUs);
    return index >= 0 && index < this.buckets ? index : -1;
  }

  /** Adds rows `start…end` of three columns. */
  addRows(timeUs: Float64Array, value: Float64Array, status: Uint32Array, start = 0, end = timeUs.length): void {
    for (let row = start; row < end; row++) {
      const at = this.indexOf(timeUs[row]!);
      if (at < 0) continue;
      const v = value[row]!;
      if (isBad(status[row]!) || Number.isNaN(v)) {
        this.#bad[at]!++;
        continue;
      }
      this.#fold(at, v, v, v, v, v, 1);
    }
  }

  /** Adds a block of samples by its statistics, when the whole block lies inside one bucket. */
  addBlock(
    timeUs: number,
    stats: {
      readonly min: number;
      readonly max: number;
      readonly sum: number;
      readonly first: number;
      readonly last: number;
      readonly count: number;
      readonly bad: number;
    },
  ): void {
    const at = this.indexOf(timeUs);
    if (at < 0) return;
    this.#bad[at]! += stats.bad;
    if (stats.count > 0) this.#fold(at, stats.min, stats.max, stats.sum, stats.first, stats.last, stats.count);
  }

  #fold(at: number, min: number, max: number, sum: number, first: number, last: number, count: number): void {
    if (this.#count[at] === 0) {
      this.#min[at] = min;
      this.#max[at] = max;
      this.#first[at] = first;
    } else {
      if (min < this.#min[at]!) this.#min[at] = min;
      if (max > this.#max[at]!) this.#max[at] = max;
    }
    this.#last[at] = last;
    this.#sum[at]! += sum;
    this.#count[at]! += count;
  }

  /** The buckets that hold at least one sample, Good or Bad. */
  finish(): BucketSeries {
    const used: number[] = [];
    for (let i = 0; i < this.buckets; i++) if (this.#count[i]! > 0 || this.#bad[i]! > 0) used.push(i);
    const pick = (column: Float64Array): Float64Array => Float64Array.from(used, (i) => column[i]!);
    return {
      kind: 'buckets',
      fromUs: this.fromUs,
      widthUs: this.widthUs,
      timeUs: Float64Array.from(used, (i) => this.fromUs + i * this.widthUs),
      min: pick(this.#min),
      max: pick(this.#max),
      avg: Float64Array.from(used, (i) => (this.#count[i]! > 0 ? this.#sum[i]! / this.#count[i]! : Number.NaN)),
      first: pick(this.#first),
      last: pick(this.#last),
      count: pick(this.#count),
      bad: pick(this.#bad),
    };
  }
}
