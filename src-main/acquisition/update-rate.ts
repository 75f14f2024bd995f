/** Seconds that the rate is measured over. */
const SPAN_S = 10;

/** How many updates a second came of late: over the last ten whole seconds, or since the first where it is later. */
export class UpdateRate {
  readonly #counts = new Uint32Array(SPAN_S + 1);
  #first: number | undefined;
  #second = 0;

  add(updates: number, nowMs: number): void {
    this.#moveTo(nowMs);
    this.#counts[this.#second % this.#counts.length]! += updates;
  }

  perSecond(nowMs: number): number {
    this.#moveTo(nowMs);
    const seconds = Math.min(SPAN_S, this.#second - this.#first!);
    if (seconds === 0) return 0;
    let sum = 0;
    for (let back = 1; back <= seconds; back++) sum += this.#counts[(this.#second - back) % this.#counts.length]!;
    return sum / seconds;
  }

  /** Empties the seconds that passed without an update. */
  #moveTo(nowMs: number): void {
    const now = Math.floor(nowMs / 1_000);
    this.#first ??= this.#second = now;
    for (let passed = Math.max(this.#second + 1, now - SPAN_S); passed <= now; passed++) {
      this.#counts[passed % this.#counts.length] = 0;
    }
    this.#second = Math.max(this.#second, now);
  }
}
