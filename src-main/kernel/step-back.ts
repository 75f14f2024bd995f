/** A wall clock that moves by more than this against the monotonic one, µs, was set, by NTP or by a person. */
export const CLOCK_STEP_US = 500_000;

/**
 * Sees by the stamps of a stream alone that the clock behind them was set back. Whoever makes stamps and whoever writes
 * them down come to the same answer, whenever the threads that they live in hear of the step.
 */
export class StepBack {
  #newestUs = Number.NEGATIVE_INFINITY;

  /** Whether a stamp stands more than half a second before the newest one since the last step back. */
  isBack(stampUs: number): boolean {
    return stampUs < this.#newestUs - CLOCK_STEP_US;
  }

  /** Takes the next stamp. */
  note(stampUs: number): void {
    this.#newestUs = this.isBack(stampUs) ? stampUs : Math.max(stampUs, this.#newestUs);
  }
}
