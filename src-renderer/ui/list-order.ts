import type { SortTerm } from '../state/grid-views.ts';

/** What a column is sorted by, row by row. */
export type SortKeys = readonly string[] | Float64Array;

export interface SortTask {
  readonly keys: readonly SortKeys[];
  /** As many as keys. */
  readonly descending: readonly boolean[];
}

/**
 * What a click on a header makes of a sort: rising, falling, off again; `add` leaves the other columns in it.
 */
export function sortToggled(sort: readonly SortTerm[], column: string, how: 'only' | 'add'): readonly SortTerm[] {
  const before = sort.find((term) => term.column === column);
  // Alone it begins anew; beside others it was something else until now.
  const isAlone = sort.length === 1;
  const next: readonly SortTerm[] =
    before === undefined || (how === 'only' && !isAlone)
      ? [{ column, isDescending: false }]
      : before.isDescending
        ? []
        : [{ column, isDescending: true }];
  if (how === 'only') return next;
  return before
    ? sort.flatMap((term) => (term === before ? next : [term]))
    : [...sort, { column, isDescending: false }];
}

const DIGITS = 15;

/** A text that is compared as people sort: case and accents aside, `Pump 9` before `Pump 10`. */
export function naturalKey(text: string): string {
  const lowered = text.toLowerCase();
  const plain = NOT_ASCII.test(lowered) ? lowered.normalize('NFD').replaceAll(/\p{M}/gu, '') : lowered;
  return plain.replaceAll(/\d+/g, (digits) => digits.padStart(DIGITS, '0'));
}

const NOT_ASCII = /[^\u0020-\u007e]/;

/** The order of rows by their keys, first key first: numbers of rows. What has no key comes last, equal rows stay as they are. */
export function orderOf({ keys, descending }: SortTask): Uint32Array {
  const columns = keys.map((column, at) => ({
    keys: column instanceof Float64Array ? column : column.map(naturalKey),
    sign: descending[at] ? -1 : 1,
  }));
  const order = Uint32Array.from({ length: keys[0]?.length ?? 0 }, (_, row) => row);
  return order.sort((a, b) => {
    for (const { keys: of, sign } of columns) {
      const [first, second] = [of[a]!, of[b]!];
      if (first === second) continue;
      const isFirstNone = first === '' || Number.isNaN(first);
      const isSecondNone = second === '' || Number.isNaN(second);
      if (isFirstNone || isSecondNone) {
        if (isFirstNone && isSecondNone) continue;
        return isFirstNone ? 1 : -1;
      }
      return first < second ? -sign : sign;
    }
    return a - b;
  });
}

/**
 * Rows in an order that was made of them before: what is new since then stands behind the row that it follows in `rows`.
 * @param ranks places by key, from 0 on.
 */
export function inKeptOrder<R>(
  rows: readonly R[],
  keyOf: (row: R) => string,
  ranks: ReadonlyMap<string, number>,
): readonly R[] {
  const first: R[] = [];
  const parts: (R[] | undefined)[] = Array.from({ length: ranks.size });
  let last = first;
  for (const row of rows) {
    const rank = ranks.get(keyOf(row));
    if (rank === undefined) last.push(row);
    else {
      last = [row];
      parts[rank] = last;
    }
  }
  const ordered = first;
  for (const part of parts) if (part) ordered.push(...part);
  return ordered;
}

/** How many rows would have to be taken out and put elsewhere to come from one order to the other, comings and goings too. */
export function movedRows(from: readonly string[], to: readonly string[]): number {
  const places = new Map(from.map((key, at) => [key, at]));
  const kept = to.flatMap((key) => places.get(key) ?? []);
  const gone = from.length - kept.length;
  const come = to.length - kept.length;
  return gone + come + kept.length - longestRise(kept);
}

/** Length of the longest rising subsequence. */
function longestRise(numbers: readonly number[]): number {
  const ends: number[] = [];
  for (const number of numbers) {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (ends[middle]! < number) low = middle + 1;
      else high = middle;
    }
    ends[low] = number;
  }
  return ends.length;
}
