import pg from 'pg';
import { NexusError } from '../../../../src-shared/errors/nexus-error.ts';
import type { Place } from '../../../kernel/postgres/connection-config.ts';
import { MIGRATIONS } from '../migrations/all-migrations.ts';
import type { Edition } from './database.ts';
import { findExtension } from './find-extension.ts';

/** Tables by which a schema is known to be ours, or somebody else's. */
const OUR_TABLES = ['tags', 'samples', 'gaps', 'ingest_marks', 'quarantine'];

const NEWEST = MIGRATIONS.at(-1)!.version;

interface Existing {
  readonly hasSchema: boolean;
  readonly tables: readonly string[];
  readonly columns: readonly string[];
}

/**
 * Brings the schema to the version that this engine knows, under a lock, so that of several engines that start together
 * one does it and the others wait. What is newer or not ours is not touched.
 *
 * @param wanted what the server could do for a schema that is made now.
 * @throws NexusError NX_HISTORY_UNAVAILABLE for a newer or a foreign schema.
 */
export async function migrate(client: pg.ClientBase, schemaName: string, place: Place, wanted: Edition): Promise<void> {
  const schema = pg.escapeIdentifier(schemaName);
  await client.query('BEGIN');
  await client.query("SELECT pg_advisory_xact_lock(hashtext('nexus historian'), hashtext($1))", [schemaName]);
  const { existing, version } = await knownVersion(client, schemaName, place);
  if (version === NEWEST) {
    await client.query('COMMIT');
    return;
  }
  // Only where it is missing: whoever may not create schemas may well own one.
  if (!existing.hasSchema) await client.query(`CREATE SCHEMA ${schema}`);
  if (version === 0)
    await client.query(
      `CREATE TABLE ${schema}.schema_version (version int PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now(),
         applied_by text NOT NULL)`,
    );
  const { schema: extensionSchema } = await findExtension(client);
  const edition = version === 0 ? wanted : await editionOf(client, schemaName, wanted);
  for (const migration of MIGRATIONS) {
    if (migration.version <= version) continue;
    const facts = { edition, schema, extensionSchema: pg.escapeIdentifier(extensionSchema) };
    for (const statement of migration.sql(facts)) await client.query(statement);
    await client.query(`INSERT INTO ${schema}.schema_version (version, applied_by) VALUES ($1, current_user)`, [
      migration.version,
    ]);
  }
  await client.query('COMMIT');
}

/**
 * For whoever only reads. Nothing is changed.
 * @throws NexusError NX_HISTORY_UNAVAILABLE unless the schema is of the version that this engine knows.
 */
export async function requireMigrated(client: pg.ClientBase, schemaName: string, place: Place): Promise<void> {
  const { version } = await knownVersion(client, schemaName, place);
  if (version === NEWEST) return;
  const found = version === 0 ? 'has no history' : `is of version ${version}, and this engine knows ${NEWEST}`;
  refuse(`${whereOf(schemaName, place)} ${found}. Start the service on the project once, which sees to it.`);
}

/** @throws NexusError NX_HISTORY_UNAVAILABLE for a newer or a foreign schema. */
async function knownVersion(
  client: pg.ClientBase,
  schemaName: string,
  place: Place,
): Promise<{ readonly existing: Existing; readonly version: number }> {
  const existing = await look(client, schemaName);
  const version = await versionOf(client, pg.escapeIdentifier(schemaName), existing);
  const where = whereOf(schemaName, place);
  if (version === undefined)
    refuse(
      `${where} has a table “${existing.tables[0]}” that is not the historian’s. Nothing was changed; choose another historian.database.schema.`,
    );
  if (version > NEWEST)
    refuse(
      `${where} is of version ${version}, and this engine knows ${NEWEST}. Nothing was changed; start a newer engine.`,
    );
  return { existing, version };
}

const whereOf = (schemaName: string, place: Place): string => `Schema “${schemaName}” of database “${place.name}”`;

/** What the schema that is there allows: without a hypertable it is plain, whatever the server could do. */
export async function editionOf(client: pg.ClientBase, schemaName: string, server: Edition): Promise<Edition> {
  if (server === 'plain') return 'plain';
  const sql =
    "SELECT 1 FROM timescaledb_information.hypertables WHERE hypertable_schema = $1 AND hypertable_name = 'samples'";
  const { rowCount } = await client.query(sql, [schemaName]);
  return rowCount === 0 ? 'plain' : server;
}

async function look(client: pg.ClientBase, schemaName: string): Promise<Existing> {
  const schema = await client.query('SELECT 1 FROM pg_namespace WHERE nspname = $1', [schemaName]);
  const tables = await client.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = $1 AND c.relname = ANY ($2) ORDER BY 1`,
    [schemaName, [...OUR_TABLES, 'schema_version']],
  );
  const columns = await client.query<{ name: string }>(
    `SELECT attname AS name FROM pg_attribute
     WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped`,
    [`${pg.escapeIdentifier(schemaName)}.schema_version`],
  );
  return {
    hasSchema: schema.rowCount === 1,
    tables: tables.rows.map(({ name }) => name),
    columns: columns.rows.map(({ name }) => name),
  };
}

/** 0 for a schema without tables of our names; undefined for one that is not ours. */
async function versionOf(
  client: pg.ClientBase,
  schema: string,
  { tables, columns }: Existing,
): Promise<number | undefined> {
  if (tables.length === 0) return 0;
  const isOurs = columns.includes('version') && columns.includes('applied_by');
  if (!isOurs || OUR_TABLES.some((table) => !tables.includes(table))) return undefined;
  const { rows } = await client.query<{ version: number }>(
    `SELECT coalesce(max(version), 0) AS version FROM ${schema}.schema_version`,
  );
  return rows[0]!.version;
}

function refuse(text: string): never {
  throw new NexusError('NX_HISTORY_UNAVAILABLE', text);
}
