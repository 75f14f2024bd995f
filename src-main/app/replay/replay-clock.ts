import type { Clock, Timer } from '../../kernel/clock.ts';

interface Due {
  dueMs: number;
  readonly everyMs: number;
  readonly call: () => void;
}

/** A clock that stands at the time of what is replayed. It goes forward only, and calls what is due on its way. */
export class ReplayClock implements Clock {
  #nowMs: number;
  readonly #due = new Set<Due>();

  /** @param startUs µs since 1970 UTC */
  constructor(startUs: number) {
    this.#nowMs = startUs / 1_000;
  }

  wallUs(): number {
    return Math.round(this.#nowMs * 1_000);
  }

  monoMs(): number {
    return this.#nowMs;
  }

  after(ms: number, call: () => void): Timer {
    return this.#add(ms, Number.POSITIVE_INFINITY, call);
  }

  every(ms: number, call: () => void): Timer {
    return this.#add(ms, ms, call);
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = this.after(ms, resolve);
      signal?.addEventListener('abort', () => {
        timer.dispose();
        reject(signal.reason as Error);
      });
    });
  }

  /** Nothing happens at a time that has passed. */
  advance(toUs: number): void {
    const toMs = toUs / 1_000;
    for (let next = this.#next(toMs); next; next = this.#next(toMs)) {
      this.#nowMs = Math.max(this.#nowMs, next.dueMs);
      next.dueMs += next.everyMs;
      if (next.dueMs === Number.POSITIVE_INFINITY) this.#due.delete(next);
      next.call();
    }
    this.#nowMs = Math.max(this.#nowMs, toMs);
  }

  #next(toMs: number): Due | undefined {
    let first: Due | undefined;
    for (const due of this.#due) if (due.dueMs <= toMs && due.dueMs < (first?.dueMs ?? Infinity)) first = due;
    return first;
  }

  #add(ms: number, everyMs: number, call: () => void): Timer {
    const due = { dueMs: this.#nowMs + ms, everyMs, call };
    this.#due.add(due);
    return { dispose: () => void this.#due.delete(due) };
  }
}
