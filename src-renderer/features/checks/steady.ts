/** What counts as standing still. */
export interface SteadyLimits {
  /** Half of the width that the value may move in, in its own unit. */
  readonly band: number;
  readonly forMs: number;
}

/**
 * Finds out whether a value stands still: all that was seen of it for a while lies within ± a band. A gap, such as a Bad
 * value, begins anew.
 */
export class Steady {
  readonly #limits: SteadyLimits;
  #looks: { readonly atMs: number; readonly value: number }[] = [];
  #sinceMs: number | undefined;

  constructor(limits: SteadyLimits) {
    this.#limits = limits;
  }

  /** @param value undefined: there is none that is Good. @returns for how long it has stood, ms. */
  take(value: number | undefined, atMs: number): number {
    if (value === undefined || Number.isNaN(value)) {
      this.reset();
      return 0;
    }
    this.#sinceMs ??= atMs;
    this.#looks.push({ atMs, value });
    const width = 2 * this.#limits.band * (1 + 1e-9);
    let [low, high] = [value, value];
    let keep = this.#looks.length - 1;
    // Back from now for as long as everything lies within the band.
    for (; keep >= 0; keep--) {
      const seen = this.#looks[keep]!.value;
      if (Math.max(high, seen) - Math.min(low, seen) > width) break;
      low = Math.min(low, seen);
      high = Math.max(high, seen);
    }
    this.#looks = this.#looks
      .slice(Math.max(keep + 1, 0))
      .filter((look) => atMs - look.atMs <= this.#limits.forMs + 1_000);
    if (keep >= 0) this.#sinceMs = this.#looks[0]!.atMs;
    return atMs - this.#sinceMs;
  }

  reset(): void {
    this.#looks = [];
    this.#sinceMs = undefined;
  }
}

/**
 * Whether a value can be meant for a step: nearer to what it expects than to what any other step expects. What is
 * further off is captured by hand only.
 */
export function isMeantFor(value: number, expected: number, others: readonly number[]): boolean {
  const off = Math.abs(value - expected);
  return others.every((other) => other === expected || off < Math.abs(value - other));
}
