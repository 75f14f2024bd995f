import { isBad, isGood } from '../../src-shared/domain/quality.ts';
import type { BucketSeries, RawSeries } from '../../src-shared/domain/series.ts';

/**
 * What one pen draws: min, max, first and last of equal buckets of time, numbered `floor(timeUs / widthUs)` so that
 * they do not shimmer while the window slides. A ring of columns: a new bucket takes the place of the oldest, and one
 * sample costs one fold. Keeping min and max lets a one-sample spike show at any zoom.
 */
export class PenBuckets {
  readonly widthUs: number;
  readonly capacity: number;
  readonly min: Float64Array;
  readonly max: Float64Array;
  readonly first: Float64Array;
  readonly last: Float64Array;
  readonly sum: Float64Array;
  /** Good and Uncertain samples. */
  readonly count: Float64Array;
  readonly bad: Float64Array;
  readonly uncertain: Float64Array;
  /** Status of the last Bad sample; 0 where history does not tell. */
  readonly badStatus: Uint32Array;
  readonly #number: Float64Array;

  /** @param capacity buckets held; must exceed those visible. */
  constructor(widthUs: number, capacity: number) {
    this.widthUs = widthUs;
    this.capacity = capacity;
    const column = (): Float64Array => new Float64Array(capacity);
    this.min = column();
    this.max = column();
    this.first = column();
    this.last = column();
    this.sum = column();
    this.count = column();
    this.bad = column();
    this.uncertain = column();
    this.badStatus = new Uint32Array(capacity);
    this.#number = column().fill(-1);
  }

  numberOf(timeUs: number): number {
    return Math.floor(timeUs / this.widthUs);
  }

  /** The place of a bucket in the columns, or -1 when it holds nothing. */
  slotOf(number: number): number {
    const slot = number % this.capacity;
    return this.#number[slot] === number ? slot : -1;
  }

  clear(): void {
    this.#number.fill(-1);
  }

  /** Folds in one sample. */
  add(timeUs: number, value: number, status: number): void {
    const slot = this.#open(this.numberOf(timeUs));
    if (slot < 0) return;
    if (isBad(status) || Number.isNaN(value)) {
      this.bad[slot]!++;
      this.badStatus[slot] = status;
      return;
    }
    if (!isGood(status)) this.uncertain[slot]!++;
    this.#fold(slot, value, value, value, value, value, 1);
  }

  /** Folds in stored samples before `untilUs`, raw or already in buckets of any width. */
  addSeries(series: RawSeries | BucketSeries, untilUs: number): void {
    for (let row = 0; row < series.timeUs.length; row++) {
      const timeUs = series.timeUs[row]!;
      if (timeUs >= untilUs) return;
      if (series.kind === 'raw') {
        this.add(timeUs, series.value[row]!, series.status[row]!);
        continue;
      }
      const slot = this.#open(this.numberOf(timeUs));
      if (slot < 0) continue;
      this.bad[slot]! += series.bad[row]!;
      const count = series.count[row]!;
      if (count === 0) continue;
      const sum = series.avg[row]! * count;
      this.#fold(slot, series.min[row]!, series.max[row]!, series.first[row]!, series.last[row]!, sum, count);
    }
  }

  /** The slot of a bucket, emptied if it held an older one; -1 when it holds a newer one. */
  #open(number: number): number {
    const slot = number % this.capacity;
    const held = this.#number[slot]!;
    if (held === number) return slot;
    if (held > number) return -1;
    this.#number[slot] = number;
    this.count[slot] = 0;
    this.bad[slot] = 0;
    this.uncertain[slot] = 0;
    this.badStatus[slot] = 0;
    this.sum[slot] = 0;
    return slot;
  }

  #fold(slot: number, min: number, max: number, first: number, last: number, sum: number, count: number): void {
    if (this.count[slot] === 0) {
      this.min[slot] = min;
      this.max[slot] = max;
      this.first[slot] = first;
    } else {
      if (min < this.min[slot]!) this.min[slot] = min;
      if (max > this.max[slot]!) this.max[slot] = max;
    }
    this.last[slot] = last;
    this.sum[slot]! += sum;
    this.count[slot]! += count;
  }
}
