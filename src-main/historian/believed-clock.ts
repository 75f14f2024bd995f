import type { Clock } from '../kernel/clock.ts';

/** A wall clock that moved by more than this against the monotonic one was set. */
const STEP_US = 60e6;

/** The wall clock for those who remove things by it: one that was set forward is only believed at the next look. */
export class BelievedClock {
  readonly #clock: Clock;
  #seen: { readonly wallUs: number; readonly monoMs: number };

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#seen = { wallUs: clock.wallUs(), monoMs: clock.monoMs() };
  }

  /** µs since 1970; what the clock has been set forward by since the last call is left out. */
  nowUs(): number {
    const [wallUs, monoMs] = [this.#clock.wallUs(), this.#clock.monoMs()];
    const expectedUs = this.#seen.wallUs + (monoMs - this.#seen.monoMs) * 1_000;
    this.#seen = { wallUs, monoMs };
    return wallUs - expectedUs > STEP_US ? expectedUs : wallUs;
  }
}
