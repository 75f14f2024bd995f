import type { Clock } from '../kernel/clock.ts';

/** Polls whose times are kept. */
const KEEP = 300;
/** With fewer polls one that was slow would be more than 5 %: those of a start are. */
const FEWEST = 20;
const STRETCH_MS = 5_000;
const STRETCHES = 60;
const WINDOW_MS = STRETCHES * STRETCH_MS;

/** How the polls of 5 s went. */
export interface PollStretch {
  readonly good: number;
  readonly failed: number;
}

/**
 * The polls of a device in the last five minutes: success and time, for status words and Diagnostics. What was counted
 * is of all of them, times are of the last 300.
 */
export class PollStatistics {
  readonly #clock: Clock;
  readonly #tookMs = new Float64Array(KEEP);
  readonly #atMs = new Float64Array(KEEP).fill(Number.NEGATIVE_INFINITY);
  /** By stretch: which one since the start of the clock, and what was counted in it. */
  readonly #stretch = new Float64Array(STRETCHES).fill(-1);
  readonly #good = new Uint32Array(STRETCHES);
  readonly #failed = new Uint32Array(STRETCHES);
  readonly #slow = new Uint32Array(STRETCHES);
  readonly #busyMs = new Float64Array(STRETCHES);
  #kept = 0;
  #firstMs: number | undefined;
  polls = 0;
  failed = 0;
  skipped = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * @param tookMs NaN for a poll that failed.
   * @param intervalMs of the group that was polled.
   */
  add(tookMs: number, intervalMs: number): void {
    const nowMs = this.#clock.monoMs();
    const at = this.#place(nowMs);
    this.#firstMs ??= nowMs;
    this.polls++;
    if (Number.isNaN(tookMs)) {
      this.failed++;
      this.#failed[at]!++;
      return;
    }
    this.#good[at]!++;
    this.#busyMs[at]! += tookMs;
    if (tookMs > intervalMs / 2) this.#slow[at]!++;
    const place = this.#kept++ % KEEP;
    this.#tookMs[place] = tookMs;
    this.#atMs[place] = nowMs;
  }

  /** Of the last five minutes; null where there was no poll. */
  get successRatio(): number | null {
    const good = this.#sum(this.#good);
    const all = good + this.#sum(this.#failed);
    return all === 0 ? null : good / all;
  }

  /** The median and the 95th percentile of the good polls, in ms; null where there was none. */
  latency(): { readonly p50: number | null; readonly p95: number | null } {
    const sinceMs = this.#clock.monoMs() - WINDOW_MS;
    const good = this.#tookMs.filter((_ms, place) => this.#atMs[place]! > sinceMs).sort();
    return { p50: percentile(good, 0.5), p95: percentile(good, 0.95) };
  }

  /** More than 5 % of the good polls took more than half of their interval; of the first few nobody can tell. */
  get isSlow(): boolean {
    const good = this.#sum(this.#good);
    return good >= FEWEST && this.#sum(this.#slow) > good * 0.05;
  }

  /** The share of its time that the device was being polled, 0…1; undefined before the first second is over. */
  get load(): number | undefined {
    const sinceFirstMs = this.#clock.monoMs() - (this.#firstMs ?? Number.NaN);
    return sinceFirstMs >= 1_000 ? this.#sum(this.#busyMs) / Math.min(sinceFirstMs, WINDOW_MS) : undefined;
  }

  /** Stretches of 5 s, oldest first; the last one is not over. */
  stretches(): readonly PollStretch[] {
    const last = Math.floor(this.#clock.monoMs() / STRETCH_MS);
    return Array.from({ length: STRETCHES }, (_, index) => {
      const number = last - STRETCHES + 1 + index;
      const at = ((number % STRETCHES) + STRETCHES) % STRETCHES;
      return this.#stretch[at] === number
        ? { good: this.#good[at]!, failed: this.#failed[at]! }
        : { good: 0, failed: 0 };
    });
  }

  #sum(counts: Uint32Array | Float64Array): number {
    const oldest = Math.floor(this.#clock.monoMs() / STRETCH_MS) - STRETCHES + 1;
    let sum = 0;
    for (let at = 0; at < STRETCHES; at++) if (this.#stretch[at]! >= oldest) sum += counts[at]!;
    return sum;
  }

  #place(nowMs: number): number {
    const number = Math.floor(nowMs / STRETCH_MS);
    const at = number % STRETCHES;
    if (this.#stretch[at] !== number) {
      this.#stretch[at] = number;
      this.#good[at] = 0;
      this.#failed[at] = 0;
      this.#slow[at] = 0;
      this.#busyMs[at] = 0;
    }
    return at;
  }
}

function percentile(sorted: Float64Array, share: number): number | null {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? null;
}
