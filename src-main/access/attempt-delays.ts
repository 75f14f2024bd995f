import type { Clock } from '../kernel/clock.ts';

const FIRST_MS = 1_000;
const LONGEST_MS = 60_000;
/** A series of failures is forgotten after this long without one. */
const FORGET_MS = 15 * 60_000;
const MOST_KEPT = 10_000;

interface Series {
  failures: number;
  lastMs: number;
}

/**
 * How long who failed has to wait: 1, 2, 4 … 60 s, for the account and for the address. Nobody is ever locked out for
 * good, and nobody can lock out another: from an address that an account signed in from before, only failures of that
 * address count.
 */
export class AttemptDelays {
  readonly #clock: Clock;
  readonly #series = new Map<string, Series>();
  readonly #trusted = new Set<string>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Milliseconds that this account and address still have to wait; 0: none. */
  waitMs(account: string, address: string): number {
    const nowMs = this.#clock.monoMs();
    const waits = this.#keys(account, address).map((key) => {
      const series = this.#series.get(key);
      if (!series || nowMs - series.lastMs > FORGET_MS) return 0;
      return series.lastMs + Math.min(LONGEST_MS, FIRST_MS * 2 ** (series.failures - 1)) - nowMs;
    });
    return Math.max(0, ...waits);
  }

  failed(account: string, address: string): void {
    const nowMs = this.#clock.monoMs();
    for (const key of this.#keys(account, address)) {
      const series = this.#series.get(key);
      const failures = series && nowMs - series.lastMs <= FORGET_MS ? Math.min(series.failures + 1, 16) : 1;
      // Set anew, so that the oldest stands first and goes first.
      this.#series.delete(key);
      this.#series.set(key, { failures, lastMs: nowMs });
    }
    while (this.#series.size > MOST_KEPT) this.#series.delete(this.#series.keys().next().value!);
  }

  succeeded(account: string, address: string): void {
    for (const key of this.#keys(account, address)) this.#series.delete(key);
    this.#series.delete(`pair ${account} ${address}`);
    this.#trusted.add(`${account} ${address}`);
    if (this.#trusted.size > MOST_KEPT) this.#trusted.delete(this.#trusted.values().next().value!);
  }

  #keys(account: string, address: string): readonly string[] {
    const isTrusted = this.#trusted.has(`${account} ${address}`);
    return [isTrusted ? `pair ${account} ${address}` : `account ${account}`, `address ${address}`];
  }
}
