import type { Clock } from '../kernel/clock.ts';
import { type Disposable, Lifetime } from '../kernel/lifetime.ts';

const EVERY_MS = 250;
/** One minute. */
const SAMPLES = 240;

export interface LagFigures {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

/** How late the thread is, over the last minute: a tick that comes late waited behind something that took long. */
export class EventLoopLag implements Disposable {
  readonly #lifetime = new Lifetime('event loop lag');
  readonly #late = new Float64Array(SAMPLES);
  #count = 0;
  #lastMs: number;

  constructor(clock: Clock) {
    this.#lastMs = clock.monoMs();
    this.#lifetime.add(
      clock.every(EVERY_MS, () => {
        const nowMs = clock.monoMs();
        this.#late[this.#count++ % SAMPLES] = Math.max(0, nowMs - this.#lastMs - EVERY_MS);
        this.#lastMs = nowMs;
      }),
    );
  }

  figures(): LagFigures {
    const known = this.#late.slice(0, Math.min(this.#count, SAMPLES)).sort();
    const at = (share: number): number => known[Math.max(0, Math.ceil(known.length * share) - 1)] ?? 0;
    return { p50Ms: at(0.5), p99Ms: at(0.99), maxMs: at(1) };
  }

  dispose(): Promise<void> {
    return this.#lifetime.dispose();
  }
}
