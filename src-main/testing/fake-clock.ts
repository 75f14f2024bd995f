import type { Clock, Timer } from '../kernel/clock.ts';

interface Armed {
  atMs: number;
  readonly everyMs: number | undefined;
  readonly call: () => void;
}

/** A clock that only moves when told, and can step its wall time alone. */
export class FakeClock implements Clock {
  #monoMs = 1_000;
  #wallOffsetUs = 1_700_000_000_000_000;
  readonly #timers = new Set<Armed>();

  wallUs(): number {
    return this.#monoMs * 1_000 + this.#wallOffsetUs;
  }

  monoMs(): number {
    return this.#monoMs;
  }

  after(ms: number, call: () => void): Timer {
    return this.#add({ atMs: this.#monoMs + ms, everyMs: undefined, call });
  }

  every(ms: number, call: () => void): Timer {
    return this.#add({ atMs: this.#monoMs + ms, everyMs: ms, call });
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = this.after(ms, resolve);
      signal?.addEventListener('abort', () => {
        void timer.dispose();
        reject(signal.reason as Error);
      });
    });
  }

  /** Timers that are still armed. */
  get pending(): number {
    return this.#timers.size;
  }

  /** What a person or NTP does to the wall clock. */
  stepWall(us: number): void {
    this.#wallOffsetUs += us;
  }

  /** The thread was busy: time passes, and what became due is called late. */
  stall(ms: number): void {
    this.#monoMs += ms;
  }

  /** Moves on, calling what becomes due in order, and lets promises run between. */
  async advance(ms: number): Promise<void> {
    const endMs = this.#monoMs + ms;
    for (;;) {
      await settle();
      const due = [...this.#timers].filter((timer) => timer.atMs <= endMs).sort((a, b) => a.atMs - b.atMs)[0];
      if (!due) break;
      this.#monoMs = Math.max(this.#monoMs, due.atMs);
      if (due.everyMs === undefined) this.#timers.delete(due);
      else due.atMs += due.everyMs;
      due.call();
    }
    this.#monoMs = Math.max(this.#monoMs, endMs);
    await settle();
  }

  #add(timer: Armed): Timer {
    this.#timers.add(timer);
    return { dispose: () => void this.#timers.delete(timer) };
  }
}

/** Enough turns for chains of resolved promises to end. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}
