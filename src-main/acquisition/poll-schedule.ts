import type { Clock, Timer } from '../kernel/clock.ts';
import type { Disposable } from '../kernel/lifetime.ts';

export interface PollTimes {
  readonly intervalMs: number;
  /** Until the first call: a random share of the interval, so that a plant's devices do not all poll at once. */
  readonly phaseMs: number;
}

/** Devices whose slots are no further apart are polled together. */
const TOGETHER_MS = 50;

/**
 * The next time on a grid that all devices of an interval share: each wake-up of the thread, and of the network, serves
 * several of them. Each on its own costs up to twice the CPU (docs/benchmarks.md).
 */
function onGrid(timeMs: number, intervalMs: number): number {
  const stepMs = intervalMs / Math.ceil(intervalMs / TOGETHER_MS);
  return Math.ceil(timeMs / stepMs) * stepMs;
}

/**
 * Calls `onDue` on a fixed grid of monotonic time, so that lateness never adds up. A slot that passed while the thread
 * was busy is not made up for: it is counted.
 */
export class PollSchedule implements Disposable {
  readonly #clock: Clock;
  readonly #onDue: () => void;
  #intervalMs: number;
  #slotMs: number;
  #missed = 0;
  #timer: Timer;

  constructor(clock: Clock, { intervalMs, phaseMs }: PollTimes, onDue: () => void) {
    this.#intervalMs = intervalMs;
    this.#clock = clock;
    this.#onDue = onDue;
    this.#slotMs = onGrid(clock.monoMs() + phaseMs, intervalMs);
    this.#timer = this.#arm();
  }

  /** Slots that passed before they could be called. */
  get missed(): number {
    return this.#missed;
  }

  /** From its last slot on. A slot that only the new interval would have had is not one that was missed. */
  setInterval(intervalMs: number): void {
    if (intervalMs === this.#intervalMs) return;
    const nextMs = this.#slotMs - this.#intervalMs + intervalMs;
    this.#intervalMs = intervalMs;
    this.#slotMs = onGrid(Math.max(nextMs, this.#clock.monoMs()), intervalMs);
    this.#timer.dispose();
    this.#timer = this.#arm();
  }

  dispose(): void {
    this.#timer.dispose();
  }

  #arm(): Timer {
    // Timers fire on whole milliseconds: rounding up never fires early, and the grid keeps the error from adding up.
    return this.#clock.after(Math.max(0, Math.ceil(this.#slotMs - this.#clock.monoMs())), () => this.#fire());
  }

  #fire(): void {
    this.#slotMs += this.#intervalMs;
    const behindMs = this.#clock.monoMs() - this.#slotMs;
    if (behindMs >= 0) {
      const skipped = Math.floor(behindMs / this.#intervalMs) + 1;
      this.#missed += skipped;
      this.#slotMs += skipped * this.#intervalMs;
    }
    this.#timer = this.#arm();
    this.#onDue();
  }
}
