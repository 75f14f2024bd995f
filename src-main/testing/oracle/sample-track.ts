/** The samples of one tag of a counting plant as one sink has them, in the order in which it got or keeps them. */
export class SampleTrack {
  readonly tag: number;
  /** Numbers of samples, rising: what came first, each time. */
  readonly rising: number[] = [];
  /** Samples that came once more. */
  repeats = 0;
  /** Points without a value, one for each time. */
  readonly #badTimes = new Set<number>();
  /** Samples that came for the first time after a newer one, and samples of another tag. */
  readonly faults: string[] = [];
  readonly #inverted = new Set<number>();
  /** Whether what came last has no value: the device is gone. */
  endsBad = false;

  constructor(tag: number) {
    this.tag = tag;
  }

  /** Points that are there, each once. */
  get points(): number {
    return this.rising.length + this.#inverted.size + this.#badTimes.size;
  }

  get bad(): number {
    return this.#badTimes.size;
  }

  /** @param value n · 100 + tag, or null where the device was not to be read. */
  see(value: number | null, timeUs: number): void {
    this.endsBad = value === null;
    if (value === null) {
      if (this.#badTimes.has(timeUs)) this.repeats++;
      this.#badTimes.add(timeUs);
      return;
    }
    const n = (value - this.tag) / 100;
    if (!Number.isInteger(n)) return void this.faults.push(`value ${value} of another tag`);
    if (n > (this.rising.at(-1) ?? -1)) this.rising.push(n);
    else if (this.has(n)) this.repeats++;
    else {
      this.#inverted.add(n);
      this.faults.push(`sample ${n} after sample ${this.rising.at(-1)}`);
    }
  }

  has(n: number): boolean {
    let [low, high] = [0, this.rising.length - 1];
    while (low <= high) {
      const middle = (low + high) >> 1;
      if (this.rising[middle] === n) return true;
      if (this.rising[middle]! < n) low = middle + 1;
      else high = middle - 1;
    }
    return this.#inverted.has(n);
  }
}
