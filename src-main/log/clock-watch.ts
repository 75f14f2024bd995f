import { CLOCK_STEP_US } from '../kernel/step-back.ts';

/** Sees when the wall clock is set: to be asked often, because it compares with the time of the last question. */
export class ClockWatch {
  readonly #wallUs: () => number;
  readonly #monoMs: () => number;
  #offsetUs: number;

  constructor(wallUs: () => number, monoMs: () => number) {
    this.#wallUs = wallUs;
    this.#monoMs = monoMs;
    this.#offsetUs = this.#offset();
  }

  /** By how many µs the wall clock was set since the last question; 0 when it was not, however far it drifted. */
  stepUs(): number {
    const offsetUs = this.#offset();
    const byUs = offsetUs - this.#offsetUs;
    this.#offsetUs = offsetUs;
    return Math.abs(byUs) > CLOCK_STEP_US ? byUs : 0;
  }

  #offset(): number {
    return this.#wallUs() - this.#monoMs() * 1_000;
  }
}
