import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JobView } from '../../../src-shared/contract/jobs.ts';
import { LogRecords } from '../../historian/log-records.ts';
import { SqliteStore } from '../../historian/sqlite/sqlite-store.ts';
import { systemClock } from '../../kernel/clock.ts';
import { silentLogger } from '../../kernel/logger.ts';
import { eventually } from '../../testing/eventually.ts';
import { freePort } from '../../testing/free-port.ts';
import { givenProjectFolder, type ProjectFolder } from '../../testing/project-folder.ts';
import { ServiceProcess } from '../../testing/service-process.ts';

const UID = '6f1de8d1-8f7e-4f7c-8a55-0c2b8b1d7a10';
const LEVEL = '6f1de8d1-8f7e-4f7c-8a55-0c2b8b1d7a11';
const PUMP = '6f1de8d1-8f7e-4f7c-8a55-0c2b8b1d7a12';
const SECOND = 1e6;
const ROWS = 200_000;
const START_US = Date.UTC(2026, 1, 3) * 1_000;
const NEXUS = `project: { name: Hall, uid: ${UID} }\naccess: { login: off }\nlog: { level: error }\nmqtt: { enabled: false }\nhistorian: { raw: 3650d, hourly: 3650d, daily: 3650d }\n`;
const RANGE = { from: '2026-02-03T00:00:00Z', to: '2026-02-06T00:00:00Z' };

let folder: ProjectFolder;
let service: ServiceProcess;

beforeAll(async () => {
  const device = `id: rig\nprotocol: modbus-tcp\nconnection: { host: 127.0.0.1, port: ${await freePort()}, unit_id: 1 }
uns_prefix: test/plant/rig\npoll_interval: 1h\ntags:
  - { id: level, uid: ${LEVEL}, address: "40001", data_type: int16, unit: bar }
  - { id: pump, uid: ${PUMP}, address: "40002", data_type: int16 }\n`;
  folder = await givenProjectFolder({ 'nexus.yaml': NEXUS, 'devices/rig.yaml': device });
  mkdirSync(join(folder.path, '.nexus'));
  const databasePath = join(folder.path, '.nexus/historian.db');
  const store = SqliteStore.open({ databasePath, projectUid: UID }, systemClock, silentLogger);
  const log = new LogRecords();
  for (let from = 0; from < ROWS; from += 1_000) {
    const times = Array.from({ length: 1_000 }, (_, i) => from + i);
    const level = times.map((n) => ({ tag: LEVEL, timeUs: START_US + n * SECOND, value: n / 8 }));
    store.take(log.batch([...level, { tag: PUMP, timeUs: START_US + from * SECOND, value: from % 2_000 }]));
    store.tend();
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

const url = (path: string): string => `http://127.0.0.1:${service.port}${path}`;

async function post<T>(path: string, body: unknown = {}): Promise<T> {
  const response = await fetch(url(`/api/v1${path}`), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const answer = (await response.json()) as T & { readonly detail?: string };
  if (!response.ok) throw new Error(`${response.status} ${answer.detail ?? ''}`);
  return answer;
}

const ended = (id: string): Promise<JobView> =>
  eventually(async () => {
    const job = await service.get<JobView>(`/api/v1/jobs/${id}`);
    expect(job.state).not.toBe('running');
    return job;
  });

async function exported(request: object): Promise<{ job: JobView; text: string }> {
  const { id } = await post<JobView>('/history/exports', { ...RANGE, ...request });
  const job = await ended(id);
  expect(job, job.text).toMatchObject({ state: 'done', progress: 1 });
  const { path, name } = await post<{ path: string; name: string }>(`/jobs/${id}/download`);
  const response = await fetch(url(path));
  expect(response.headers.get('content-disposition')).toContain(encodeURIComponent(name));
  return { job, text: await response.text() };
}

const files = (): string[] => readdirSync(join(folder.path, '.nexus/exports'));

describe('an export of history', () => {
  it('is a job whose file has every row, tag after tag, and whose estimate was about right', async () => {
    const range = { ...RANGE, tags: ['test/plant/#'] };
    const estimate = await post<{ tags: number; rows: number; bytes: number }>('/history/exports/estimate', range);
    expect(estimate).toMatchObject({ tags: 2, rows: ROWS + ROWS / 1_000 });
    const { job, text } = await exported(range);
    const lines = text.trimEnd().split('\r\n');
    expect(lines[0]).toBe('time,topic,value,quality,unit,status,type,flags');
    expect(lines.length).toBe(1 + ROWS + ROWS / 1_000);
    expect(lines[1]).toBe('2026-02-03T00:00:00.000Z,test/plant/rig/level,0,192,bar,0,,');
    expect(lines[ROWS]).toBe(`2026-02-05T07:33:19.000Z,test/plant/rig/level,${(ROWS - 1) / 8},192,bar,0,,`);
    expect(lines[ROWS + 2]).toContain('test/plant/rig/pump,1000,');
    expect(job.text).toBe(`200,200 rows of 2 tags in ${job.result!.name}, ${job.text.split(', ').at(-1)!}`);
    expect(job.result).toMatchObject({
      name: 'history 2026-02-03T00-00 to 2026-02-06T00-00.csv',
      bytes: Buffer.byteLength(text),
    });
    expect(estimate.bytes / job.result!.bytes).toBeGreaterThan(0.5);
    expect(estimate.bytes / job.result!.bytes).toBeLessThan(2);
  });

  it('has one row a bucket of exactly the width that was asked for, by the clocks of a zone', async () => {
    const { text } = await exported({
      tags: ['rig/level'],
      bucket: '5m',
      zone: 'Asia/Kolkata',
      from: '2026-02-03T05:30',
    });
    const lines = text.trimEnd().split('\r\n');
    expect(lines[0]).toBe('time,topic,avg,min,max,first,last,count,bad,unit');
    expect(lines[2]).toBe(
      '2026-02-03T05:35:00.000+05:30,test/plant/rig/level,56.1875,37.5,74.875,37.5,74.875,300,0,bar',
    );
    expect(lines.length).toBe(1 + Math.ceil(ROWS / 300));
  });

  it('may be fetched once by its address, which needs no session, and again by a new one', async () => {
    const { id } = await post<JobView>('/history/exports', { ...RANGE, tags: ['rig/pump'], format: 'jsonl' });
    await ended(id);
    const { path } = await post<{ path: string }>(`/jobs/${id}/download`);
    const first = await (await fetch(url(path))).text();
    expect(JSON.parse(first.split('\n')[0]!)).toMatchObject({
      time: '2026-02-03T00:00:00.000Z',
      value: 0,
      quality: 192,
    });
    expect((await fetch(url(path))).status).toBe(404);
    expect((await fetch(url('/download/guessed'))).status).toBe(404);
    const again = await post<{ path: string }>(`/jobs/${id}/download`);
    expect(await (await fetch(url(again.path))).text()).toBe(first);
  });

  it('leaves nothing behind when it is called off', async () => {
    const before = files();
    const { id } = await post<JobView>('/history/exports', { ...RANGE, tags: ['#'], format: 'jsonl' });
    await eventually(() => expect(files().some((name) => name.endsWith('.partial'))).toBe(true));
    const job = await post<JobView>(`/jobs/${id}/cancel`);
    expect(job).toMatchObject({ state: 'cancelled', result: null });
    expect(files()).toEqual(before);
    await expect(post(`/jobs/${id}/download`)).rejects.toThrow('404');
  });

  it('is refused in plain words where nothing fits', async () => {
    const refused = (request: object): Promise<unknown> => post('/history/exports', { ...RANGE, ...request });
    await expect(refused({ tags: ['rig/levle'] })).rejects.toThrow('404 No tag matches “rig/levle”');
    await expect(refused({ tags: ['rig/level'], from: RANGE.to, to: RANGE.from })).rejects.toThrow('400 “To”');
    await expect(refused({ tags: ['rig/level'], zone: 'Mars/Base' })).rejects.toThrow('400');
    await expect(post('/jobs/none/cancel')).rejects.toThrow('404 There is no job');
  });
});
