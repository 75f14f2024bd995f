import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { STATUS } from '../../../src-shared/domain/quality.ts';
import { LogRecords } from '../../historian/log-records.ts';
import { SqliteStore } from '../../historian/sqlite/sqlite-store.ts';
import { systemClock } from '../../kernel/clock.ts';
import { Lifetime } from '../../kernel/lifetime.ts';
import { silentLogger } from '../../kernel/logger.ts';
import { runCommandLine } from '../../testing/command-process.ts';
import { freePort } from '../../testing/free-port.ts';
import { givenProjectFolder, type ProjectFolder } from '../../testing/project-folder.ts';
import { ServiceProcess } from '../../testing/service-process.ts';

const UID = '6f1de8d1-8f7e-4f7c-8a55-0c2b8b1d7a10';
const LEVEL = '6f1de8d1-8f7e-4f7c-8a55-0c2b8b1d7a11';
const NOTE = '6f1de8d1-8f7e-4f7c-8a55-0c2b8b1d7a12';
const SECOND = 1e6;
const DAY = 86_400 * SECOND;
const TODAY = Math.floor(systemClock.wallUs() / DAY) * DAY;
/** A point each 30 s. */
const ROWS = 2_880;
const daysAgo = (days: number): number => TODAY - days * DAY;
const dayOf = (us: number): string => new Date(us / 1_000).toISOString().slice(0, 10);
/** Yesterday is younger than `after`. */
const OLD_DAYS = [6, 4, 3].map((days) => dayOf(daysAgo(days)));

const nexus = (archive: string): string =>
  `project: { name: "Hall 2", uid: ${UID} }\naccess: { login: off }\nlog: { level: error }\nmqtt: { enabled: false }\nhistorian: { archive: ${archive} }\n`;

let lifetime: Lifetime;
let folder: ProjectFolder;
let plant: string;
let archive: string;

beforeAll(async () => {
  lifetime = new Lifetime('archive');
  const device = `id: rig\nprotocol: modbus-tcp\nconnection: { host: 127.0.0.1, port: ${await freePort()}, unit_id: 1 }
uns_prefix: test/plant/rig\npoll_interval: 1h\nenabled: false\ntags:
  - { id: level, uid: ${LEVEL}, address: "40001", data_type: int16, unit: bar }
  - { id: note, uid: ${NOTE}, address: "40010", data_type: string, length: 8 }\n`;
  folder = await givenProjectFolder({
    'plant/nexus.yaml': nexus('{ to: ../archive, after: 30h }'),
    'plant/devices/rig.yaml': device,
    'new/nexus.yaml': nexus('{ to: nexus.yaml }'),
    'new/devices/rig.yaml': device,
  });
  lifetime.defer(() => folder.remove());
  plant = join(folder.path, 'plant');
  archive = join(folder.path, 'archive');
  await fill(join(plant, '.nexus'));
});
afterAll(() => lifetime.dispose());

/** Points of four days, one of which is too young; of one time there are two epochs. */
async function fill(state: string): Promise<void> {
  mkdirSync(state);
  const databasePath = join(state, 'historian.db');
  const store = SqliteStore.open({ databasePath, projectUid: UID }, systemClock, silentLogger);
  const log = new LogRecords();
  for (const startUs of [6, 4, 3, 1].map(daysAgo)) {
    const points = Array.from({ length: ROWS }, (_, n) => ({
      tag: LEVEL,
      timeUs: startUs + n * 30 * SECOND,
      value: n % 100 === 7 ? Number.NaN : n / 8,
      status: n % 100 === 7 ? STATUS.Bad : STATUS.Good,
    }));
    store.take(log.batch(points));
    store.take(log.batch([{ tag: NOTE, timeUs: startUs + 5, value: Number.NaN, text: 'grün', flags: 1 }]));
    store.tend();
  }
  store.take(log.batch([{ tag: LEVEL, timeUs: daysAgo(4), value: -1 }], { epoch: 1 }));
  store.release(Number.POSITIVE_INFINITY);
  store.tend();
  while (store.counts().tailPoints > 0) store.tend();
  await store.close();
}

const run = (...args: readonly string[]): ReturnType<typeof runCommandLine> => runCommandLine(['history', ...args]);
const names = (top: string): string[] =>
  readdirSync(top, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(top.length + 1))
    .sort();
const nameOf = (day: string): string => `hall-2-6f1de8d1/${day.slice(0, 4)}/${day.slice(5, 7)}/${day}`;
const fileOf = (day: string): string => join(archive, `${nameOf(day)}.parquet`);

describe('the archive of a project', () => {
  it('has a file and a line about it for each whole day that is old enough', async () => {
    const done = await run('archive', '--project', plant);
    expect(done).toMatchObject({ code: 0 });
    expect(done.stdout).toBe(
      `3 days, ${OLD_DAYS[0]} to ${OLD_DAYS[2]}: ${(3 * (ROWS + 1) + 1).toLocaleString('en')} points in ${archive}.\n`,
    );
    const expected = OLD_DAYS.flatMap((day) => [`${nameOf(day)}.json`, `${nameOf(day)}.parquet`]);
    expect(names(archive)).toEqual(expected.sort());
    const file = readFileSync(fileOf(OLD_DAYS[1]!));
    expect(JSON.parse(readFileSync(join(archive, `${nameOf(OLD_DAYS[1]!)}.json`), 'utf8'))).toEqual({
      day: OLD_DAYS[1],
      points: ROWS + 2,
      bytes: file.length,
      sha256: createHash('sha256').update(file).digest('hex'),
      first: `${OLD_DAYS[1]}T00:00:00.000Z`,
      last: `${OLD_DAYS[1]}T23:59:30.000Z`,
    });
    expect(existsSync(join(plant, '.nexus/archive'))).toBe(false);
  });

  it('is left as it is by the next run, which archives only the day whose line is gone, by the same bytes', async () => {
    const before = readFileSync(fileOf(OLD_DAYS[0]!));
    rmSync(join(archive, `${nameOf(OLD_DAYS[0]!)}.json`));
    const mended = await run('archive', '--project', plant);
    expect(mended.stdout).toBe(`${OLD_DAYS[0]}: ${(ROWS + 1).toLocaleString('en')} points in ${archive}.\n`);
    expect(readFileSync(fileOf(OLD_DAYS[0]!)).equals(before)).toBe(true);
  });

  it('gives a day back to a project that has lost it, once, with what its latest epoch said', async () => {
    const restored = join(folder.path, 'new');
    const file = fileOf(OLD_DAYS[1]!);
    const points = (ROWS + 1).toLocaleString('en');
    expect((await run('import', file, '--project', restored)).stdout).toBe(
      `${points} points added; 1 differ from what is stored of their time, which stays.\n`,
    );
    expect((await run('import', file, '--project', restored)).stdout).toBe(
      `0 points added; ${points} were stored already; 1 differ from what is stored of their time, which stays.\n`,
    );
    const out = join(folder.path, 'back.jsonl');
    const range = ['--from', `${OLD_DAYS[1]}T00:00:00Z`, '--to', `${OLD_DAYS[1]}T00:04:00Z`];
    await run('export', '--tags', 'test/plant/rig/#', ...range, '--out', out, '--project', restored);
    const rows = readFileSync(out, 'utf8').trimEnd().split('\n');
    const values = rows.map((line) => (JSON.parse(line) as { value: unknown }).value);
    expect(values).toEqual([-1, 1 / 8, 2 / 8, 3 / 8, 4 / 8, 5 / 8, 6 / 8, null, 'grün']);
  });

  it('tells by the job of a service that its folder cannot be used', async () => {
    const restored = join(folder.path, 'new');
    const service = new ServiceProcess(restored, await freePort());
    lifetime.defer(async () => void (await service.kill()));
    await service.start();
    const refused = await run('archive', '--port', String(service.port));
    expect(refused.code).not.toBe(0);
    expect(refused.stderr).toContain(`The archive folder ${join(restored, 'nexus.yaml')} cannot be read (ENOTDIR)`);
  });
});
