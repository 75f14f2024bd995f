import type { ClientBase } from 'pg';
import type { Database } from '../link/database.ts';
import { timeParameter } from '../link/pg-time.ts';
import { lineLock } from '../rollups/stored-stretches.ts';

/**
 * Drops the chunks of points and minutes that end before a time, if the rollups know all that is in them. While it
 * looks and drops, nobody stores points; it gives up where that would have to wait.
 *
 * @param untilUs the beginning of a day
 */
export async function dropChunks(client: ClientBase, database: Database, untilUs: number): Promise<void> {
  const { schema } = database;
  const until = timeParameter(untilUs);
  await client.query("BEGIN; SET LOCAL lock_timeout = '2s'");
  await client.query(`SELECT pg_advisory_xact_lock(${lineLock(schema)})`);
  const { rows } = await client.query<{ known: boolean }>(
    `SELECT (SELECT at FROM ${schema}.upkeep_state WHERE name = 'line') >= $1::timestamptz
       AND NOT EXISTS (SELECT FROM ${schema}.rollup_late WHERE from_time < $1)
       AND NOT EXISTS (SELECT FROM ${schema}.rollup_invalid
         WHERE from_hour < extract(epoch FROM $1::timestamptz) / 3600) AS known`,
    [until],
  );
  if (rows[0]!.known) {
    for (const table of ['samples', 'samples_1min']) await dropBefore(client, database, table, untilUs);
    // Chunks may be wider than days, and then reach beyond the time: what is left of them is still whole.
    await client.query(
      `INSERT INTO ${schema}.raw_gone AS g
       SELECT 0, floor(extract(epoch FROM least($1::timestamptz, min(c.range_start))) / 3600)::int
       FROM timescaledb_information.chunks c
       WHERE format('%I.%I', c.hypertable_schema, c.hypertable_name)::regclass = $2::regclass
       ON CONFLICT (tag_id) DO UPDATE SET until_hour = greatest(g.until_hour, excluded.until_hour)`,
      [until, `${schema}.samples`],
    );
  }
  await client.query('COMMIT');
}

/** Drops the chunks of a hypertable or a continuous aggregate that end before a time. */
export async function dropBefore(
  client: ClientBase,
  { schema, extensionSchema }: Database,
  table: string,
  untilUs: number,
): Promise<void> {
  await client.query(`SELECT ${extensionSchema}.drop_chunks($1::regclass, older_than => $2::timestamptz)`, [
    `${schema}.${table}`,
    timeParameter(untilUs),
  ]);
}
