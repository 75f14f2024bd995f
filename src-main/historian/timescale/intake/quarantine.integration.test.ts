import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../kernel/clock.ts';
import { Lifetime } from '../../../kernel/lifetime.ts';
import { silentLogger } from '../../../kernel/logger.ts';
import { PostgresProcess } from '../../../testing/postgres-process.ts';
import { postgresMissing } from '../../../testing/postgres-programs.ts';
import { LogRecords } from '../../log-records.ts';
import { numbers, PROJECT, SECOND, START } from '../../store-bench.ts';
import { TimescaleStore } from '../timescale-store.ts';
import { copyRows } from './copy-rows.ts';
import { LaneBatch } from './lane-batch.ts';

describe.skipIf(postgresMissing('plain') !== undefined)('points that a database does not take', () => {
  const all = new Lifetime('all tests');
  let lifetime: Lifetime;
  let server: PostgresProcess;
  let name: string;

  beforeAll(async () => {
    server = all.add(await PostgresProcess.start('plain'));
  });

  afterAll(() => all.dispose());

  beforeEach(async () => {
    lifetime = new Lifetime('test');
    name = await server.createDatabase();
  });

  afterEach(() => lifetime.dispose());

  async function open(): Promise<TimescaleStore> {
    const database = { url: server.url(name), batchMs: 0, retryMs: 10 };
    const surroundings = { clock: systemClock, logger: silentLogger, changed: () => undefined };
    const store = await TimescaleStore.open({ projectUid: PROJECT, database }, surroundings);
    lifetime.defer(() => store.close());
    return store;
  }

  const sql = (text: string): Promise<string[][]> => server.sql(text, name);

  it('are listed with why, stored when the reason is gone, and given up, the counts right at each step', async () => {
    let store = await open();
    const log = new LogRecords();
    await sql('ALTER TABLE nexus.samples ADD CONSTRAINT below CHECK (value < 5)');
    store.take(log.batch(numbers(8).map((n) => ({ tag: 'tag a', timeUs: START + n * SECOND, value: n }))));
    await store.tend();
    store.take(log.batch([{ tag: 'tag a', timeUs: START, value: -1 }]));
    await store.tend();
    const list = await store.quarantine({ what: 'list', after: '0', limit: 3 });
    expect(list).toMatchObject({
      total: 4,
      rows: [5, 6, 7].map((value) => ({ value, reason: 'refused', timeUs: START + value * SECOND, tag: 'tag a' })),
    });
    const after = list.what === 'list' ? list.rows.at(-1)!.id : '';
    expect(await store.quarantine({ what: 'list', after, limit: 3 })).toMatchObject({
      rows: [{ value: -1, reason: 'conflict', detail: 'stored is 0 with quality 0' }],
    });
    expect(await store.quarantine({ what: 'retry' })).toEqual({ what: 'retry', stored: 0, kept: 4 });
    await sql('ALTER TABLE nexus.samples DROP CONSTRAINT below');
    expect(await store.quarantine({ what: 'retry', ids: ['1', '2'] })).toEqual({ what: 'retry', stored: 2, kept: 0 });
    expect(store.counts()).toMatchObject({ sealedPoints: 7, quarantinedPoints: 2 });
    store.take(log.batch([{ tag: 'tag a', timeUs: START + 100 * SECOND, value: 1 }]));
    await store.tend();
    expect(store.counts()).toMatchObject({ sealedPoints: 8, quarantinedPoints: 2 });
    expect(await store.quarantine({ what: 'retry' })).toEqual({ what: 'retry', stored: 1, kept: 1 });
    expect(await store.quarantine({ what: 'drop' })).toEqual({ what: 'drop', dropped: 1 });
    expect(await store.quarantine({ what: 'list', after: '0', limit: 3 })).toEqual({
      what: 'list',
      total: 0,
      rows: [],
    });
    await store.close();
    store = await open();
    expect(store.counts()).toMatchObject({ sealedPoints: 9, quarantinedPoints: 1 });
    expect(await sql('SELECT count(*) FROM nexus.samples')).toEqual([['9']]);
  });

  it.each([
    ['among some good ones', 4],
    ['among many good ones', 30],
    ['alone', 0],
  ])('are refused %s: every other one is stored', async (_, good) => {
    const store = await open();
    const log = new LogRecords();
    await sql(`ALTER TABLE nexus.samples ADD CONSTRAINT below CHECK (value < 0 OR value::int % 2 = 1)`);
    const value = (n: number): number => (n < good ? -1 - n : n * 2);
    store.take(
      log.batch(numbers(good + 20).map((n) => ({ tag: 'tag a', timeUs: START + n * SECOND, value: value(n) }))),
    );
    await store.tend();
    expect(store.counts()).toMatchObject({ sealedPoints: good, quarantinedPoints: 20 });
    expect(await sql('SELECT count(*), count(DISTINCT value) FROM nexus.samples')).toEqual([[`${good}`, `${good}`]]);
    const aside = "SELECT count(*), count(DISTINCT value) FROM nexus.quarantine WHERE detail LIKE '%below%'";
    expect(await sql(aside)).toEqual([['20', '20']]);
  });

  it('are found in halves where the database does not name them', async () => {
    const store = await open();
    const log = new LogRecords();
    await sql(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF new.value >= 5 THEN RAISE EXCEPTION 'too much' USING ERRCODE = '23514'; END IF; RETURN new; END $$;
      CREATE TRIGGER refuse BEFORE INSERT ON nexus.samples FOR EACH ROW EXECUTE FUNCTION refuse()`);
    store.take(log.batch(numbers(8).map((n) => ({ tag: 'tag a', timeUs: START + n * SECOND, value: n }))));
    await store.tend();
    expect(store.counts()).toMatchObject({ sealedPoints: 5, quarantinedPoints: 3 });
    expect(await sql("SELECT value FROM nexus.quarantine WHERE detail = 'too much' ORDER BY 1")).toEqual([
      ['5'],
      ['6'],
      ['7'],
    ]);
  });

  it('are the only ones: what is sent is to the byte what the server itself writes of the same rows', async () => {
    const store = await open();
    const log = new LogRecords();
    const record = log.batch(
      numbers(50).map((n) => ({
        tag: 'tag a',
        timeUs: START + n * 1_234_567 - 5e15 * (n % 3),
        value: n % 4 === 0 ? Number.NaN : (n - 20) / 7,
        status: n % 5 === 0 ? 0x80310000 : 0,
        flags: n % 16,
        ...(n % 6 === 0 && { text: `Wert ${n} µ` }),
        ...(n % 6 === 1 && { int64: BigInt(n) ** 11n }),
      })),
    );
    store.take(record);
    await store.tend();
    const batch = new LaneBatch();
    batch.add(record, () => 0);
    const rows = Uint32Array.from(numbers(50)).sort((a, b) => batch.timeUs[a]! - batch.timeUs[b]!);
    const [[id]] = (await sql('SELECT tag_id FROM nexus.tags')) as [[string]];
    const sent = copyRows(batch, rows, Int32Array.of(Number(id)));
    const file = 'copied.bin';
    await sql(
      `COPY (SELECT * FROM nexus.samples ORDER BY time) TO '${server.programs.inside(server.file(file))}' (FORMAT binary)`,
    );
    const [[hex]] = (await sql(
      `SELECT encode(pg_read_binary_file('${server.programs.inside(server.file(file))}'), 'hex')`,
    )) as [[string]];
    // Without the frame of the message, and of the one that ends it.
    expect(sent.subarray(5, -5).toString('hex')).toBe(hex);
  });
});
