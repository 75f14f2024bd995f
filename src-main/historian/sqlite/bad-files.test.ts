import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { systemClock } from '../../kernel/clock.ts';
import { silentLogger } from '../../kernel/logger.ts';
import { LogRecords } from '../log-records.ts';
import { numbers, PROJECT, SECOND, START, StoreBench } from '../store-bench.ts';
import { checkSqlite } from './open-database.ts';
import { SqliteStore } from './sqlite-store.ts';

const NOBODY = 65_534;
let folder: string;
let file: string;
let bench: StoreBench | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nexus-bad-file-'));
  file = join(folder, 'historian.db');
});

afterEach(async () => {
  await bench?.clear();
  bench = undefined;
  rmSync(folder, { recursive: true, force: true });
});

const openStore = (): SqliteStore =>
  SqliteStore.open({ databasePath: file, projectUid: PROJECT }, systemClock, silentLogger);

async function openBench(): Promise<StoreBench> {
  bench = new StoreBench({ open: async () => openStore(), clear: async () => undefined });
  await bench.open();
  return bench;
}

/** Opens a store and closes it, or gives back why that was refused. */
async function refusal(): Promise<NexusError> {
  try {
    await openStore().close();
  } catch (error) {
    if (error instanceof NexusError) return error;
    throw error;
  }
  throw new RangeError('The file was taken');
}

/** A historian's file with two tags of 40 blocks each, and the records it was made of. */
async function fill(): Promise<ReturnType<LogRecords['batch']>[]> {
  const log = new LogRecords();
  const records = numbers(400).map((i) =>
    log.batch(
      numbers(100, i * 100).flatMap((n) =>
        ['tag a', 'tag b'].map((tag) => ({ tag, timeUs: START + n * SECOND, value: Math.sin(n) })),
      ),
    ),
  );
  const made = await openBench();
  await made.feed(records);
  await made.seal();
  await made.clear();
  bench = undefined;
  return records;
}

/** Overwrites the pages of a table, but for the first `keep` of them. */
function damage(table: string, keep = 0): void {
  const database = new DatabaseSync(file);
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  const pages = database.prepare('SELECT pageno FROM dbstat WHERE name = ? ORDER BY pageno').all(table);
  database.close();
  const bytes = readFileSync(file);
  for (const { pageno } of pages.slice(keep)) bytes.fill(0x5a, (Number(pageno) - 1) * 4_096, Number(pageno) * 4_096);
  writeFileSync(file, bytes);
}

const aside = (): string[] => readdirSync(folder).filter((name) => /\.damaged-[^.]*$/.test(name));

describe('a historian file that cannot be used', () => {
  it('is left as it is when it is a folder', async () => {
    mkdirSync(file);
    const { code, text } = await refusal();
    expect(code).toBe('NX_HISTORY_UNAVAILABLE');
    expect(text).toContain(`${file} is a folder`);
    expect(statSync(file).isDirectory()).toBe(true);
  });

  it('is left as it is when it is a text, which the message shows', async () => {
    const content = 'shopping list: valves, gaskets, and something longer than a header of one hundred bytes. '.repeat(
      9,
    );
    writeFileSync(file, content);
    const { code, text } = await refusal();
    expect(code).toBe('NX_HISTORY_UNAVAILABLE');
    expect(text).toContain('“shopping list: valves, g”');
    expect(text).toContain('move it away');
    expect(readFileSync(file, 'utf8')).toBe(content);
    expect(readdirSync(folder)).toEqual(['historian.db']);
  });

  it('is left as it is when a later version or another program has written it', async () => {
    await fill();
    let database = new DatabaseSync(file);
    database.exec('PRAGMA user_version = 99');
    database.close();
    expect((await refusal()).text).toContain('schema 99');
    rmSync(file);
    database = new DatabaseSync(file);
    database.exec('CREATE TABLE recipes (name TEXT); PRAGMA user_version = 2');
    database.close();
    expect((await refusal()).text).toContain('another program');
    database = new DatabaseSync(file);
    expect(database.prepare('SELECT name FROM sqlite_schema').all()).toEqual([{ name: 'recipes' }]);
    database.close();
    expect(aside()).toEqual([]);
  });

  it.skipIf(process.platform === 'win32')('says so when it may only be read', async () => {
    await fill();
    chmodSync(folder, 0o755);
    chmodSync(file, 0o444);
    const isRoot = process.geteuid!() === 0;
    // No file is read-only for root.
    if (isRoot) process.seteuid!(NOBODY);
    const { code, text } = await refusal().finally(() => isRoot && process.seteuid!(0));
    expect(code).toBe('NX_HISTORY_UNAVAILABLE');
    expect(text).toMatch(/may only be read|cannot be opened/);
    expect(text).toContain('account of the service');
  });

  it('says so while another program holds it, and is there again afterwards', async () => {
    await fill();
    const other = new DatabaseSync(file);
    other.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN IMMEDIATE; COMMIT');
    const { code, text } = await refusal();
    expect(code).toBe('NX_HISTORY_UNAVAILABLE');
    expect(text).toContain('locked by another program');
    other.close();
    expect((await (await openBench()).values()).length).toBe(40_000);
  });

  it('is refused by a SQLite that could damage it', () => {
    const database = new DatabaseSync(':memory:');
    expect(() => checkSqlite(database)).not.toThrow();
    expect(() => checkSqlite(database, '99.0.0')).toThrow(/versions before 99.0.0 can damage/);
    database.close();
  });
});

describe('a historian file that is damaged', () => {
  it('is kept under another name when it cannot be opened, and the log fills the new one', async () => {
    const records = await fill();
    damage('tags');
    const before = readFileSync(file);
    const again = await openBench();
    await again.feed(records);
    expect((await again.values()).length).toBe(40_000);
    expect(aside()).toHaveLength(1);
    expect(readFileSync(join(folder, aside()[0]!))).toEqual(before);
  });

  it('stays in use when a query meets the damage: that one says so, others are answered', async () => {
    await fill();
    damage('blocks', 1);
    const damaged = await openBench();
    const answers = await Promise.allSettled([damaged.values(), damaged.values({ tagUid: 'never seen' })]);
    expect(answers[0]).toMatchObject({ status: 'rejected', reason: { code: 'NX_HISTORY_UNAVAILABLE' } });
    expect(String((answers[0] as PromiseRejectedResult).reason)).toContain('restore a backup');
    expect(answers[1]).toMatchObject({ status: 'fulfilled' });
    expect(aside()).toEqual([]);
  });

  it('is kept under another name when it cannot be written any more', async () => {
    await fill();
    damage('block_data');
    const damaged = await openBench();
    const log = new LogRecords('log 2');
    await damaged.store.take(log.batch([{ tag: 'tag a', timeUs: START + 1e6 * SECOND, value: 1 }]));
    damaged.store.release(2);
    expect(() => damaged.store.tend()).toThrow(/too damaged to be written/);
    await damaged.reopen();
    expect(aside()).toHaveLength(1);
    expect(damaged.store.counts().sealedPoints).toBe(0);
  });
});
