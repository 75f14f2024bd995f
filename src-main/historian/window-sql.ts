import { DatabaseSync } from 'node:sqlite';
import type { Disposable } from '../kernel/lifetime.ts';

/** How a database says the least and the greatest of two numbers. */
export interface SqlWords {
  readonly least: string;
  readonly greatest: string;
}

/** A window as SQL has it: what its points say, and what was held in it. */
export const WINDOW_COLUMNS = [
  'window',
  'count',
  'bad',
  'min',
  'max',
  'avg',
  'squares',
  'first',
  'last',
  'area',
  'covered',
] as const;

/**
 * For tests: all windows of a tag, made of its raw points by the database. There is `points(tag, t, v)` with µs since
 * 1970 and NULL for what cannot be used; a value holds until the next point. No window is skipped by more than nine.
 */
export function windowSql(tag: string, windowUs: number, { least, greatest }: SqlWords): string {
  const later = Array.from({ length: 10 }, (_, k) => `SELECT ${k} AS k`).join(' UNION ALL ');
  return `WITH p AS (
      SELECT t, v, t / ${windowUs} AS w, LEAD(t) OVER (ORDER BY t) AS n FROM points WHERE tag = '${tag}'),
    own AS (
      SELECT w, count(v) AS count, count(*) - count(v) AS bad, min(v) AS min, max(v) AS max, avg(v) AS avg
      FROM p GROUP BY w),
    spread AS (
      SELECT p.w, sum((v - avg) * (v - avg)) AS squares FROM p JOIN own ON own.w = p.w GROUP BY p.w),
    ends AS (
      SELECT DISTINCT w, first_value(v) OVER (PARTITION BY w ORDER BY t) AS first,
        first_value(v) OVER (PARTITION BY w ORDER BY t DESC) AS last FROM p WHERE v IS NOT NULL),
    held AS (
      SELECT w + k AS w, v, ${least}(n, (w + k + 1) * ${windowUs}) - ${greatest}(t, (w + k) * ${windowUs}) AS span
      FROM p CROSS JOIN (${later}) AS later WHERE v IS NOT NULL AND n IS NOT NULL AND (w + k) * ${windowUs} < n),
    whole AS (SELECT w, sum(v * span) AS area, sum(span) AS covered FROM held GROUP BY w)
  SELECT whole.w, coalesce(count, 0), coalesce(bad, 0), min, max, avg, squares, first, last, area, covered
  FROM whole LEFT JOIN own ON own.w = whole.w LEFT JOIN spread ON spread.w = whole.w LEFT JOIN ends ON ends.w = whole.w
  ORDER BY whole.w`;
}

/** A point as the historian has it; NULL for what cannot be used. */
export interface SqlPoint {
  readonly timeUs: number;
  readonly value: number | null;
}

/** For tests: raw points in a table of SQLite in memory, for `windowSql`. */
export class PointTable implements Disposable {
  readonly #database = new DatabaseSync(':memory:');

  constructor() {
    this.#database.exec('CREATE TABLE points (tag TEXT, t INTEGER, v REAL)');
  }

  add(tag: string, points: readonly SqlPoint[]): void {
    this.#database.exec('BEGIN');
    const insert = this.#database.prepare('INSERT INTO points VALUES (?, ?, ?)');
    for (const { timeUs, value } of points) insert.run(tag, BigInt(timeUs), value);
    this.#database.exec('COMMIT');
  }

  /** The cells of the windows of a tag, in the order of `WINDOW_COLUMNS`. */
  windows(tag: string, windowUs: number): readonly (readonly unknown[])[] {
    const sql = windowSql(tag, windowUs, { least: 'min', greatest: 'max' });
    return this.#database.prepare(sql).all().map(Object.values);
  }

  dispose(): void {
    this.#database.close();
  }
}
