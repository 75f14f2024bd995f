import pg from 'pg';
import { connectionConfig, type PostgresOptions } from '../../../kernel/postgres/connection-config.ts';
import { findExtension } from './find-extension.ts';

/** One thing that was seen of a database server; `next` where something should be done about it. */
export interface DatabaseFinding {
  readonly text: string;
  readonly next?: string;
}

const STATEMENT_MS = 5_000;

/** Looks at a database and changes nothing. Rejects as the driver does where it cannot be reached. */
export async function examineDatabase(options: PostgresOptions): Promise<readonly DatabaseFinding[]> {
  const { max: _max, ...config } = connectionConfig(options);
  const client = new pg.Client({ ...config, connectionTimeoutMillis: STATEMENT_MS, statement_timeout: STATEMENT_MS });
  // What ends the connection later than the questions is of no interest.
  client.on('error', () => undefined);
  await client.connect();
  try {
    const setting = async (name: string): Promise<string> => {
      const { rows } = await client.query<{ value: string | null }>('SELECT current_setting($1, true) AS value', [
        name,
      ]);
      return rows[0]?.value ?? '';
    };
    const { version, edition } = await findExtension(client);
    const found: DatabaseFinding[] = [{ text: `PostgreSQL ${await setting('server_version')} answers` }];
    if (edition === 'plain')
      found.push({
        text: 'without TimescaleDB',
        next: 'History is kept all the same; with the extension it takes a tenth of the room.',
      });
    else found.push({ text: `TimescaleDB ${version}, ${edition} edition` });
    if ((await setting('fsync')) !== 'on')
      found.push({
        text: 'fsync is off',
        next: 'A power cut destroys the database. Set fsync = on in postgresql.conf.',
      });
    if ((await setting('synchronous_commit')) === 'off')
      found.push({
        text: 'synchronous_commit is off for this user',
        next: 'What the last second stored may be lost, and is gone from the log. Set it to on.',
      });
    return found;
  } finally {
    await client.end().catch(() => undefined);
  }
}
