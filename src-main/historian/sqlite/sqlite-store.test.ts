import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../kernel/clock.ts';
import { silentLogger } from '../../kernel/logger.ts';
import { FakeClock } from '../../testing/fake-clock.ts';
import { historyStoreConformance } from '../conformance.ts';
import { LogRecords } from '../log-records.ts';
import { decodeBlock } from './block-codec.ts';
import type { SqliteStoreOptions } from './options.ts';
import { SqliteStore } from './sqlite-store.ts';

const SECOND = 1e6;
const START = 1_763_700_000 * SECOND;
const QUERY = {
  projectUid: 'project 1',
  tagUid: 'tag a',
  deviceUid: 'device 1',
  fromUs: START,
  toUs: START + 1e6 * SECOND,
};

function openIn(folder: string, options: Partial<SqliteStoreOptions> = {}): SqliteStore {
  const databasePath = join(folder, 'historian.db');
  return SqliteStore.open({ databasePath, projectUid: 'project 1', ...options }, systemClock, silentLogger);
}

historyStoreConformance('SQLite', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'nexus-historian-'));
  return {
    open: async ({ clock = systemClock, ...options } = {}) =>
      SqliteStore.open(
        { databasePath: join(folder, 'historian.db'), projectUid: 'project 1', ...options },
        clock,
        silentLogger,
      ),
    clear: async () => rmSync(folder, { recursive: true }),
  };
});

describe('the SQLite store', () => {
  let folder: string;
  let store: SqliteStore;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'nexus-historian-'));
    store = openIn(folder);
  });

  afterEach(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });

  const reopen = async (options: Partial<SqliteStoreOptions> = {}): Promise<void> => {
    await store.close();
    store = openIn(folder, options);
  };
  const ramp = (log: LogRecords, count: number, from = 0) =>
    Array.from({ length: count }, (_, i) =>
      log.batch([{ tag: 'tag a', timeUs: START + (from + i) * SECOND, value: from + i }]),
    );
  const feed = (records: ReturnType<typeof ramp>): void => {
    for (const record of records) {
      store.take(record);
      store.tend();
    }
  };
  const values = async (): Promise<number[]> => {
    const { series } = await store.series(QUERY);
    return series.kind === 'raw' ? [...series.value] : [];
  };

  it('leaves a file alone that a later version has written', async () => {
    await store.close();
    const database = new DatabaseSync(join(folder, 'historian.db'));
    database.exec('PRAGMA user_version = 99');
    database.close();
    expect(() => openIn(folder)).toThrow(/NX_HISTORY_UNAVAILABLE/);
    expect(readdirSync(folder).filter((name) => name.includes('damaged'))).toEqual([]);
    rmSync(join(folder, 'historian.db'));
    store = openIn(folder);
  });

  it('shows a damaged block as a gap and answers the rest', async () => {
    feed(ramp(new LogRecords(), 4_000));
    await store.close();
    const database = new DatabaseSync(join(folder, 'historian.db'));
    database.exec("UPDATE block_data SET data = x'00' WHERE id = 2");
    database.close();
    store = openIn(folder);
    const { series, gaps } = await store.series(QUERY);
    expect(series.timeUs.length).toBeGreaterThan(900);
    expect(gaps).toHaveLength(1);
    expect(gaps[0]).toMatchObject({ reason: 'dropped' });
    const [gap] = gaps;
    expect([...series.timeUs].filter((us) => us >= gap!.fromUs && us < gap!.toUs)).toEqual([]);
    const scanned: number[] = [];
    const told: unknown[] = [];
    for await (const { timeUs, damaged = [] } of store.scan({ ...QUERY, rows: 300 })) {
      scanned.push(...timeUs);
      told.push(...damaged);
    }
    expect(scanned).toEqual([...series.timeUs]);
    expect(told).toEqual(gaps);
  });

  it('seals the tags that wait longest when the tail takes more memory than it may', async () => {
    await reopen({ tailPoints: 2_000 });
    const log = new LogRecords();
    for (let n = 0; n < 100; n++) {
      const points = Array.from({ length: 100 }, (_, i) => ({ tag: `tag ${i}`, timeUs: START + n * SECOND, value: n }));
      store.take(log.batch(points));
      store.tend();
    }
    const { tailPoints, sealedPoints } = store.counts();
    expect(tailPoints).toBeLessThanOrEqual(2_100);
    expect(tailPoints + sealedPoints).toBe(10_000);
  });

  it('keeps a few numbers of a log that has ended, instead of a mark for each of its tags', async () => {
    const first = ramp(new LogRecords('log 1'), 3_000);
    const second = ramp(new LogRecords('log 2'), 3_000, 3_000);
    feed([...first, ...second]);
    await store.close();
    const database = new DatabaseSync(join(folder, 'historian.db'));
    const marks = database.prepare('SELECT l.log_id FROM marks m JOIN logs l ON l.id = m.log').all();
    database.close();
    expect(marks.map((row) => row.log_id)).toEqual(['log 2']);
    store = openIn(folder);
    feed([...first, ...second]);
    expect((await values()).length).toBe(6_000);
    expect(store.counts().sealedPoints + store.counts().tailPoints).toBe(6_000);
  });

  it('has nothing twice after backups of one log were restored in any order', async () => {
    const records = ramp(new LogRecords('log 1'), 3_000);
    feed(records);
    await reopen();
    // A backup from the middle of that life, then a later life, then a backup from its end.
    feed([...records.slice(0, 700), ...ramp(new LogRecords('log 2'), 10, 5_000)]);
    await reopen();
    feed([...records, ...ramp(new LogRecords('log 3'), 10, 6_000)]);
    const found = await values();
    expect(new Set(found).size).toBe(found.length);
    expect(found.filter((n) => n < 3_000)).toEqual(Array.from({ length: 3_000 }, (_, n) => n));
  });

  it('keeps points in memory while the file takes nothing, stops taking more at its limit, and goes on by itself', async () => {
    await store.close();
    const clock = new FakeClock();
    const databasePath = join(folder, 'historian.db');
    store = SqliteStore.open({ databasePath, projectUid: 'project 1', tailPoints: 2_000 }, clock, silentLogger);
    const other = new DatabaseSync(databasePath);
    other.exec('BEGIN IMMEDIATE');
    const records = ramp(new LogRecords(), 5_000);
    let taken = 0;
    while (store.tend()) store.take(records[taken++]!);
    expect(taken).toBe(4_000);
    expect(store.counts()).toMatchObject({ sealedPoints: 0, tailPoints: 4_000 });
    expect(store.oldestNeeded(9)).toBe(1);
    other.exec('ROLLBACK');
    other.close();
    expect(store.tend()).toBe(false);
    clock.stall(1_000);
    expect(store.tend()).toBe(true);
    feed(records.slice(taken));
    expect(await values()).toEqual(Array.from({ length: 5_000 }, (_, n) => n));
  });

  it('keeps texts with their points', async () => {
    const log = new LogRecords();
    for (let n = 0; n < 700; n++) {
      store.take(log.batch([{ tag: 'tag a', timeUs: START + n * SECOND, value: Number.NaN, text: `text ${n}` }]));
      store.tend();
    }
    await store.close();
    const database = new DatabaseSync(join(folder, 'historian.db'));
    const { data } = database.prepare('SELECT data FROM block_data WHERE id = 1').get() as { data: Uint8Array };
    database.close();
    const { cells, timeUs } = decodeBlock(data);
    expect(cells.length).toBe(timeUs.length);
    expect(cells.length).toBeGreaterThan(450);
    expect(cells[123]).toEqual({ row: 123, kind: 'string', value: 'text 123' });
    store = openIn(folder);
  });
});
