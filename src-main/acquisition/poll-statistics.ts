const KEEP = 300;

/** The last polls of a device: success and time, for status words and Diagnostics. Bounded to 300 polls. */
export class PollStatistics {
  readonly #tookMs = new Float64Array(KEEP);
  #count = 0;
  polls = 0;
  failed = 0;
  skipped = 0;

  /** @param tookMs NaN for a poll that failed. */
  add(tookMs: number): void {
    this.#tookMs[this.polls % KEEP] = tookMs;
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
    if (good.length === 0) return { p50: null, p95: null };
    const at = (share: number): number => good[Math.min(good.length - 1, Math.floor(good.length * share))]!;
    return { p50: at(0.5), p95: at(0.95) };
  }
}
