import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Lifetime } from '../kernel/lifetime.ts';
import { PostgresProcess } from './postgres-process.ts';
import { postgresMissing } from './postgres-programs.ts';

let lifetime: Lifetime;

beforeEach(() => {
  lifetime = new Lifetime('test');
});

afterEach(() => lifetime.dispose());

const KINDS = [
  { kind: 'plain', version: /^PostgreSQL 1[5-9]\./ },
  { kind: 'apache', version: /^PostgreSQL 17\./ },
] as const;

describe.each(KINDS)('a PostgreSQL of the kind $kind', ({ kind, version }) => {
  it.skipIf(postgresMissing(kind) !== undefined)('keeps what was committed over kill -9 and a restart', async () => {
    const postgres = lifetime.add(await PostgresProcess.start(kind));
    expect((await postgres.sql('SELECT version()'))[0]![0]).toMatch(version);
    const database = await postgres.createDatabase();
    await postgres.sql('CREATE TABLE kept (n int); INSERT INTO kept SELECT generate_series(1, 1000)', database);
    await postgres.kill();
    expect(postgres.isRunning).toBe(false);
    await expect(postgres.sql('SELECT 1')).rejects.toThrow('Connection refused');
    await postgres.start();
    expect(await postgres.number('SELECT count(*) FROM kept', database)).toBe(1_000);
    await postgres.restart('immediate');
    expect(await postgres.number('SELECT count(*) FROM kept', database)).toBe(1_000);
    expect(await postgres.createDatabase()).not.toBe(database);
  });
});

describe('a PostgreSQL for tests', () => {
  it.skipIf(postgresMissing('apache') !== undefined)('has TimescaleDB in its Apache edition', async () => {
    const postgres = lifetime.add(await PostgresProcess.start('apache'));
    const database = await postgres.createDatabase();
    await postgres.sql('CREATE EXTENSION timescaledb', database);
    expect(await postgres.sql('SHOW timescaledb.license', database)).toEqual([['apache']]);
  });

  it.skipIf(postgresMissing('plain') !== undefined)('speaks TLS, and takes settings and rules of access', async () => {
    const access = ['hostssl all all 127.0.0.1/32 trust', 'host all postgres 127.0.0.1/32 trust'];
    const options = { tls: true, access, settings: ['default_transaction_read_only = on'] };
    const postgres = lifetime.add(await PostgresProcess.start('plain', options));
    await expect(postgres.sql('CREATE TABLE refused ()')).rejects.toThrow('read-only transaction');
    const checked = `${postgres.url()}?sslmode=verify-full&sslrootcert=${postgres.file('authority.crt')}`;
    const own = 'SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()';
    expect(await postgres.programs.run('psql', ['-Atc', own, checked])).toBe('t\n');
  });
});
