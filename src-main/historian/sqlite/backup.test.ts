import { mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../kernel/clock.ts';
import { silentLogger } from '../../kernel/logger.ts';
import { LogRecords } from '../log-records.ts';
import type { BackupProgress } from '../store.ts';
import { numbers, PROJECT, SECOND, START, StoreBench } from '../store-bench.ts';
import { type CheckCopy, SqliteStore } from './sqlite-store.ts';

let folder: string;
let bench: StoreBench;
let checkCopy: CheckCopy | undefined;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'nexus-backup-'));
  checkCopy = undefined;
  bench = new StoreBench({
    open: async () =>
      SqliteStore.open(
        { databasePath: join(folder, 'historian.db'), projectUid: PROJECT },
        systemClock,
        silentLogger,
        checkCopy,
      ),
    clear: async () => rmSync(folder, { recursive: true }),
  });
  await bench.open();
});

afterEach(() => bench.clear());

/** Values that do not compress, so that a copy takes many steps. */
const noise = (log: LogRecords, count: number, from = 0) =>
  numbers(count / 100, from / 100).map((i) =>
    log.batch(numbers(100, i * 100).map((n) => ({ tag: 'tag a', timeUs: START + n * SECOND, value: Math.sin(n * n) }))),
  );
const backup = (name: string, progressed: (progress: BackupProgress) => void = () => undefined) =>
  bench.store.backup(join(folder, name), progressed);

/** Puts a copy in the place of the file. */
async function restore(name: string): Promise<void> {
  await bench.store.close();
  for (const suffix of ['', '-wal', '-shm']) rmSync(join(folder, `historian.db${suffix}`), { force: true });
  renameSync(join(folder, name), join(folder, 'historian.db'));
  await bench.open();
}

describe('a backup of the historian', () => {
  it('is one whole file with all that is sealed, made while points come in and questions are answered', async () => {
    const log = new LogRecords();
    await bench.feed(noise(log, 300_000));
    await bench.seal();
    const steps: BackupProgress[] = [];
    const copying = backup('copy.db', (progress) => steps.push(progress));
    let asked = 0;
    const records = noise(log, 100_000, 300_000);
    let isDone = false;
    void copying.finally(() => (isDone = true));
    while (!isDone) {
      const record = records.shift();
      if (record) await bench.feed([record]);
      expect((await bench.values({ toUs: START + 1_000 * SECOND })).length).toBe(1_000);
      asked++;
      await new Promise((resolve) => setImmediate(resolve));
    }
    const { bytes } = await copying;
    expect(asked).toBeGreaterThan(3);
    expect(steps.length).toBeGreaterThan(2);
    expect(steps.at(-1)!.totalBytes).toBeGreaterThan(2e6);
    expect(bytes).toBeGreaterThan(2e6);
    expect(readdirSync(folder).filter((name) => name.startsWith('copy'))).toEqual(['copy.db']);
    const copy = new DatabaseSync(join(folder, 'copy.db'), { readOnly: true });
    expect(copy.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }]);
    expect(Number(copy.prepare('SELECT sum(rows) AS rows FROM blocks').get()!.rows)).toBeGreaterThanOrEqual(300_000);
    copy.close();
  });

  it('that is put back takes again from the log what came after it, each point once', async () => {
    const log = new LogRecords();
    const [first, second, third] = [noise(log, 20_000), noise(log, 20_000, 20_000), noise(log, 20_000, 40_000)];
    await bench.feed(first);
    await bench.seal();
    await backup('copy.db');
    await bench.feed(second);
    await bench.seal();
    await restore('copy.db');
    expect((await bench.values()).length).toBe(20_000);
    await bench.feed([...first, ...second, ...third]);
    const expected = numbers(60_000).map((n) => Math.sin(n * n));
    expect(await bench.values()).toEqual(expected);
    expect(bench.store.counts()).toMatchObject({ quarantinedPoints: 0 });
    const { sealedPoints, tailPoints } = bench.store.counts();
    expect(sealedPoints + tailPoints).toBe(60_000);
  });

  it('that is put back takes the data of a log that was begun since then as new', async () => {
    await bench.feed(noise(new LogRecords('log 1'), 5_000));
    await bench.seal();
    await backup('copy.db');
    const later = noise(new LogRecords('log 2'), 5_000, 5_000);
    await bench.feed(later);
    await bench.seal();
    await restore('copy.db');
    await bench.feed(later);
    expect((await bench.values()).length).toBe(10_000);
  });

  it('refuses a name that is taken and leaves what is there', async () => {
    writeFileSync(join(folder, 'copy.db'), 'mine');
    await expect(backup('copy.db')).rejects.toMatchObject({ code: 'NX_BACKUP' });
    await expect(backup('historian.db')).rejects.toThrow(/is there already/);
  });

  it('that cannot be written or is not sound leaves nothing behind', async () => {
    await bench.feed(noise(new LogRecords(), 1_000));
    await bench.seal();
    await expect(backup('historian.db/copy.db')).rejects.toMatchObject({ code: 'NX_BACKUP' });
    checkCopy = async () => ({ found: 'row 3 missing from index' });
    await bench.reopen();
    await expect(backup('copy.db')).rejects.toThrow(/not sound: row 3 missing/);
    expect(readdirSync(folder).filter((name) => name.startsWith('copy'))).toEqual([]);
  });

  it('ends with the store, and leaves nothing behind then', async () => {
    await bench.feed(noise(new LogRecords(), 200_000));
    await bench.seal();
    const copying = backup('copy.db').catch((error: unknown) => error);
    await expect(backup('other.db')).rejects.toThrow(/already/);
    await bench.reopen();
    expect(await copying).toMatchObject({ code: 'NX_BACKUP' });
    expect(readdirSync(folder).filter((name) => /copy|other/.test(name))).toEqual([]);
  });
});
