/** Long enough for a topic of one message a second to stand still, short enough to see it stop. */
const WINDOW_MS = 5_000;

/**
 * Messages a second over the last seconds, of two counters: what came in this window, and the share of the one before
 * that still belongs to the last five seconds. Costs the same however many messages there are.
 */
export class TopicRate {
  #window = -1;
  #now = 0;
  #before = 0;

  /** One more message. @param nowMs monotonic. */
  count(nowMs: number): void {
    this.#turn(nowMs);
    this.#now++;
  }

  /** @param sinceMs when counting began: what came in two seconds is not spread over five. */
  at(nowMs: number, sinceMs: number): number {
    this.#turn(nowMs);
    const into = nowMs - this.#window * WINDOW_MS;
    const inLast = this.#now + this.#before * (1 - into / WINDOW_MS);
    return (inLast * 1_000) / Math.min(WINDOW_MS, Math.max(1_000, nowMs - sinceMs));
  }

  #turn(nowMs: number): void {
    const window = Math.floor(nowMs / WINDOW_MS);
    if (window === this.#window) return;
    this.#before = window === this.#window + 1 ? this.#now : 0;
    this.#now = 0;
    this.#window = window;
  }
}
