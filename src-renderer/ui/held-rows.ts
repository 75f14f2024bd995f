import { inKeptOrder, movedRows } from './list-order.ts';

export interface HeldList<R> {
  readonly rows: readonly R[];
  /** Rows that would move, come or go if the list were let go. */
  readonly waiting: number;
}

export interface HeldAsk<R> {
  /** Every row of the list. */
  readonly all: readonly R[];
  /** Those that a filter leaves now, as they would stand now. */
  readonly now: readonly R[];
  readonly keyOf: (row: R) => string;
  /** What a person asked for: another text, and the list is others whatever holds it. */
  readonly asked: string;
  /** Somebody points at a row or works in one: `live`, only what changes by itself waits. */
  readonly hold: 'live' | 'none';
}

/**
 * Keeps the rows of a list where they are while somebody works with them (ux 3.0). What each of them says is always new;
 * rows that were not there before come in at their place.
 */
export class HeldRows<R> {
  #shown: readonly R[] = [];
  #known: ReadonlySet<string> = new Set();
  #asked: string | undefined;
  /** Where a list changes by itself, its keys are looked at only then. */
  #all: readonly R[] = [];

  take({ all, now, keyOf, asked, hold }: HeldAsk<R>): HeldList<R> {
    if (hold === 'none' || asked !== this.#asked) {
      this.#asked = asked;
      this.#shown = now;
      this.#all = all;
      this.#known = new Set();
      return { rows: now, waiting: 0 };
    }
    if (this.#known.size === 0) this.#known = new Set(this.#all.map(keyOf));
    const ranks = new Map(this.#shown.map((row, at) => [keyOf(row), at]));
    const stay = all.filter((row) => ranks.has(keyOf(row)) || !this.#known.has(keyOf(row)));
    const rows = inKeptOrder(stay, keyOf, ranks);
    return { rows, waiting: movedRows(rows.map(keyOf), now.map(keyOf)) };
  }
}
