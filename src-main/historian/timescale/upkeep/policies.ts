import type { Retention as Kept } from '../../store.ts';
import type { Database } from '../link/database.ts';
import type { RollupKeeper } from '../rollups/rollup-keeper.ts';

export interface PolicyOptions {
  readonly kept: Kept;
  readonly compressAfterMs: number;
}

const DAY_MS = 86_400_000;
/** How far back the refresh of an aggregate looks, in days; never further than what it is made of is kept. */
const AGGREGATES = [
  { table: 'samples_1min', from: 'rawMs', backDays: 3, behind: '10 minutes', every: '10 minutes' },
  { table: 'samples_1hour', from: 'rawMs', backDays: 3, behind: '2 hours', every: '1 hour' },
  { table: 'samples_1day', from: 'hourlyMs', backDays: 7, behind: '2 days', every: '1 day' },
] as const;

/**
 * Has a database of the Community edition compress and refresh its aggregates by policies of its own, so that this goes on
 * when no engine runs. Nothing is removed by a policy: what is kept must be known to answers before the first of it goes.
 */
export async function ensurePolicies(
  database: Database,
  keeper: RollupKeeper,
  { kept, compressAfterMs }: PolicyOptions,
): Promise<void> {
  if (database.edition !== 'community') return;
  const { schema, extensionSchema: ts } = database;
  const name = (table: string): string => `'${`${schema}.${table}`.replaceAll("'", "''")}'`;
  const ms = (value: number): string => `interval '${value} ms'`;
  const compressed = await database.query(
    `SELECT FROM timescaledb_information.hypertables WHERE compression_enabled
       AND format('%I.%I', hypertable_schema, hypertable_name)::regclass = $1::regclass`,
    [`${schema}.samples`],
  );
  if (compressed.length === 0) {
    await database.query(
      `ALTER TABLE ${schema}.samples SET (timescaledb.compress, timescaledb.compress_segmentby = 'tag_id',
         timescaledb.compress_orderby = 'time, epoch')`,
    );
  }
  // Made anew, so that it follows the configuration.
  await database.query(`SELECT ${ts}.remove_compression_policy(${name('samples')}, if_exists => true)`);
  await database.query(
    `SELECT ${ts}.add_compression_policy(${name('samples')}, compress_after => ${ms(compressAfterMs)})`,
  );
  if (keeper !== 'aggregates') return;
  for (const { table, from, backDays, behind, every } of AGGREGATES)
    await database.query(
      `SELECT ${ts}.add_continuous_aggregate_policy(${name(table)}, start_offset => ${ms(Math.min(backDays * DAY_MS, kept[from]))},
         end_offset => interval '${behind}', schedule_interval => interval '${every}', if_not_exists => true)`,
    );
}
