const KEEP = 300;

/** The last polls of a device: success and time, for status words and Diagnostics. Bounded to 300 polls. */
export class PollStatistics {
  readonly #tookMs = new Float64Array(KEEP);
  readonly #intervalMs = new Float64Array(KEEP);
  #count = 0;
  polls = 0;
  failed = 0;
  skipped = 0;

  /**
   * @param tookMs NaN for a poll that failed.
   * @param intervalMs of the group that was polled.
   */
  add(tookMs: number, intervalMs: number): void {
    const at = this.polls % KEEP;
    this.#tookMs[at] = tookMs;
    this.#intervalMs[at] = intervalMs;
    this.#count = Math.min(this.#count + 1, KEEP);
    this.polls++;
    if (Number.isNaN(tookMs)) this.failed++;
  }

  /** Of the polls kept; null before the first. */
  get successRatio(): number | null {
    if (this.#count === 0) return null;
    let good = 0;
    for (let i = 0; i < this.#count; i++) if (!Number.isNaN(this.#tookMs[i]!)) good++;
    return good / this.#count;
  }

  /** The median and the 95th percentile of the good polls kept, in ms; null before the first good one. */
  latency(): { readonly p50: number | null; readonly p95: number | null } {
    const good = this.#tookMs
      .subarray(0, this.#count)
      .filter((ms) => !Number.isNaN(ms))
      .sort();
    return { p50: percentile(good, 0.5), p95: percentile(good, 0.95) };
  }

  /** More than 5 % of the good polls kept took more than half of their interval. */
  get isSlow(): boolean {
    let good = 0;
    let slow = 0;
    for (let i = 0; i < this.#count; i++) {
      if (Number.isNaN(this.#tookMs[i]!)) continue;
      good++;
      if (this.#tookMs[i]! > this.#intervalMs[i]! / 2) slow++;
    }
    return slow > good * 0.05;
  }
}

function percentile(sorted: Float64Array, share: number): number | null {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? null;
}
