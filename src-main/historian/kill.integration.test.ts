import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Gap } from '../../src-shared/domain/series.ts';
import { systemClock } from '../kernel/clock.ts';
import { Lifetime } from '../kernel/lifetime.ts';
import { counterFrame, counterValue, seededRandom } from '../log/counter-frame.ts';
import { PostgresProcess } from '../testing/postgres-process.ts';
import { postgresMissing } from '../testing/postgres-programs.ts';
import {
  busySettings,
  COUNTER_DEVICES,
  COUNTER_TAGS,
  deviceName,
  EVIDENCE_FILE,
  LATE_US,
  tagName,
  tagsOf,
} from './counter-engine.ts';
import { settled, startLogAndHistorian, TEST_PROJECT, until } from './log-and-historian.ts';

const KILLS = 12;
const ENGINE = fileURLToPath(new URL('./counter-engine.ts', import.meta.url));
let folder: string;
let lifetime: Lifetime;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nexus-kill-'));
  lifetime = new Lifetime('test');
  lifetime.defer(() => rmSync(folder, { recursive: true }));
});

afterEach(() => lifetime.dispose());

interface Produced {
  readonly device: number;
  readonly n: number;
  readonly receivedUs: number;
}

/** What the lives of the engine noted: every batch they made, and of each life how many were accepted. */
function readEvidence(): { produced: Produced[]; accepted: Produced[] } {
  const produced: Produced[] = [];
  const accepted: Produced[] = [];
  let life: Produced[] = [];
  let acceptedOfLife = 0;
  const endLife = (): void => {
    accepted.push(...life.slice(0, acceptedOfLife));
    life = [];
    acceptedOfLife = 0;
  };
  for (const line of readFileSync(join(folder, EVIDENCE_FILE), 'utf8').split('\n')) {
    const [kind, a, b, c] = line.split(' ');
    if (kind === 'L') endLife();
    else if (kind === 'A') acceptedOfLife = Number(a);
    else if (kind === 'P') {
      const batch = { device: Number(a), n: Number(b), receivedUs: Number(c) };
      produced.push(batch);
      life.push(batch);
    }
  }
  endLife();
  return { produced, accepted };
}

/** Runs one life of the engine and kills it `afterMs` after it began to work. */
async function liveAndDie(firstN: number, afterMs: number, url: string | undefined): Promise<NodeJS.Signals | null> {
  const words = [ENGINE, folder, String(firstN), ...(url === undefined ? [] : [url])];
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'ignore', 'inherit'] });
  const exited = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  const hasBegun = (): boolean => {
    try {
      return readFileSync(join(folder, EVIDENCE_FILE), 'utf8').includes(` ${firstN} `);
    } catch {
      return false;
    }
  };
  await until(hasBegun);
  await systemClock.sleep(afterMs);
  child.kill('SIGKILL');
  const [, signal] = await exited;
  return signal;
}

/** Hours and days hold what the blocks hold, to the point: a kill between the two would show here. */
function expectRollupsOfAllBlocks(): void {
  const database = new DatabaseSync(join(folder, 'historian.db'), { readOnly: true });
  const read = (sql: string): number => Number(Object.values(database.prepare(sql).get()!)[0]);
  const points = read('SELECT sum(rows) FROM blocks');
  expect(points).toBeGreaterThan(10_000);
  expect(read('SELECT sum(count) FROM rollups WHERE unit = 3600')).toBe(points);
  expect(read('SELECT sum(count) FROM rollups WHERE unit = 86400')).toBe(points);
  expect(read("SELECT value FROM state WHERE name = 'blocks'")).toBe(read('SELECT count(*) FROM blocks'));
  expect(read("SELECT value FROM state WHERE name = 'late'")).toBe(read('SELECT count(*) FROM late'));
  expect(read('SELECT count(*) FROM block_data')).toBe(read('SELECT count(*) FROM blocks'));
  expect(database.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }]);
  database.close();
}

const isIn = (us: number, gap: Gap): boolean => us > gap.fromUs && us <= gap.toUs;

interface Place {
  /** Of a database; undefined for a file. */
  readonly url?: string;
  /** Called after each kill. */
  readonly killed?: (life: number) => Promise<void>;
  /** Looks at what is stored, past the historian. */
  readonly look: () => Promise<void> | void;
}

/** A database that is killed too, with every third life of the engine. */
async function givenDatabase(): Promise<Place> {
  const postgres = lifetime.add(await PostgresProcess.start('apache'));
  const database = await postgres.createDatabase();
  const killed = async (life: number): Promise<void> => {
    if (life % 3 !== 0) return;
    await postgres.kill();
    await postgres.start();
  };
  const look = async (): Promise<void> => {
    const rows = await postgres.number('SELECT count(*) FROM nexus.samples', database);
    expect(rows).toBeGreaterThan(10_000);
    const keys = 'SELECT count(*) FROM (SELECT DISTINCT tag_id, time, epoch FROM nexus.samples) k';
    expect(await postgres.number(keys, database)).toBe(rows);
    const marks = 'SELECT sum(stored_points) FROM nexus.ingest_marks';
    expect(await postgres.number(marks, database)).toBe(rows);
  };
  return { url: postgres.url(database), killed, look };
}

const PLACES = [
  { kind: 'a file', given: (): Place => ({ look: expectRollupsOfAllBlocks }), isMissing: false },
  { kind: 'TimescaleDB', given: givenDatabase, isMissing: postgresMissing('apache') !== undefined },
];

describe.each(PLACES)('an engine with its history in $kind that is killed', ({ given, isMissing }) => {
  it.skipIf(isMissing)(`${KILLS} times has every accepted value once, and every lost one lies in a gap`, async () => {
    const { url, killed, look } = await given();
    const random = seededRandom(11);
    let hits = 0;
    for (let life = 1; life <= KILLS; life++) {
      // Some are killed again while they still recover from the kill before.
      const afterMs = life % 4 === 0 ? random() * 30 : 100 + random() * 900;
      if ((await liveAndDie(life * 1_000_000, afterMs, url)) === 'SIGKILL') hits++;
      await killed?.(life);
    }
    const { produced, accepted } = readEvidence();
    expect(hits).toBe(KILLS);
    expect(accepted.length).toBeGreaterThan(5_000);

    const running = lifetime.add(await startLogAndHistorian(folder, busySettings(url)));
    running.log.names([[0, deviceName(0)]], [[0, tagName(0)]]);
    // The first batch of a run records the gap before it; this run needs one of its own.
    running.log.append(counterFrame(0, [0], 99_000_000, systemClock.wallUs()), 1);
    await settled(running);
    expect(running.historian.counts).toMatchObject({ queued: 0, dropped: 0, quarantined: 0 });
    expect(running.historian.counts.delivered).toBe(running.log.head!.totalPoints);
    expect(running.historian.progress!.sealedPoints).toBeGreaterThan(accepted.length);
    expect(running.historian.progress!.trimBelow).toBeGreaterThan(KILLS);

    const range = { fromUs: produced[0]!.receivedUs - LATE_US, toUs: produced.at(-1)!.receivedUs + 1 };
    let lost = 0;
    let found = 0;
    for (let device = 0; device < COUNTER_DEVICES; device++) {
      const made = produced.filter((batch) => batch.device === device);
      const taken = accepted.filter((batch) => batch.device === device);
      for (const tag of tagsOf(device)) {
        const query = { projectUid: TEST_PROJECT, tagUid: tagName(tag), deviceUid: deviceName(device), ...range };
        const { series, gaps } = await running.historian.series(query);
        const values = series.kind === 'raw' ? [...series.value] : [];
        const stored = new Set(values);
        const possible = new Set(made.map(({ n }) => counterValue(tag, n)));
        expect(stored.size).toBe(values.length);
        expect(values.filter((value) => !possible.has(value))).toEqual([]);
        expect(taken.filter(({ n }) => !stored.has(counterValue(tag, n)))).toEqual([]);
        const missing = made.filter(({ n }) => !stored.has(counterValue(tag, n)));
        expect(missing.filter(({ receivedUs }) => !gaps.some((gap) => isIn(receivedUs, gap)))).toEqual([]);
        lost += missing.length;
        found += values.length;
      }
    }
    expect(found).toBeGreaterThanOrEqual(accepted.length * COUNTER_TAGS);
    expect(lost).toBeGreaterThan(0);
    await running.dispose();
    await look();
  });
});
