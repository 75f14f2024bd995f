import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { STATUS } from '../../../src-shared/domain/quality.ts';
import { systemClock } from '../../kernel/clock.ts';
import { Lifetime } from '../../kernel/lifetime.ts';
import { loggerTo } from '../../kernel/logger.ts';
import { PostgresProcess } from '../../testing/postgres-process.ts';
import { postgresMissing } from '../../testing/postgres-programs.ts';
import { LogRecords } from '../log-records.ts';
import { numbers, PROJECT, SECOND, START } from '../store-bench.ts';
import type { TimescaleOptions } from './timescale-options.ts';
import { TimescaleStore } from './timescale-store.ts';

const KINDS = ['plain', 'apache'] as const;
const DAY = 86_400 * SECOND;

describe.each(KINDS.filter((kind) => postgresMissing(kind) === undefined))(
  'history in a PostgreSQL of the kind %s',
  (kind) => {
    const all = new Lifetime('all tests');
    let lifetime: Lifetime;
    let server: PostgresProcess;
    let name: string;
    let log: LogRecords;

    beforeAll(async () => {
      server = all.add(await PostgresProcess.start(kind));
    });

    afterAll(() => all.dispose());

    beforeEach(async () => {
      lifetime = new Lifetime('test');
      name = await server.createDatabase();
      log = new LogRecords();
    });

    afterEach(() => lifetime.dispose());

    const warned: unknown[] = [];
    const logger = loggerTo((level, _text, fields) => void (level === 'warn' && warned.push(fields['points'])));

    async function open(options: Partial<TimescaleOptions> = {}, projectUid = PROJECT): Promise<TimescaleStore> {
      const database = { url: server.url(name), batchMs: 0, retryMs: 10, ...options };
      const surroundings = { clock: systemClock, logger, changed: () => undefined };
      const store = await TimescaleStore.open({ projectUid, database }, surroundings);
      lifetime.defer(() => store.close());
      return store;
    }

    const sql = (text: string): Promise<string[][]> => server.sql(text, name);
    const ramp = (from: number, count: number, epoch = 0) =>
      log.batch(
        numbers(count, from).flatMap((n) => [
          { tag: 'tag b', timeUs: START + n * SECOND, value: n + 0.5 },
          { tag: 'tag a', timeUs: START + n * SECOND, value: n },
        ]),
        { epoch },
      );

    it('stores every point once, over restarts that read the log again', async () => {
      const records = numbers(20).map((n) => ramp(n * 100, 100));
      let store = await open();
      for (const record of records.slice(0, 12)) store.take(record);
      await store.tend();
      expect(store.counts()).toMatchObject({ sealedPoints: 2_400, waitingPoints: 0, quarantinedPoints: 0, tags: 2 });
      await store.close();
      store = await open();
      for (const record of records) store.take(record);
      await store.tend();
      expect(store.counts()).toMatchObject({ sealedPoints: 4_000, waitingPoints: 0, tags: 2 });
      const rows = await sql(`SELECT tag_uid, count(*), count(DISTINCT time), sum(value), min(time) AT TIME ZONE 'UTC'
      FROM nexus.samples JOIN nexus.tags USING (tag_id) GROUP BY 1 ORDER BY 1`);
      const from = new Date(START / 1_000).toISOString().slice(0, 19).replace('T', ' ');
      expect(rows).toEqual([
        ['tag a', '2000', '2000', '1999000', from],
        ['tag b', '2000', '2000', '2000000', from],
      ]);
      expect(await sql('SELECT log_id, lane, seq, stored_points FROM nexus.ingest_marks')).toEqual([
        ['log 1', '0', '20', '4000'],
      ]);
    });

    it('keeps every kind of value, its status and its flags', async () => {
      const store = await open();
      store.take(
        log.batch([
          { tag: 'tag a', timeUs: START + 1, value: Number.NaN, status: STATUS.BadNoCommunication, flags: 8 },
          { tag: 'tag a', timeUs: START + 2, value: -0, flags: 1 },
          { tag: 'tag a', timeUs: START + 3, value: Number.NEGATIVE_INFINITY },
          { tag: 'tag a', timeUs: START + 4, value: Number.NaN, text: 'Größe 5 µm “'.repeat(10) },
          { tag: 'tag a', timeUs: START + 5, value: 9e15, int64: -9_007_199_254_740_993n },
          { tag: 'tag a', timeUs: -1_000_001, value: 1.5, status: STATUS.Uncertain },
        ]),
      );
      await store.tend();
      const micros = '(extract(epoch FROM time) * 1000000)::bigint';
      expect(await sql(`SELECT ${micros}, value, value_str, quality, flags FROM nexus.samples ORDER BY 1`)).toEqual([
        ['-1000001', '1.5', '', String(STATUS.Uncertain), '0'],
        [String(START + 1), '', '', String(STATUS.BadNoCommunication | 0), '8'],
        [String(START + 2), '-0', '', '0', '1'],
        [String(START + 3), '-Infinity', '', '0', '0'],
        [String(START + 4), '', 'Größe 5 µm “'.repeat(10), '0', '256'],
        [String(START + 5), '9e+15', '-9007199254740993', '0', '512'],
      ]);
    });

    it('takes a copy for delivered, and puts one that differs aside and counts it', async () => {
      const point = { tag: 'tag a', timeUs: START, value: 1 };
      warned.length = 0;
      let store = await open();
      store.take(log.batch([point, { ...point, flags: 8 }, { ...point, value: 2 }]));
      await store.tend();
      store.take(log.batch([point, { ...point, timeUs: START + 1 }]));
      store.take(
        log.batch([
          { ...point, status: STATUS.Uncertain },
          { tag: 'tag b', timeUs: START, value: 7 },
        ]),
      );
      await store.tend();
      const again = new LogRecords('log 2');
      store.take(
        again.batch([
          { ...point, value: -1 },
          { ...point, timeUs: START + 2 },
        ]),
      );
      await store.tend();
      store.take(again.batch([point]));
      await store.tend();
      expect(store.counts()).toMatchObject({ sealedPoints: 7, quarantinedPoints: 3 });
      expect(warned).toEqual([1, 1, 1]);
      await store.close();
      store = await open();
      expect(store.counts()).toMatchObject({ sealedPoints: 7, quarantinedPoints: 3 });
      expect(await sql('SELECT tag_uid, value, quality, reason, log_id FROM nexus.quarantine ORDER BY id')).toEqual([
        ['tag a', '2', '0', 'conflict', 'log 1'],
        ['tag a', '1', String(STATUS.Uncertain), 'conflict', 'log 1'],
        ['tag a', '-1', '0', 'conflict', 'log 2'],
      ]);
      expect(await sql('SELECT value FROM nexus.samples ORDER BY tag_id, time')).toEqual([['1'], ['1'], ['1'], ['7']]);
    });

    it('puts points aside that cannot be placed, and those that the database refuses, and stores all others', async () => {
      const store = await open();
      await sql('ALTER TABLE nexus.samples ADD CONSTRAINT below CHECK (value < 400)');
      const points = numbers(500).map((n) => ({
        tag: 'tag a',
        timeUs: START + n * SECOND,
        value: n < 498 ? n % 400 : n,
      }));
      const strange = [
        { tag: 'tag a', timeUs: Number.NaN, value: 1 },
        { tag: 'tag a', timeUs: 1e19, value: 2 },
        { tag: 'tag a', timeUs: START - 1, value: Number.NaN, text: 'half\0way' },
      ];
      const { names, ...rest } = log.batch([...points, ...strange]);
      const nameless = { ...rest, seq: rest.seq + 1, names: new LogRecords().batch([]).names };
      store.take({ ...rest, names });
      store.take({ ...nameless, batch: { ...nameless.batch, count: 1 } });
      await store.tend();
      expect(store.counts()).toMatchObject({ sealedPoints: 498, quarantinedPoints: 6, waitingPoints: 0 });
      expect(await sql('SELECT count(*) FROM nexus.samples')).toEqual([['498']]);
      const rows = await sql(
        'SELECT reason, tag_uid, value, value_str, detail FROM nexus.quarantine ORDER BY reason, value, value_str',
      );
      expect(rows.map((row) => row.slice(0, 4))).toEqual([
        ['refused', 'tag a', '498', ''],
        ['refused', 'tag a', '499', ''],
        ['refused', 'tag a', '', 'half␀way'],
        ['tag', '', '0', ''],
        ['time', 'tag a', '1', ''],
        ['time', 'tag a', '2', ''],
      ]);
      expect(rows[0]![4]).toContain('violates check constraint "below"');
      expect(rows[2]![4]).toContain('invalid byte sequence');
    });

    it('lets two gateways name the same tags at once, and keeps projects apart', async () => {
      const stores = await Promise.all([open(), open({}, 'project 2'), open()]);
      const tags = numbers(200).map((n) => ({ tag: `tag ${n}`, timeUs: START, value: n }));
      const logs = ['log 1', 'log 2', 'log 3'].map((id) => new LogRecords(id));
      await Promise.all(
        stores.map(async (store, i) => {
          for (const point of tags) store.take(logs[i]!.batch([{ ...point, timeUs: START + i }]));
          await store.tend();
        }),
      );
      expect(await sql('SELECT project_uid, count(*) FROM nexus.tags GROUP BY 1 ORDER BY 1')).toEqual([
        ['project 1', '200'],
        ['project 2', '200'],
      ]);
      expect(await sql('SELECT count(*), count(DISTINCT tag_id) FROM nexus.samples')).toEqual([['600', '400']]);
    });

    it('gives old points a writer and a mark of their own, also when the log is read again', async () => {
      const records = [
        ramp(0, 10),
        log.batch([{ tag: 'tag a', timeUs: START - 3 * DAY, value: -3 }], { receivedUs: START }),
        ramp(10, 10),
      ];
      for (const end of [2, 3]) {
        const store = await open();
        for (const record of records.slice(0, end)) store.take(record);
        await store.tend();
        await store.close();
      }
      expect(await sql('SELECT lane, seq, stored_points FROM nexus.ingest_marks ORDER BY lane')).toEqual([
        ['0', '3', '40'],
        ['4', '2', '1'],
      ]);
      expect(await sql('SELECT count(*) FROM nexus.samples')).toEqual([['41']]);
    });

    it('writes gaps once, however often they are told, and keeps the names of tags up to date', async () => {
      const store = await open();
      const gap = log.gap(START, START + 5 * SECOND, { 'device 1': START - SECOND });
      for (let i = 0; i < 3; i++) store.takeGap(gap);
      await store.tend();
      store.takeGap(gap);
      await store.tend();
      expect(await sql('SELECT device_uid, from_us, to_us, reason FROM nexus.gaps ORDER BY 1')).toEqual([
        ['', String(START), String(START + 5 * SECOND), 'restart'],
        ['device 1', String(START - SECOND), String(START + 5 * SECOND), 'restart'],
      ]);
      const tag = {
        tagUid: 'tag a',
        deviceUid: 'device 1',
        topic: 'acme/a',
        device: 'one',
        name: 'A',
        dataType: 'float32',
      };
      await store.describe([tag, { ...tag, tagUid: 'tag b', topic: 'acme/b', unit: '°C' }]);
      await store.describe([{ ...tag, topic: 'acme/new' }]);
      expect(await sql('SELECT tag_uid, topic, unit FROM nexus.tags ORDER BY 1')).toEqual([
        ['tag a', 'acme/new', ''],
        ['tag b', 'acme/b', '°C'],
      ]);
    });

    it('goes on after every connection was ended and the server restarted, without losing or doubling a point', async () => {
      const store = await open({ batchMs: 5 });
      for (let n = 0; n < 60; n++) {
        store.take(ramp(n * 100, 100));
        if (n % 7 === 3)
          await sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'nexus-edge'");
        if (n === 30) await server.restart('immediate');
        await new Promise((resolve) => setTimeout(resolve, 3));
      }
      await expect.poll(() => store.counts().waitingPoints, { timeout: 15_000 }).toBe(0);
      expect(store.counts()).toMatchObject({ sealedPoints: 12_000, quarantinedPoints: 0 });
      expect(await sql('SELECT count(*), count(DISTINCT (tag_id, time, epoch)) FROM nexus.samples')).toEqual([
        ['12000', '12000'],
      ]);
    });
  },
);
