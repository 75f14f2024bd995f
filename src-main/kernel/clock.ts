import { setTimeout as delay } from 'node:timers/promises';
import type { Disposable } from './lifetime.ts';

/** A wait that can be called off at once. */
export interface Timer extends Disposable {
  dispose(): void;
}

/**
 * All time in the engine comes from here. The wall clock only stamps; waits and schedules use the monotonic clock,
 * so that a step of the wall clock moves no poll.
 */
export interface Clock {
  /** Wall clock, µs since 1970 UTC. */
  wallUs(): number;
  /** Monotonic, ms with fractions, from an arbitrary start. */
  monoMs(): number;
  /** Calls once after `ms`; disposing cancels. */
  after(ms: number, call: () => void): Timer;
  /** Calls every `ms` until disposed. */
  every(ms: number, call: () => void): Timer;
  /** Resolves after `ms`, rejects with the signal's reason when it is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

const originUs = performance.timeOrigin * 1_000;
let offsetUs = 0;
let checkedAtMs = Number.NEGATIVE_INFINITY;

/** µs resolution from the monotonic clock, aligned with the wall clock once a second so that steps are seen. */
function wallUs(): number {
  const mono = performance.now();
  if (mono - checkedAtMs > 1_000) {
    const drift = Date.now() * 1_000 - (originUs + mono * 1_000);
    // Below 2 ms it is only the rounding of Date.now(): keep the smooth clock.
    if (Math.abs(drift - offsetUs) > 2_000) offsetUs = drift;
    checkedAtMs = mono;
  }
  return Math.floor(originUs + mono * 1_000 + offsetUs);
}

export const systemClock: Clock = {
  wallUs,
  monoMs: () => performance.now(),
  after(ms, call) {
    const timer = setTimeout(call, ms);
    return { dispose: () => clearTimeout(timer) };
  },
  every(ms, call) {
    const timer = setInterval(call, ms);
    return { dispose: () => clearInterval(timer) };
  },
  sleep: (ms, signal) => delay(ms, undefined, signal ? { signal } : {}),
};
