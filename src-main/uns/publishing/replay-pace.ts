/** Lets at most `perSecond` points through, in portions of up to a tenth of a second. */
export class ReplayPace {
  readonly #perSecond: number;
  readonly #most: number;
  #allowed: number;
  #atMs: number;

  constructor(perSecond: number, nowMs: number) {
    this.#perSecond = perSecond;
    this.#most = Math.max(1, perSecond / 10);
    this.#allowed = this.#most;
    this.#atMs = nowMs;
  }

  /** Whole points that may go now. */
  allowed(nowMs: number): number {
    this.#allowed = Math.min(this.#most, this.#allowed + ((nowMs - this.#atMs) * this.#perSecond) / 1_000);
    this.#atMs = nowMs;
    return Math.floor(this.#allowed);
  }

  take(points: number): void {
    this.#allowed -= points;
  }

  /** After what time it is worth asking again. */
  get pauseMs(): number {
    return Math.max(5, (this.#most * 500) / this.#perSecond);
  }
}
