import type { Database } from '../link/database.ts';

/** Who keeps minutes, hours and days: continuous aggregates of the database, or we in tables. */
export type RollupKeeper = 'aggregates' | 'tables';

/** What the schema was made with; the licence of the server may be another one since then. */
export async function rollupKeeper(database: Database): Promise<RollupKeeper> {
  const [row] = await database.query<{ relkind: string }>('SELECT relkind FROM pg_class WHERE oid = $1::regclass', [
    `${database.schema}.samples_1min`,
  ]);
  return row?.relkind === 'v' ? 'aggregates' : 'tables';
}
