import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Lifetime } from '../../../kernel/lifetime.ts';
import { loggerTo } from '../../../kernel/logger.ts';
import { freePort } from '../../../testing/free-port.ts';
import { PostgresProcess } from '../../../testing/postgres-process.ts';
import { postgresMissing } from '../../../testing/postgres-programs.ts';
import type { Database } from './database.ts';
import type { DatabaseOptions } from './database-options.ts';
import { openDatabase } from './open-database.ts';

const silent = loggerTo(() => undefined);
let all: Lifetime;
let lifetime: Lifetime;
let plain: PostgresProcess;
let name: string;

beforeEach(() => {
  lifetime = new Lifetime('test');
});

afterEach(() => lifetime.dispose());

async function open(options: DatabaseOptions): Promise<Database> {
  const database = await openDatabase(options, silent);
  lifetime.defer(() => database.close());
  return database;
}

const refusal = (options: DatabaseOptions): Promise<string> =>
  open(options).then(
    () => 'opened',
    (error: unknown) => String(error),
  );

describe.skipIf(postgresMissing('plain') !== undefined)('a PostgreSQL that is opened for history', () => {
  beforeAll(async () => {
    all = new Lifetime('all tests');
    const access = [
      'host all locked 127.0.0.1/32 scram-sha-256',
      'hostssl all client 127.0.0.1/32 cert',
      'host all all 127.0.0.1/32 trust',
    ];
    plain = all.add(await PostgresProcess.start('plain', { tls: true, access }));
    await plain.sql("CREATE ROLE locked LOGIN PASSWORD 'right'; CREATE ROLE client LOGIN; CREATE ROLE plainuser LOGIN");
  });

  afterAll(() => all.dispose());

  beforeEach(async () => {
    name = await plain.createDatabase();
  });

  it('gets its tables once, however many engines start together', async () => {
    const opened = await Promise.all(Array.from({ length: 5 }, () => open({ url: plain.url(name) })));
    for (const { edition, product, schema } of opened) {
      expect([edition, schema]).toEqual(['plain', '"nexus"']);
      expect(product).toMatch(/^PostgreSQL 15\.\d+$/);
    }
    expect(await plain.sql('SELECT count(*) = max(version) FROM nexus.schema_version', name)).toEqual([['t']]);
  });

  it('refuses a newer schema and one that is somebody else’s, and touches neither', async () => {
    await open({ url: plain.url(name) });
    await plain.sql("INSERT INTO nexus.schema_version (version, applied_by) VALUES (99, 'later')", name);
    expect(await refusal({ url: plain.url(name) })).toContain('is of version 99, and this engine knows');
    await plain.sql('CREATE SCHEMA theirs; CREATE TABLE theirs.samples (id int)', name);
    const text = await refusal({ url: plain.url(name), schema: 'theirs' });
    expect(text).toContain('has a table “samples” that is not the historian’s. Nothing was changed');
    expect(await plain.sql("SELECT relname FROM pg_class WHERE relnamespace = 'theirs'::regnamespace", name)).toEqual([
      ['samples'],
    ]);
  });

  it('works with a user who owns a schema and nothing else, under a name that needs quotes', async () => {
    await plain.sql('CREATE SCHEMA "Plant ""7""" AUTHORIZATION plainuser', name);
    const database = await open({ url: plain.url(name, 'plainuser'), schema: 'Plant "7"' });
    await database.query(`INSERT INTO ${database.schema}.tags (project_uid, tag_uid) VALUES ('p', 't')`);
    expect(await database.query(`SELECT tag_uid FROM ${database.schema}.tags`)).toEqual([{ tag_uid: 't' }]);
  });

  it('says in plain words what is wrong, with the value seen and the next step', async () => {
    const url = (part: string): string => plain.url(name).replace(/\/\/.*$/, part);
    const port = await freePort();
    expect(await refusal({ url: 'mysql://x' })).toContain('“mysql://x” is no address of a database');
    expect(await refusal({ url: url(`//postgres@127.0.0.1:${port}/x`) })).toContain(
      `Nothing answers at 127.0.0.1:${port}`,
    );
    expect(await refusal({ url: plain.url('nowhere') })).toContain('has no database “nowhere”. Create it');
    const locked = plain.url(name, 'locked');
    expect(await refusal({ url: locked, password: 'wrong' })).toContain('refuses the user “locked”');
    expect(await refusal({ url: locked })).toContain('asks for a password, and none is set');
    expect(await refusal({ url: locked, password: 'right' })).toContain(
      'Have its administrator run: CREATE SCHEMA IF NOT EXISTS nexus AUTHORIZATION locked',
    );
  });

  it('checks the certificate of the server against the authority that was named, and shows its own', async () => {
    const file = (key: string): string => readFileSync(plain.file(key), 'utf8');
    const own = { cert: file('client.crt'), key: file('client.key') };
    await plain.sql(`CREATE SCHEMA nexus AUTHORIZATION client`, name);
    const database = await open({ url: plain.url(name, 'client'), ca: file('authority.crt'), ...own });
    const [row] = await database.query<{ ssl: boolean }>('SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()');
    expect(row).toEqual({ ssl: true });
    const strange = await refusal({ url: plain.url(name, 'client'), ca: file('stranger.crt'), ...own });
    expect(strange).toMatch(/TLS to the database at .* did not come about/);
    await open({ url: `${plain.url(name, 'client')}?sslmode=require`, ...own });
  });

  it('cancels in the server what is called off, and goes on with the next statement', async () => {
    const database = await open({ url: plain.url(name), pool: 2 });
    const asked = new AbortController();
    const slow = database.query('SELECT pg_sleep(600)', [], asked.signal);
    await expect
      .poll(() => plain.number("SELECT count(*) FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(600)'"))
      .toBe(1);
    asked.abort();
    await expect(slow).rejects.toMatchObject({ code: 'NX_CANCELLED' });
    await expect
      .poll(() =>
        plain.number("SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%pg_sleep(600)'"),
      )
      .toBe(0);
    expect(await database.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('gives no connection on that was left in a transaction, and finds new ones after all were ended', async () => {
    const database = await open({ url: plain.url(name), pool: 1 });
    await database.lease((client) => client.query('BEGIN'));
    await database.query('CREATE TABLE kept AS SELECT 1 AS n');
    await plain.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'nexus-edge'");
    await database.query('SELECT 1').catch(() => undefined);
    expect(await database.query('SELECT n FROM kept')).toEqual([{ n: 1 }]);
  });
});

describe.skipIf(postgresMissing('apache') !== undefined)('a TimescaleDB that is opened for history', () => {
  it('is switched on where the user may, and stays unused where the tables were made before', async () => {
    const server = lifetime.add(await PostgresProcess.start('apache'));
    const url = server.url(await server.createDatabase());
    const database = await open({ url });
    expect(database.edition).toBe('apache');
    expect(database.product).toMatch(/^TimescaleDB 2\.\d+\.\d+ \(Apache edition\), PostgreSQL 17/);
    await server.sql('CREATE ROLE writer LOGIN');
    const older = await server.createDatabase();
    await server.sql('CREATE SCHEMA nexus AUTHORIZATION writer', older);
    expect((await open({ url: server.url(older, 'writer') })).edition).toBe('plain');
    await server.sql('CREATE EXTENSION timescaledb', older);
    const later = await open({ url: server.url(older, 'writer') });
    expect(later.product).toMatch(/^TimescaleDB .* \(not used\), PostgreSQL 17/);
  });
});
