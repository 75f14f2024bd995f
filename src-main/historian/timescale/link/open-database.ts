import pg from 'pg';
import { NexusError } from '../../../../src-shared/errors/nexus-error.ts';
import type { Logger } from '../../../kernel/logger.ts';
import { connectionConfig, DEFAULT_POOL, type Place, placeOf } from '../../../kernel/postgres/connection-config.ts';
import type { Database, Edition } from './database.ts';
import { seenIn } from './database-error.ts';
import { databaseFault } from './database-fault.ts';
import { type DatabaseOptions, DEFAULT_SCHEMA } from './database-options.ts';
import { canCreateExtension, findExtension } from './find-extension.ts';
import { editionOf, migrate, requireMigrated } from './migrate.ts';
import { type DatabaseFacts, PgDatabase } from './pg-database.ts';

const OLDEST_SERVER = 15;
const EDITION_WORDS: Readonly<Record<Edition, string>> = {
  community: 'Community edition',
  apache: 'Apache edition',
  plain: 'not used',
};

/**
 * Connects, brings the schema up to date and finds out what the server can do.
 * @throws NexusError NX_HISTORY_UNAVAILABLE with what was seen and the next step; nothing is left open then.
 */
export async function openDatabase(options: DatabaseOptions, logger: Logger): Promise<Database> {
  const [database] = await openDatabases(options, logger, [options.pool ?? DEFAULT_POOL] as const);
  return database;
}

/** The same with several pools of so many connections each, so that no use of it has to wait for another one. */
export async function openDatabases<Pools extends readonly number[]>(
  options: DatabaseOptions,
  logger: Logger,
  pools: Pools,
  signal?: AbortSignal,
): Promise<{ readonly [Index in keyof Pools]: Database }> {
  const place = placeOf(options);
  const schemaName = options.schema ?? DEFAULT_SCHEMA;
  const config = connectionConfig(options);
  try {
    await createExtension(config, logger, signal);
    const facts = await withClient(config, (client) => prepare(client, schemaName, place, migrate), signal);
    const open = (max: number): Database => new PgDatabase(new pg.Pool({ ...config, max }), place, facts);
    return pools.map(open) as { readonly [Index in keyof Pools]: Database };
  } catch (error) {
    throw databaseFault(error, place, schemaName);
  }
}

/**
 * Connects for somebody who only reads: nothing is made, and nothing is brought up to date.
 * @throws NexusError NX_HISTORY_UNAVAILABLE as `openDatabase`, also where the schema is not of the version known here.
 */
export async function openToRead(
  options: DatabaseOptions,
  connections: number,
  signal: AbortSignal,
): Promise<Database> {
  const place = placeOf(options);
  const schemaName = options.schema ?? DEFAULT_SCHEMA;
  const config = connectionConfig(options);
  try {
    const facts = await withClient(config, (client) => prepare(client, schemaName, place, requireMigrated), signal);
    return new PgDatabase(new pg.Pool({ ...config, max: connections }), place, facts);
  } catch (error) {
    throw databaseFault(error, place, schemaName);
  }
}

async function prepare(
  client: pg.ClientBase,
  schemaName: string,
  place: Place,
  ready: typeof migrate | typeof requireMigrated,
): Promise<DatabaseFacts> {
  const { rows } = await client.query<{ version: string; number: number }>(
    "SELECT current_setting('server_version') AS version, current_setting('server_version_num')::int AS number",
  );
  const { version, number } = rows[0]!;
  if (number < OLDEST_SERVER * 10_000) {
    const text = `The server at ${place.host}:${place.port} is PostgreSQL ${version}. The historian needs ${OLDEST_SERVER} or later.`;
    throw new NexusError('NX_HISTORY_UNAVAILABLE', text);
  }
  const extension = await findExtension(client);
  await ready(client, schemaName, place, extension.edition);
  const edition = await editionOf(client, schemaName, extension.edition);
  const postgres = `PostgreSQL ${version.split(' ', 1)[0]}`;
  const words = EDITION_WORDS[edition];
  const product = extension.version === '' ? postgres : `TimescaleDB ${extension.version} (${words}), ${postgres}`;
  return { edition, schemaName, extensionSchema: extension.schema, product };
}

/**
 * Where the server has TimescaleDB and this database has not, it is switched on, if the user may. On a connection of
 * its own: a server that has it installed and not loaded ends the connection.
 */
async function createExtension(config: pg.ClientConfig, logger: Logger, signal?: AbortSignal): Promise<void> {
  const attempt = async (client: pg.ClientBase): Promise<void> => {
    if (!(await canCreateExtension(client))) return;
    try {
      await client.query('CREATE EXTENSION IF NOT EXISTS timescaledb');
    } catch (error) {
      logger.info('TimescaleDB is not switched on in the database of the historian; plain tables are used', {
        seen: seenIn(error),
      });
    }
  };
  await withClient(config, attempt, signal);
}

async function withClient<Result>(
  config: pg.ClientConfig,
  work: (client: pg.ClientBase) => Promise<Result>,
  signal?: AbortSignal,
): Promise<Result> {
  signal?.throwIfAborted();
  const client = new pg.Client({ ...config, statement_timeout: 60_000 });
  client.on('error', () => undefined);
  const cut = (): void => void client.connection.stream.destroy();
  signal?.addEventListener('abort', cut);
  try {
    await client.connect();
    return await work(client);
  } finally {
    signal?.removeEventListener('abort', cut);
    await client.end().catch(() => undefined);
  }
}
