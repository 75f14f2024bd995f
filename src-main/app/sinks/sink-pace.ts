/** What is looked at once a second. */
export interface SinkLook {
  /** Monotonic. */
  readonly atMs: number;
  /** Points that the sink has taken, and that the log accepted. */
  readonly delivered: number;
  readonly accepted: number;
  /** Undefined before it was measured. */
  readonly backlogBytes: number | undefined;
}

const RATE_MS = 10_000;
const GROWTH_MS = 60_000;
/** A growth that was followed for less says nothing: the log is written in groups. */
const LEAST_MS = 20_000;

/** How fast a sink takes points, and how fast what waits for it grows. */
export class SinkPace {
  #last: SinkLook | undefined;
  #drain: number | undefined;
  #intake: number | undefined;
  #growth: number | undefined;
  /** Since when it is followed, monotonic. */
  #growsSinceMs = Number.POSITIVE_INFINITY;

  /** Points a second. */
  get drainPerSecond(): number {
    return Math.max(0, this.#drain ?? 0);
  }

  /** Points a second that come into the log. */
  get intakePerSecond(): number {
    return Math.max(0, this.#intake ?? 0);
  }

  look(next: SinkLook): void {
    const last = this.#last;
    this.#last = next;
    if (!last || next.atMs <= last.atMs) return;
    const ms = next.atMs - last.atMs;
    const perSecond = (difference: number): number => (difference * 1_000) / ms;
    this.#drain = follow(this.#drain, perSecond(next.delivered - last.delivered), ms / RATE_MS);
    this.#intake = follow(this.#intake, perSecond(next.accepted - last.accepted), ms / RATE_MS);
    if (next.backlogBytes === undefined || last.backlogBytes === undefined) return;
    this.#growsSinceMs = Math.min(this.#growsSinceMs, last.atMs);
    this.#growth = follow(this.#growth, perSecond(next.backlogBytes - last.backlogBytes), ms / GROWTH_MS);
  }

  /** Null while what waits does not become less. */
  secondsToEmpty(points: number): number | null {
    const less = this.drainPerSecond - this.intakePerSecond;
    if (points === 0) return 0;
    return less > 0 ? Math.round(points / less) : null;
  }

  /** Null while what waits does not become more, or is not known for long enough. @param roomBytes what the log may still take. */
  secondsToFull(roomBytes: number): number | null {
    const isKnown = this.#last !== undefined && this.#last.atMs - this.#growsSinceMs >= LEAST_MS;
    if (!isKnown || this.#growth === undefined || this.#growth <= 1) return null;
    return Math.round(Math.max(0, roomBytes) / this.#growth);
  }
}

function follow(before: number | undefined, now: number, weight: number): number {
  return before === undefined ? now : before + Math.min(1, weight) * (now - before);
}
