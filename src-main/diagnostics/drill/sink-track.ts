/** How a sink does at one moment. */
export interface SinkSample {
  /** Monotonic. */
  readonly atMs: number;
  readonly isConnected: boolean;
  readonly queued: number;
  readonly delivered: number;
}

/** So much may wait for a sink that is as live as can be: it takes points in groups. */
const LIVE_POINTS = 50;
const LIVE_S = 2;

/** Follows one sink through a drill: when it noticed, how much waited, when it was back. Times in ms. */
export class SinkTrack {
  readonly name: string;
  #first: SinkSample | undefined;
  #last: SinkSample | undefined;
  #cutMs = Number.POSITIVE_INFINITY;
  #restored: SinkSample | undefined;
  #usual = 0;
  #most = 0;
  #noticedMs: number | undefined;
  #backMs: number | undefined;
  #firstMs: number | undefined;
  #drained: SinkSample | undefined;

  constructor(name: string) {
    this.name = name;
  }

  sample(sample: SinkSample): void {
    this.#first ??= sample;
    this.#last = sample;
    const { atMs, isConnected, queued } = sample;
    this.#most = Math.max(this.#most, queued);
    if (atMs < this.#cutMs) {
      this.#usual = Math.max(this.#usual, queued);
      return;
    }
    if (!isConnected) this.#noticedMs ??= atMs - this.#cutMs;
    const restored = this.#restored;
    if (!restored) return;
    if (isConnected) this.#backMs ??= atMs - restored.atMs;
    if (sample.delivered > restored.delivered) this.#firstMs ??= atMs - restored.atMs;
    if (isConnected && sample.delivered > restored.delivered && queued <= this.liveLimit) this.#drained ??= sample;
  }

  cutAt(ms: number): void {
    this.#cutMs = ms;
  }

  restoredAt(ms: number): void {
    this.#restored = { ...(this.#last ?? { isConnected: false, queued: 0, delivered: 0 }), atMs: ms };
  }

  /** Points that may wait while it is live, from what it was like before. */
  get liveLimit(): number {
    const [first, last] = [this.#first, this.#last];
    const seconds = first && last ? (last.atMs - first.atMs) / 1_000 : 0;
    const rate = seconds > 0 ? (last!.delivered - first!.delivered) / seconds : 0;
    return Math.max(LIVE_POINTS, 2 * this.#usual, LIVE_S * rate);
  }

  get isDrained(): boolean {
    return this.#drained !== undefined;
  }

  get queued(): number {
    return this.#last?.queued ?? 0;
  }

  get figures() {
    const restored = this.#restored;
    const drained = this.#drained;
    const drainMs = restored && drained ? drained.atMs - restored.atMs : undefined;
    return {
      most: this.#most,
      noticedMs: this.#noticedMs,
      backMs: this.#backMs,
      firstMs: this.#firstMs,
      drainMs,
      perSecond: drainMs ? ((drained!.delivered - restored!.delivered) / drainMs) * 1_000 : undefined,
    };
  }
}
