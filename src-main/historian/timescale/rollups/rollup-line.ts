import type { Clock } from '../../../kernel/clock.ts';
import type { Database } from '../link/database.ts';
import { timeParameter } from '../link/pg-time.ts';
import { cellStart } from './rollup-units.ts';
import { lineLock } from './stored-stretches.ts';

/** An hour is worked out when it is over for this long: until then its last points may be on their way. */
const BEHIND = "interval '5 minutes'";
const LOOK_EVERY_MS = 10_000;

/** The line up to which rollups are worked out. It rises by whole hours, by the slower of two clocks: the server's and ours. */
export class RollupLine {
  readonly #database: Database;
  readonly #clock: Clock;
  #nextLookMs = Number.NEGATIVE_INFINITY;

  constructor(database: Database, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  /** Raises the line where it is time; the hours below it then wait to be worked out. Returns false when it was not. */
  async step(): Promise<boolean> {
    if (this.#clock.monoMs() < this.#nextLookMs) return false;
    this.#nextLookMs = this.#clock.monoMs() + LOOK_EVERY_MS;
    const { schema } = this.#database;
    const target = cellStart('1 hour', `least(now(), $1::timestamptz) - ${BEHIND}`);
    const rows = await this.#database.query(
      `SELECT 1 FROM ${schema}.upkeep_state WHERE name = 'line' AND at < ${target}`,
      [this.#now],
    );
    if (rows.length === 0) return false;
    await this.#database.lease(async (client) => {
      await client.query("BEGIN; SET LOCAL lock_timeout = '1s'");
      await client.query(`SELECT pg_advisory_xact_lock(${lineLock(schema)})`);
      const hour = (time: string): string => `floor(extract(epoch FROM ${time}) / 3600)::int`;
      await client.query(
        `INSERT INTO ${schema}.rollup_invalid AS i
         SELECT t.tag_id, ${hour('u.at')}, ${hour(target)}, '-infinity' FROM ${schema}.tags t, ${schema}.upkeep_state u
         WHERE u.name = 'line' AND u.at < ${target}
         ON CONFLICT (tag_id, from_hour) DO UPDATE SET to_hour = greatest(i.to_hour, excluded.to_hour)`,
        [this.#now],
      );
      await client.query(`UPDATE ${schema}.upkeep_state SET at = greatest(at, ${target}) WHERE name = 'line'`, [
        this.#now,
      ]);
      await client.query('COMMIT');
    });
    return true;
  }

  get #now(): Buffer {
    return timeParameter(this.#clock.wallUs());
  }
}
