import type { ClientBase } from 'pg';
import type { Edition } from './database.ts';

/** TimescaleDB in one database, as far as it is there. */
export interface Extension {
  readonly edition: Edition;
  /** Of its functions; `public` where there is none. */
  readonly schema: string;
  /** '' where there is none. */
  readonly version: string;
}

export async function findExtension(client: ClientBase): Promise<Extension> {
  const { rows } = await client.query<{ version: string; schema: string; license: string | null }>(
    `SELECT e.extversion AS version, n.nspname AS schema, current_setting('timescaledb.license', true) AS license
     FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'timescaledb'`,
  );
  const found = rows[0];
  if (!found) return { edition: 'plain', schema: 'public', version: '' };
  return { ...found, edition: found.license === 'timescale' ? 'community' : 'apache' };
}

/** Whether the server has the extension, and this database has not. */
export async function canCreateExtension(client: ClientBase): Promise<boolean> {
  const sql =
    "SELECT 1 FROM pg_available_extensions WHERE name = 'timescaledb' AND installed_version IS NULL AND NOT pg_is_in_recovery()";
  return (await client.query(sql)).rowCount === 1;
}
