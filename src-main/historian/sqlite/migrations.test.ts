import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../kernel/clock.ts';
import { silentLogger } from '../../kernel/logger.ts';
import { makeColumns } from '../columns.ts';
import { LogRecords } from '../log-records.ts';
import { numbers, PROJECT, SECOND, START, StoreBench } from '../store-bench.ts';
import { encodeBlock } from './block-codec.ts';
import { MIGRATIONS } from './migrations.ts';
import { SqliteStore } from './sqlite-store.ts';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nexus-migrations-'));
  file = join(folder, 'historian.db');
});

afterEach(() => rmSync(folder, { recursive: true }));

/** A file as version 1 wrote it: blocks of one tag that overlap where points came late. */
function writeFirstVersion(blocks: readonly (readonly number[])[]): void {
  const database = new DatabaseSync(file);
  database.exec(`PRAGMA journal_mode = WAL; ${MIGRATIONS[0]!}; PRAGMA user_version = 1`);
  database.exec(`INSERT INTO tags VALUES (1, '${PROJECT}', 'tag a', 1e12, ${START}, 0, 0)`);
  database.exec(`INSERT INTO logs (id, log_id) VALUES (1, 'log 1'); INSERT INTO marks VALUES (1, 1, 0, 77, 5000)`);
  for (const [i, seconds] of blocks.entries()) {
    const columns = {
      ...makeColumns(seconds.length),
      timeUs: Float64Array.from(seconds, (n) => START + n * SECOND),
      value: Float64Array.from(seconds),
    };
    database.prepare('INSERT INTO block_data VALUES (?, ?)').run(i + 1, encodeBlock(columns));
    database
      .prepare('INSERT INTO blocks VALUES (1, ?, ?, ?, ?, 0, 0, 0, 0, 0, 0, 0)')
      .run(columns.timeUs[0]!, i + 1, columns.timeUs.at(-1)!, seconds.length);
  }
  database.close();
}

describe('a file of the first version', () => {
  it('keeps all it has, gets its blocks in order and its hours and days, and takes what comes', async () => {
    const late = [500.5, 700.5];
    writeFirstVersion([numbers(2_000), numbers(2_000, 2_000), late, numbers(998, 90_000)]);
    const bench = new StoreBench({
      open: async () => SqliteStore.open({ databasePath: file, projectUid: PROJECT }, systemClock, silentLogger),
      clear: async () => undefined,
    });
    await bench.open();
    const expected = [...numbers(4_000), ...late, ...numbers(998, 90_000)].sort((a, b) => a - b);
    expect(await bench.values()).toEqual(expected);
    expect(bench.store.counts()).toMatchObject({ sealedPoints: 5_000, lateBlocks: 4 });
    const buckets = (await bench.ask({ toUs: START + 100_000 * SECOND, buckets: 30 })).series;
    await bench.tidy();
    expect(bench.store.counts()).toMatchObject({ sealedPoints: 5_000, lateBlocks: 0 });
    expect(await bench.values()).toEqual(expected);
    expect((await bench.ask({ toUs: START + 100_000 * SECOND, buckets: 30 })).series).toEqual(buckets);
    const log = new LogRecords('log 2');
    await bench.feed([log.batch([{ tag: 'tag a', timeUs: START + 91_000 * SECOND, value: 91_000 }])]);
    await bench.reopen();
    expect((await bench.values()).length).toBe(5_000);
    await bench.clear();
    const database = new DatabaseSync(file);
    expect(database.prepare('PRAGMA auto_vacuum').get()).toEqual({ auto_vacuum: 2 });
    expect(Number(database.prepare('SELECT sum(count) AS count FROM rollups WHERE unit = 86400').get()!.count)).toBe(
      5_000,
    );
    database.close();
  });
});
