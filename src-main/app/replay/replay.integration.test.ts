import { mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JobView } from '../../../src-shared/contract/jobs.ts';
import type { ReplayResult } from '../../../src-shared/contract/replay.ts';
import { LogRecords } from '../../historian/log-records.ts';
import { SqliteStore } from '../../historian/sqlite/sqlite-store.ts';
import { systemClock } from '../../kernel/clock.ts';
import { silentLogger } from '../../kernel/logger.ts';
import { runCommandLine } from '../../testing/command-process.ts';
import { eventually } from '../../testing/eventually.ts';
import { freePort } from '../../testing/free-port.ts';
import { givenProjectFolder, type ProjectFolder } from '../../testing/project-folder.ts';
import { ServiceProcess } from '../../testing/service-process.ts';

const UID = '6f1de8d1-8f7e-4f7c-8a55-0c2b8b1d7a10';
const START_US = Date.UTC(2026, 1, 3) * 1_000;
const RANGE = { from: '2026-02-03T00:00:00Z', to: '2026-02-04T00:00:00Z' };
const NEXUS = `project: { name: Hall, uid: ${UID} }\naccess: { login: off }\nlog: { level: error }\nmqtt: { enabled: false }\nhistorian: { raw: 3650d, hourly: 3650d, daily: 3650d }\n`;
const TAGS = 50;
const POINTS = 400;
const CHANGED = 14;

const uidOf = (n: number): string => `6f1de8d1-8f7e-4f7c-8a55-0c2b8b1d8${String(n).padStart(3, '0')}`;

let folder: ProjectFolder;
let service: ServiceProcess;

beforeAll(async () => {
  const tags = Array.from(
    { length: TAGS },
    (_, n) => `  - { id: t${n}, uid: ${uidOf(n)}, address: "${40_001 + n}", data_type: int16, scale: 0.1, unit: bar }`,
  );
  const rig = `id: rig\nprotocol: modbus-tcp\nconnection: { host: 127.0.0.1, port: ${await freePort()}, unit_id: 1 }
uns_prefix: test/plant/rig\npoll_interval: 1h\ntags:\n${tags.join('\n')}\n`;
  const kpi = `id: kpi\nprotocol: calculated\nuns_prefix: test/plant/kpi\ntags:
  - { id: rise, uid: ${uidOf(900)}, address: "{rig/t0} - {rig/t40}" }
  - { id: calm, uid: ${uidOf(901)}, address: "{rig/t41} * 2" }
  - { id: twice, uid: ${uidOf(902)}, address: "{rise} * 2" }\n`;
  folder = await givenProjectFolder({ 'nexus.yaml': NEXUS, 'devices/rig.yaml': rig, 'devices/kpi.yaml': kpi });
  mkdirSync(join(folder.path, '.nexus'));
  const databasePath = join(folder.path, '.nexus/historian.db');
  const store = SqliteStore.open({ databasePath, projectUid: UID }, systemClock, silentLogger);
  const log = new LogRecords();
  for (let point = 0; point < POINTS; point++) {
    const timeUs = START_US + point * 10e6;
    const raw = (n: number): number => Math.round(1_000 + 500 * Math.sin(point / 20 + n));
    store.take(log.batch(Array.from({ length: TAGS }, (_, n) => ({ tag: uidOf(n), timeUs, value: raw(n) * 0.1 }))));
    if (point % 50 === 49) store.tend();
  }
  store.release(Number.POSITIVE_INFINITY);
  while (store.counts().tailPoints > 0) store.tend();
  await store.close();
  service = new ServiceProcess(folder.path, await freePort());
  await service.start();
});

afterAll(async () => {
  await service.kill();
  await folder.remove();
});

async function post<T>(path: string, body: unknown = {}): Promise<T> {
  const response = await fetch(`http://127.0.0.1:${service.port}/api/v1${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const answer = (await response.json()) as T & { readonly detail?: string };
  if (!response.ok) throw new Error(`${response.status} ${answer.detail ?? ''}`);
  return answer;
}

async function replayed(against: unknown): Promise<ReplayResult> {
  const { id } = await post<JobView>('/replay', { ...RANGE, against });
  const job = await eventually(async () => {
    const seen = await service.get<JobView>(`/api/v1/jobs/${id}`);
    expect(seen.state).not.toBe('running');
    return seen;
  });
  expect(job, job.text).toMatchObject({ kind: 'replay', state: 'done' });
  return await service.get<ReplayResult>(`/api/v1/replay/${id}`);
}

const changed = (patch: object, first = 0, count = CHANGED): unknown[] =>
  Array.from({ length: count }, (_, n) => ({ kind: 'change', tag: `t${first + n}`, patch }));

describe('a day of history replayed through edits that are not applied', () => {
  it('names the 14 tags whose scale is ten times what it was, and what is calculated of them', async () => {
    const found = await replayed({ kind: 'edits', device: 'rig', edits: changed({ scale: 1 }) });
    expect(found.summary).toBe('16 of 53 tags differ: 14 by × 10, 2 otherwise.');
    expect(found.tags).toMatchObject({ both: 53, differ: 16, untouched: 37, unknown: 0 });
    const read = found.rows.filter(({ device }) => device === 'rig');
    expect(read.map(({ tag }) => tag).sort()).toEqual(Array.from({ length: CHANGED }, (_, n) => `t${n}`).sort());
    for (const row of read) {
      expect(row).toMatchObject({ verdict: 'differs', text: '× 10', law: { factor: 10, offset: 0 } });
      expect(row).toMatchObject({ compared: POINTS, values: POINTS, fewer: 0, more: 0, untold: 0, notes: [] });
      expect(row.worst!.after).toBeCloseTo(10 * (row.worst!.before as number), 9);
    }
    const rise = found.rows.find(({ tag }) => tag === 'rise')!;
    expect(rise).toMatchObject({ verdict: 'differs', compared: POINTS, values: POINTS, law: null });
    expect(found.rows.find(({ tag }) => tag === 'twice')!.worst!.timeUs).toBe(rise.worst!.timeUs);
  });

  it('finds no difference where a range says the same as the scale', async () => {
    const range = { scale: null, raw_low: 3, raw_high: 2_003, eu_low: 0.3, eu_high: 200.3 };
    const found = await replayed({ kind: 'edits', device: 'rig', edits: changed(range, 0, 2) });
    expect(found.summary).toBe('None of 53 tags differs.');
    expect(found.tags).toMatchObject({ differ: 0, same: 53, untouched: 49 });
    expect(found.rows[0]).toMatchObject({ verdict: 'same', compared: POINTS, text: 'No difference' });
  });

  it('says of another address that history does not know what stood there', async () => {
    const found = await replayed({ kind: 'edits', device: 'rig', edits: changed({ address: '40101' }, 41, 1) });
    expect(found.summary).toBe('None of 53 tags differs; of 2 history cannot tell.');
    expect(found.rows.map(({ tag, verdict, text }) => [tag, verdict, text])).toEqual([
      ['t41', 'unknown', 'Read at 40101 int16 instead of 40042 int16: history does not know what stood there'],
      ['calm', 'unknown', 'Made of a tag that history does not know as it would be read now'],
    ]);
  });

  it('compares with the folder of another project from the command line, through the service', async () => {
    const rig = await readFile(join(service.folder, 'devices/rig.yaml'), 'utf8');
    // A copy without identities: tags are known by their ids.
    const bare = rig
      .replace(/uid: \S+, /g, '')
      .replace('scale: 0.1, unit: bar', 'scale: 0.1, offset: 273.15, unit: bar');
    const other = await givenProjectFolder({ 'nexus.yaml': 'project: { name: Other }\n', 'devices/rig.yaml': bare });
    const args = ['replay', '--from', RANGE.from, '--to', RANGE.to, '--against', other.path];
    const { code, stdout, stderr } = await runCommandLine([...args, '--port', String(service.port)]);
    await other.remove();
    expect(stderr).toBe('');
    expect(code).toBe(0);
    const lines = stdout.trim().split('\n');
    expect(lines[0]).toMatch(/^Revision 1 \(running\) against another project, 2026-02-03.*, 400 points$/);
    expect(lines[1]).toBe('1 of 50 tags differs: + 273.15; 3 removed.');
    expect(lines[2]).toMatch(/^ {2}rig\/t0: \+ 273\.15, at most at 2026-02-03T\S+: \S+ bar → \S+ bar$/);
  });
});
