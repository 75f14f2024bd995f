import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { TimeRange } from '../query.ts';
import { type Cells, makeCells } from '../rollup-cells.ts';

/** Columns of the table after tag, unit and start_us. */
const COLUMNS = ['min', 'max', 'sum', 'first', 'last', 'first_us', 'last_us', 'count', 'bad'] as const;
const FIELDS = ['min', 'max', 'sum', 'first', 'last', 'firstUs', 'lastUs', 'count', 'bad'] as const;

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
        `INSERT INTO rollups (tag, unit, start_us, ${COLUMNS.join(', ')}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
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
  add(tag: number, unitUs: number, cells: Cells): void {
    for (let at = 0; at < cells.startUs.length; at++) {
      const values = FIELDS.map((field) => cells[field][at]!);
      this.#add!.run(tag, unitUs / 1e6, cells.startUs[at]!, ...values);
    }
  }

  /** Puts cells in the place of all that begin in the range. */
  replace(tag: number, unitUs: number, { fromUs, toUs }: TimeRange, cells: Cells): void {
    this.#removeRange!.run(tag, unitUs / 1e6, fromUs, toUs);
    this.add(tag, unitUs, cells);
  }

  removeBefore(tag: number, unitUs: number, us: number): number {
    return Number(this.#removeBefore!.run(tag, unitUs / 1e6, us).changes);
  }

  /** The cells that begin in the range. */
  cells(tag: number, unitUs: number, { fromUs, toUs }: TimeRange): Cells {
    const rows = this.#select.all(tag, unitUs / 1e6, fromUs, toUs);
    const cells = makeCells(rows.length);
    for (const [at, row] of rows.entries()) {
      cells.startUs[at] = Number(row.start_us);
      for (const [i, field] of FIELDS.entries()) {
        const value = row[COLUMNS[i]!];
        cells[field][at] = value === null ? Number.NaN : Number(value);
      }
    }
    return cells;
  }
}
