import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { TimeRange } from '../query.ts';
import type { Cell } from '../rollup-cells.ts';

/** Hours and days of one database, seen through one connection. */
export class RollupTable {
  readonly #add: StatementSync | undefined;
  readonly #removeRange: StatementSync | undefined;
  readonly #removeBefore: StatementSync | undefined;
  readonly #select: StatementSync;

  constructor(database: DatabaseSync, access: 'read' | 'write') {
    if (access === 'write') {
      // The min and max of SQLite are NULL as soon as one side is: a cell without a value must not erase the other.
      this.#add = database.prepare(
        `INSERT INTO rollups (tag, unit, start_us, min, max, sum, first, last, first_us, last_us, count, bad)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET
           first = CASE WHEN first_us IS NULL OR excluded.first_us < first_us THEN excluded.first ELSE first END,
           last = CASE WHEN last_us IS NULL OR excluded.last_us > last_us THEN excluded.last ELSE last END,
           min = coalesce(min(min, excluded.min), min, excluded.min),
           max = coalesce(max(max, excluded.max), max, excluded.max),
           first_us = coalesce(min(first_us, excluded.first_us), first_us, excluded.first_us),
           last_us = coalesce(max(last_us, excluded.last_us), last_us, excluded.last_us),
           sum = sum + excluded.sum, count = count + excluded.count, bad = bad + excluded.bad`,
      );
      this.#removeRange = database.prepare(
        'DELETE FROM rollups WHERE tag = ? AND unit = ? AND start_us >= ? AND start_us < ?',
      );
      this.#removeBefore = database.prepare('DELETE FROM rollups WHERE tag = ? AND unit = ? AND start_us < ?');
    }
    this.#select = database.prepare(
      'SELECT * FROM rollups WHERE tag = ? AND unit = ? AND start_us >= ? AND start_us < ? ORDER BY start_us',
    );
  }

  /** Adds what cells hold to what is there; inside a transaction, as the two after it. None of the points may be in it already. */
  add(tag: number, unitUs: number, cells: readonly Cell[]): void {
    // SQLite keeps NaN as NULL.
    for (const { startUs, min, max, sum, first, last, firstUs, lastUs, count, bad } of cells)
      this.#add!.run(tag, unitUs / 1e6, startUs, min, max, sum, first, last, firstUs, lastUs, count, bad);
  }

  /** Puts cells in the place of all that begin in the range. */
  replace(tag: number, unitUs: number, { fromUs, toUs }: TimeRange, cells: readonly Cell[]): void {
    this.#removeRange!.run(tag, unitUs / 1e6, fromUs, toUs);
    this.add(tag, unitUs, cells);
  }

  removeBefore(tag: number, unitUs: number, us: number): number {
    return Number(this.#removeBefore!.run(tag, unitUs / 1e6, us).changes);
  }

  /** The cells that begin in the range. */
  cells(tag: number, unitUs: number, { fromUs, toUs }: TimeRange): Cell[] {
    return this.#select.all(tag, unitUs / 1e6, fromUs, toUs).map((row) => ({
      startUs: Number(row.start_us),
      min: numberOf(row.min),
      max: numberOf(row.max),
      sum: numberOf(row.sum),
      first: numberOf(row.first),
      last: numberOf(row.last),
      firstUs: numberOf(row.first_us),
      lastUs: numberOf(row.last_us),
      count: Number(row.count),
      bad: Number(row.bad),
    }));
  }
}

const numberOf = (value: unknown): number => (value === null ? Number.NaN : Number(value));
