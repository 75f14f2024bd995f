import type { Lifetime } from '../../src-main/kernel/lifetime.ts';
import { PostgresProcess } from '../../src-main/testing/postgres-process.ts';
import type { PostgresKind } from '../../src-main/testing/postgres-programs.ts';
import { LINE_PREFIX } from './batch-times.ts';
import { nameOf } from './database-name.ts';

/** As for a small server: what is measured shall not be its default of 1 GB of WAL between two checkpoints. */
const SETTINGS = [
  'shared_buffers = 512MB',
  'max_wal_size = 8GB',
  'checkpoint_timeout = 15min',
  `log_line_prefix = '${LINE_PREFIX}'`,
];

/** A database that writes to the disk, for figures. */
export async function startBenchDatabase(lifetime: Lifetime, kind: PostgresKind = 'apache'): Promise<PostgresProcess> {
  return lifetime.add(await PostgresProcess.start(kind, { durable: true, settings: SETTINGS }));
}

/** An empty database on a server that has nothing left to do of what came before. @returns its address. */
export async function freshDatabase(postgres: PostgresProcess, before?: string): Promise<string> {
  if (before !== undefined) await postgres.sql(`DROP DATABASE ${nameOf(before)} WITH (FORCE)`);
  const name = await postgres.createDatabase();
  await postgres.sql('CHECKPOINT');
  return postgres.url(name);
}
