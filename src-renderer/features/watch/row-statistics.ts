/** What was seen of a row since it was last reset. */
export interface RowFigures {
  min: number;
  max: number;
  /** How often another value came than the one before. */
  changes: number;
  last: number;
  /** When and what, for the last 30 s, oldest first; times as `performance.now`. */
  readonly times: number[];
  readonly values: number[];
}

/** What a sparkline shows. */
export const SPARK_MS = 30_000;
/** More points than a sparkline has pixels would be drawn over each other. */
const MOST_POINTS = 600;

/** Least and largest values, changes and the last 30 s of rows, by their keys; from the moment on that each is watched. */
export class RowStatistics {
  readonly #rows = new Map<string, RowFigures>();

  get(key: string): RowFigures | undefined {
    return this.#rows.get(key);
  }

  /** Takes a value that came; what is no number changes nothing. */
  take(key: string, value: number, nowMs: number): void {
    if (Number.isNaN(value)) return;
    const row = this.#rows.get(key);
    if (!row) {
      this.#rows.set(key, { min: value, max: value, changes: 0, last: value, times: [nowMs], values: [value] });
      return;
    }
    row.min = Math.min(row.min, value);
    row.max = Math.max(row.max, value);
    if (value !== row.last) row.changes++;
    row.last = value;
    row.times.push(nowMs);
    row.values.push(value);
    trim(row, nowMs);
  }

  /** Begins anew with the value that stands. @param keys all unless given */
  reset(nowMs: number, keys: Iterable<string> = [...this.#rows.keys()]): void {
    for (const key of keys) {
      const row = this.#rows.get(key);
      if (!row) continue;
      this.#rows.delete(key);
      this.take(key, row.last, nowMs);
    }
  }

  /** Forgets rows that are shown no more. */
  keep(keys: ReadonlySet<string>): void {
    for (const key of this.#rows.keys()) if (!keys.has(key)) this.#rows.delete(key);
  }
}

/** One point older than the window stays: the line begins at the edge. */
function trim({ times, values }: RowFigures, nowMs: number): void {
  let gone = Math.max(0, times.length - MOST_POINTS);
  while (gone + 1 < times.length && times[gone + 1]! < nowMs - SPARK_MS) gone++;
  if (gone === 0) return;
  times.splice(0, gone);
  values.splice(0, gone);
}
