/** What is looked at once a second. */
export interface SinkLook {
  /** Monotonic. */
  readonly atMs: number;
  /** Points that the sink has taken, and that the log accepted. */
  readonly delivered: number;
  readonly accepted: number;
  readonly backlogBytes: number;
}

const RATE_MS = 10_000;
const GROWTH_MS = 60_000;

/** How fast a sink takes points, and how fast what waits for it grows. */
export class SinkPace {
  #last: SinkLook | undefined;
  #drain: number | undefined;
  #intake: number | undefined;
  #growth: number | undefined;

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
    this.#growth = follow(this.#growth, perSecond(next.backlogBytes - last.backlogBytes), ms / GROWTH_MS);
  }

  /** Null while what waits does not become less. */
  secondsToEmpty(points: number): number | null {
    const less = this.drainPerSecond - this.intakePerSecond;
    if (points === 0) return 0;
    return less > 0 ? Math.round(points / less) : null;
  }

  /** Null while what waits does not become more. @param roomBytes what the log may still take. */
  secondsToFull(roomBytes: number): number | null {
    return this.#growth !== undefined && this.#growth > 1 ? Math.round(Math.max(0, roomBytes) / this.#growth) : null;
  }
}

function follow(before: number | undefined, now: number, weight: number): number {
  return before === undefined ? now : before + Math.min(1, weight) * (now - before);
}
