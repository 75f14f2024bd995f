import type { Database } from '../link/database.ts';
import { timeParameter } from '../link/pg-time.ts';
import { hourTime } from '../rollups/work-out.ts';

/** Tags that are looked at in one piece of work. */
const TAGS_AT_ONCE = 20;
/** Hours of points that go of each of them. */
const HOURS_AT_ONCE = 2;

/** Removes rows where there are no chunks to drop, tag by tag because the key begins with it. */
export class RowRemoval {
  readonly #database: Database;
  /** The tag after which the next piece begins. */
  #after = 0;

  constructor(database: Database) {
    this.#database = database;
  }

  /**
   * Removes some points before a whole hour. One statement looks whether the rollups know them all and removes them: what
   * it does not see yet of late points and their notes, it does not remove either.
   *
   * @returns false when it has been through all tags.
   */
  async points(beforeUs: number): Promise<boolean> {
    const { schema } = this.#database;
    const tags = await this.#nextTags();
    if (tags.length === 0) return false;
    const rows = await this.#database.query<{ more: boolean }>(
      `WITH due AS (
         SELECT t.tag_id, least(floor(extract(epoch FROM p.time) / 3600)::int + ${HOURS_AT_ONCE},
           floor(extract(epoch FROM $2::timestamptz) / 3600)::int) AS hour
         FROM unnest($1::int[]) AS t (tag_id) CROSS JOIN LATERAL (
           SELECT time FROM ${schema}.samples s WHERE s.tag_id = t.tag_id AND s.time < $2 ORDER BY time LIMIT 1) p
         WHERE (SELECT at FROM ${schema}.upkeep_state WHERE name = 'line') >= $2
           AND NOT EXISTS (SELECT FROM ${schema}.rollup_late WHERE from_time < $2)
           AND NOT EXISTS (SELECT FROM ${schema}.rollup_invalid i WHERE i.tag_id = t.tag_id
             AND i.from_hour < extract(epoch FROM $2::timestamptz) / 3600)),
       removed AS (
         DELETE FROM ${schema}.samples s USING due WHERE s.tag_id = due.tag_id AND s.time < ${hourTime('due.hour')}),
       gone AS (
         INSERT INTO ${schema}.raw_gone AS g SELECT tag_id, hour FROM due
         ON CONFLICT (tag_id) DO UPDATE SET until_hour = greatest(g.until_hour, excluded.until_hour))
       SELECT true AS more FROM due LIMIT 1`,
      [tags, timeParameter(beforeUs)],
    );
    // The same tags again, until nothing is left of them that may go.
    if (rows.length === 0) this.#after = tags.at(-1)!;
    return true;
  }

  /** Removes some cells before a time. @returns false when it has been through all tags. */
  async cells(table: string, beforeUs: number): Promise<boolean> {
    const tags = await this.#nextTags();
    if (tags.length === 0) return false;
    await this.#database.query(`DELETE FROM ${this.#database.schema}.${table} WHERE tag_id = ANY ($1) AND time < $2`, [
      tags,
      timeParameter(beforeUs),
    ]);
    this.#after = tags.at(-1)!;
    return true;
  }

  /** None after the last one; then it begins anew. */
  async #nextTags(): Promise<number[]> {
    const rows = await this.#database.query<{ tag_id: number }>(
      `SELECT tag_id FROM ${this.#database.schema}.tags WHERE tag_id > $1 ORDER BY tag_id LIMIT ${TAGS_AT_ONCE}`,
      [this.#after],
    );
    if (rows.length === 0) this.#after = 0;
    return rows.map((row) => row.tag_id);
  }
}
