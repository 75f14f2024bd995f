/** What came of one key. */
export interface Arrivals {
  /** Points each later than all before it. */
  readonly count: number;
  /** Of their times, µs after the beginning: exact below 2^53. */
  readonly sum: number;
  /** Points that were not later than the newest one. */
  readonly behind: number;
}

/**
 * Counts arrivals by key and time: two of these, at both ends of a way, tell to the point whether everything came, once
 * and in order. Keeps no points, so its size does not depend on how long it looks.
 */
export class ArrivalLedger {
  readonly fromUs: number;
  /** What is as late or later is not counted. */
  toUs = Number.POSITIVE_INFINITY;
  #last: Float64Array;
  #count: Float64Array;
  #sum: Float64Array;
  #behind: Float64Array;
  #total = 0;

  /** @param fromUs what is earlier is not counted. @param keys how many there are; more are made room for. */
  constructor(fromUs: number, keys: number) {
    this.fromUs = fromUs;
    this.#last = new Float64Array(keys).fill(Number.NEGATIVE_INFINITY);
    this.#count = new Float64Array(keys);
    this.#sum = new Float64Array(keys);
    this.#behind = new Float64Array(keys);
  }

  /** Points that were counted, whether in order or not. */
  get total(): number {
    return this.#total;
  }

  /** @returns whether the point is later than all before it; undefined where its time is not looked at. */
  take(key: number, timeUs: number): boolean | undefined {
    if (!this.covers(timeUs)) return undefined;
    if (key >= this.#last.length) this.#grow(key + 1);
    this.#total++;
    if (!this.isLater(key, timeUs)) {
      this.#behind[key]!++;
      return false;
    }
    this.#last[key] = timeUs;
    this.#count[key]!++;
    this.#sum[key]! += timeUs - this.fromUs;
    return true;
  }

  covers(timeUs: number): boolean {
    return timeUs >= this.fromUs && timeUs < this.toUs;
  }

  /** Whether a point would be later than all before it. */
  isLater(key: number, timeUs: number): boolean {
    return timeUs > (this.#last[key] ?? Number.NEGATIVE_INFINITY);
  }

  of(key: number): Arrivals {
    return { count: this.#count[key] ?? 0, sum: this.#sum[key] ?? 0, behind: this.#behind[key] ?? 0 };
  }

  #grow(keys: number): void {
    const length = Math.max(keys, this.#last.length * 2);
    const wider = (column: Float64Array, fill: number): Float64Array => {
      const next = new Float64Array(length).fill(fill);
      next.set(column);
      return next;
    };
    this.#last = wider(this.#last, Number.NEGATIVE_INFINITY);
    this.#count = wider(this.#count, 0);
    this.#sum = wider(this.#sum, 0);
    this.#behind = wider(this.#behind, 0);
  }
}
