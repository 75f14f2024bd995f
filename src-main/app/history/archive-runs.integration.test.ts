import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JobView } from '../../../src-shared/contract/jobs.ts';
import { readHistoryFile } from '../../historian/files/file-reader.ts';
import { HistoryFile } from '../../historian/files/history-file.ts';
import { LogRecords } from '../../historian/log-records.ts';
import { SqliteStore } from '../../historian/sqlite/sqlite-store.ts';
import type { HistoryStore } from '../../historian/store.ts';
import { TimescaleStore } from '../../historian/timescale/timescale-store.ts';
import { silentLogger } from '../../kernel/logger.ts';
import { NexusConfig } from '../../project/config/nexus-config.ts';
import { FakeClock } from '../../testing/fake-clock.ts';
import { PostgresProcess } from '../../testing/postgres-process.ts';
import { postgresMissing } from '../../testing/postgres-programs.ts';
import { S3_KEY, S3Server } from '../../testing/s3-server.ts';
import { JobList } from '../jobs/job-list.ts';
import type { RemoteTag } from '../remote/remote-tags.ts';
import { HistoryArchive } from './history-archive.ts';

const UID = '6f1de8d1-8f7e-4f7c-8a55-0c2b8b1d7a10';
const DAY_MS = 86_400_000;
const DAY = DAY_MS * 1_000;
const HOUR_MS = 3_600_000;
const never = new AbortController().signal;

let folder: string;
let clock: FakeClock;
let jobs: JobList;
let store: HistoryStore;
let archive: HistoryArchive;
let server: PostgresProcess | undefined;

afterAll(() => server?.dispose());

async function openPostgres(): Promise<HistoryStore> {
  server ??= await PostgresProcess.start('plain');
  const database = { url: server.url(), schema: `s${Date.now()}`, batchMs: 0, settleMs: 0 };
  const changed = (): undefined => undefined;
  return TimescaleStore.open({ projectUid: UID, database }, { clock, logger: silentLogger, signal: never, changed });
}

const openSqlite = (): Promise<HistoryStore> =>
  Promise.resolve(
    SqliteStore.open({ databasePath: join(folder, 'historian.db'), projectUid: UID }, clock, silentLogger),
  );

const tags = ['a', 'b'].map(
  (id) =>
    ({
      uid: id,
      number: 1,
      tag: id,
      topic: `site/${id}`,
      unit: 'bar',
      device: { uid: 'd', number: 1, path: 'd' },
    }) as unknown as RemoteTag,
);
/** The beginning of a day, so many days before today. */
const daysAgo = (days: number): number => (Math.floor(clock.wallUs() / DAY) - days) * DAY;
const dayOf = (us: number): string => new Date(us / 1_000).toISOString().slice(0, 10);

async function feed(days: readonly number[]): Promise<void> {
  const log = new LogRecords();
  for (const ago of days)
    for (const epoch of [0, 1]) {
      const points = Array.from({ length: 100 }, (_, n) => ({
        tag: n % 2 === 0 ? 'a' : 'b',
        timeUs: daysAgo(ago) + n * 60e6,
        value: n + epoch * 1_000,
      }));
      await store.take(log.batch(points, { epoch }));
    }
  do {
    await store.tend();
    await setImmediate();
  } while ((store.counts().waitingPoints ?? 0) > 0);
}

async function given(open: () => Promise<HistoryStore>, to = 'archive', more: object = {}): Promise<void> {
  store = await open();
  await feed([5, 4, 3]);
  archive = await archiveInto(to, more);
}

function archiveInto(to: string, more: object): Promise<HistoryArchive> {
  const config = NexusConfig.parse({
    project: { name: 'Hall', uid: UID },
    historian: { archive: { to, after: '1d', ...more } },
  });
  return HistoryArchive.open({
    ...{
      config,
      clock,
      jobs,
      folder,
      work: join(folder, 'work'),
      directory: { tags: [] },
      remote: { tags: { all: tags } },
    },
    files: { create: (path, options) => HistoryFile.create(path, options), read: readHistoryFile },
    storage: {
      scan: (tag, range, signal) => store.scan({ projectUid: UID, tagUid: tag.uid, ...range }, signal),
      series: async (tag, { fromUs, toUs, buckets }) =>
        store.series({ projectUid: UID, tagUid: tag.uid, deviceUid: tag.device.uid, fromUs, toUs, buckets: buckets! }),
    },
  });
}

async function ended(): Promise<JobView> {
  while (jobs.views[0]!.state === 'running') await setImmediate();
  return jobs.views[0]!;
}

const files = (): string[] =>
  readdirSync(join(folder, 'archive'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
    .sort();
const filesOf = (...ago: readonly number[]): string[] =>
  ago.flatMap((days) => ['json', 'parquet'].map((end) => `${dayOf(daysAgo(days))}.${end}`));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nexus-archive-'));
  clock = new FakeClock();
  // Servers know no clock but that of the machine; it is not about to be midnight.
  clock.stepWall(Math.floor(Date.now() / DAY_MS) * DAY + 3 * HOUR_MS * 1_000 - clock.wallUs());
  jobs = new JobList(clock, silentLogger);
});
afterEach(async () => {
  await archive.dispose();
  await jobs.dispose();
  await store.close();
  rmSync(folder, { recursive: true });
});

describe.each([
  ['SQLite', openSqlite],
  ...(postgresMissing('plain') === undefined ? [['PostgreSQL', openPostgres] as const] : []),
] as const)('archiving what is in %s', (_name, open) => {
  it('keeps every point of every epoch, ordered by tag and time', async () => {
    await given(open);
    archive.start('ada');
    expect(await ended()).toMatchObject({ state: 'done', actor: 'ada', kind: 'history-archive' });
    expect(files()).toEqual(filesOf(5, 4, 3));
    const day = dayOf(daysAgo(4));
    const [year, month] = day.split('-');
    const path = join(folder, 'archive/hall-6f1de8d1', year!, month!, `${day}.parquet`);
    const read = [];
    for await (const part of readHistoryFile(path, clock.wallUs())) {
      expect(part.problems).toEqual([]);
      read.push(...part.points);
    }
    expect(read.map(({ topic }) => topic)).toEqual(['site/a', 'site/b']);
    for (const [at, { series }] of read.entries()) {
      const expected = Array.from({ length: 50 }, (_, n) => [n * 2 + at, n * 2 + at + 1_000]).flat();
      expect([...series.value]).toEqual(expected);
      expect([...series.timeUs]).toEqual(expected.map((n) => daysAgo(4) + (n % 1_000) * 60e6));
      expect([...series.epoch!]).toEqual(expected.map((n) => Math.floor(n / 1_000)));
    }
  });
});

describe('the runs of an archive', () => {
  it('may put days into a bucket, and tell why it does not take them', async () => {
    const bucket = await S3Server.start(join(folder, 'store'), 'plant');
    try {
      writeFileSync(join(folder, 'key'), `${S3_KEY}\n`);
      const keys = { endpoint: bucket.endpoint, access_key: { file: 'key' }, secret_key: { file: 'key' } };
      await given(openSqlite, 's3://plant/line-1', keys);
      archive.start('ada');
      expect((await ended()).text).toMatch(/^3 days, .* 600 points in s3:\/\/plant\/line-1\.$/);
      archive.start('ada');
      expect((await ended()).text).toBe('Every day that is old enough is in s3://plant/line-1 already.');
      writeFileSync(join(folder, 'key'), 'guessed');
      archive.start('ada');
      expect((await ended()).text).toContain('does not know the access key');
      expect(archive.fault).toMatch(/^Old days are not archived\. /);
    } finally {
      await bucket.dispose();
    }
  });

  it('come by themselves, once a day', async () => {
    await given(openSqlite);
    archive.schedule();
    await clock.advance(60_000);
    expect((await ended()).text).toContain('3 days, ');
    await clock.advance(3 * HOUR_MS);
    expect(jobs.views).toHaveLength(1);
    await clock.advance(DAY_MS);
    expect(await ended()).toMatchObject({ state: 'done', actor: 'schedule' });
    expect(jobs.views).toHaveLength(2);
    expect(archive.fault).toBeUndefined();
  });

  it('do not take a day for over because the clock was set forward', async () => {
    await given(openSqlite);
    await feed([1, 0]);
    archive.schedule();
    const before = filesOf(5, 4, 3);
    clock.stepWall(20 * DAY);
    await clock.advance(60_000);
    await ended();
    expect(files()).toEqual(before);
  });

  it('come each hour while the folder cannot be used, and say which day waits and when it goes', async () => {
    await given(openSqlite);
    const oldest = daysAgo(5);
    // The folder can be listed, and its year is a file.
    mkdirSync(join(folder, 'archive/hall-6f1de8d1'), { recursive: true });
    const year = join(folder, 'archive/hall-6f1de8d1', dayOf(oldest).slice(0, 4));
    writeFileSync(year, '');
    archive.schedule();
    await clock.advance(60_000);
    expect(await ended()).toMatchObject({ state: 'failed' });
    expect(archive.fault).toMatch(
      new RegExp(`^${dayOf(oldest)} and what follows are not archived\\. The archive folder`),
    );
    expect(archive.fault).toContain(
      `goes from ${new Date(oldest / 1_000 + 30 * DAY_MS).toISOString().slice(0, 16)}Z on`,
    );
    rmSync(year);
    await clock.advance(HOUR_MS);
    expect(await ended()).toMatchObject({ state: 'done' });
    expect(archive.fault).toBeUndefined();
    expect(files()).toEqual(filesOf(5, 4, 3));
  });

  it('go on where they were called off, and leave nothing half done', async () => {
    await given(openSqlite);
    const { id } = archive.start('ada');
    while (!jobs.views[0]!.text.startsWith(dayOf(daysAgo(4)))) await setImmediate();
    expect(() => archive.start('bob')).toThrow('is being archived already');
    expect(await jobs.cancel(id)).toMatchObject({ state: 'cancelled', text: expect.stringContaining('Called off. ') });
    expect(files()).toEqual(filesOf(5));
    expect(readdirSync(folder)).not.toContain('work');
    archive.start('ada');
    expect((await ended()).text).toContain(`2 days, ${dayOf(daysAgo(4))} to ${dayOf(daysAgo(3))}: 400 points`);
  });
});
