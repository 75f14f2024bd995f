import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  HistoryAnswer,
  HistoryEstimate,
  TagStatisticsView,
} from '../../../src-shared/contract/history-explore.ts';
import type { QueryEntry } from '../../../src-shared/contract/queries.ts';
import { LogRecords } from '../../historian/log-records.ts';
import { SqliteStore } from '../../historian/sqlite/sqlite-store.ts';
import { systemClock } from '../../kernel/clock.ts';
import { silentLogger } from '../../kernel/logger.ts';
import { freePort } from '../../testing/free-port.ts';
import { givenProjectFolder, type ProjectFolder } from '../../testing/project-folder.ts';
import { ServiceProcess } from '../../testing/service-process.ts';

const UID = '6f1de8d1-8f7e-4f7c-8a55-0c2b8b1d7a10';
const SECOND = 1e6;
const DAY_US = Date.UTC(2026, 1, 3) * 1_000;
const NEXUS = `project: { name: Hall, uid: ${UID} }\naccess: { login: off }\nlog: { level: error }\nmqtt: { enabled: false }\n`;
const device = (port: number): string => `id: rig
protocol: modbus-tcp
connection: { host: 127.0.0.1, port: ${port}, unit_id: 1 }
uns_prefix: test/plant/rig
poll_interval: 1h
tags:
  - { id: level, uid: 6f1de8d1-8f7e-4f7c-8a55-0c2b8b1d7a11, address: "40001", data_type: int16 }
  - { id: pump, uid: 6f1de8d1-8f7e-4f7c-8a55-0c2b8b1d7a12, address: "40002", data_type: int16 }
  - { id: fresh, uid: 6f1de8d1-8f7e-4f7c-8a55-0c2b8b1d7a13, address: "40003", data_type: int16 }
`;

let folder: ProjectFolder;
let service: ServiceProcess;

beforeAll(async () => {
  folder = await givenProjectFolder({ 'nexus.yaml': NEXUS, 'devices/rig.yaml': device(await freePort()) });
  mkdirSync(join(folder.path, '.nexus'));
  const databasePath = join(folder.path, '.nexus/historian.db');
  const store = SqliteStore.open({ databasePath, projectUid: UID }, systemClock, silentLogger);
  const log = new LogRecords();
  // A day: the level every second, the pump on in every other hour.
  for (let hour = 0; hour < 24; hour++) {
    const times = Array.from({ length: 3_600 }, (_, at) => hour * 3_600 + at);
    const level = times.map((n) => ({
      tag: '6f1de8d1-8f7e-4f7c-8a55-0c2b8b1d7a11',
      timeUs: DAY_US + n * SECOND,
      value: hour % 2,
    }));
    store.take(
      log.batch([
        ...level,
        { tag: '6f1de8d1-8f7e-4f7c-8a55-0c2b8b1d7a12', timeUs: DAY_US + hour * 3_600 * SECOND, value: hour % 2 },
      ]),
    );
    store.tend();
  }
  store.release(Number.POSITIVE_INFINITY);
  while (store.counts().tailPoints > 0) store.tend();
  await store.close();
  service = new ServiceProcess(folder.path, await freePort());
  await service.start();
}, 30_000);

afterAll(async () => {
  await service.kill();
  await folder.remove();
});

async function post<T>(path: string, question: object, method = 'POST'): Promise<{ status: number; body: T }> {
  const request = { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(question) };
  const response = await fetch(`http://127.0.0.1:${service.port}/api/v1/${path}`, request);
  return { status: response.status, body: (await response.json()) as T };
}
const RANGE = { from: '2026-02-03 01:00', to: '2026-02-04T00:00:00Z', timeZone: 'Europe/Madrid' };
const problem = async (question: object): Promise<[number, string]> => {
  const { status, body } = await post<{ detail: string }>('history/ask', {
    tags: ['rig/level'],
    ...RANGE,
    ...question,
  });
  return [status, body.detail];
};

describe('a question over REST', () => {
  it('is answered with columns, one list each, by the clocks of its time zone', async () => {
    const question = { tags: ['rig/*', 'rig/none'], ...RANGE, interval: '6h', aggregates: ['avg', 'count'] };
    const { status, body } = await post<HistoryAnswer>('history/ask', question);
    expect(status, JSON.stringify(body)).toBe(200);
    expect(body.fromUs).toBe(DAY_US);
    expect(body.unmatched).toEqual(['rig/none']);
    const [level, pump, fresh] = body.tags;
    expect(level).toMatchObject({ tag: 'level', source: '1-hour', rows: 4, columns: ['time', 'avg', 'count', 'bad'] });
    expect(level!.values!.slice(1)).toEqual([
      [0.5, 0.5, 0.5, 0.5],
      [21_600, 21_600, 21_600, 21_600],
      [0, 0, 0, 0],
    ]);
    expect(pump!.values![2]).toEqual([6, 6, 6, 6]);
    expect(fresh).toMatchObject({ rows: 0 });
  });

  it('can be about the time in which another tag had a value', async () => {
    const question = {
      tags: ['rig/level'],
      ...RANGE,
      interval: '1d',
      when: 'test/plant/rig/pump = 1',
      aggregates: ['avg', 'count', 'state'],
    };
    const { body } = await post<HistoryAnswer>('history/ask', question);
    expect(body.tags[0]).toMatchObject({
      source: 'raw',
      columns: ['time', 'avg', 'count', 'state:1', 'bad'],
      values: [[DAY_US], [1], [43_200], [43_200], [0]],
    });
  });

  it('is estimated before it is asked, and refused above two million points with the interval that fits', async () => {
    const { body } = await post<HistoryEstimate>('history/estimate', {
      tags: ['rig/level'],
      ...RANGE,
      interval: 'raw',
    });
    expect(body).toMatchObject({ points: 86_400, reads: 86_400, returns: 86_400, source: 'raw', refusal: null });
    expect(body.sql).toContain("topic IN ('test/plant/rig/level')");
    const hours = await post<HistoryEstimate>('history/estimate', { tags: ['rig/level'], ...RANGE, interval: '1h' });
    expect(hours.body).toMatchObject({ reads: 24, returns: 24, source: '1-hour' });
    const [status, words] = await problem({ interval: '10ms' });
    expect([status, words]).toEqual([
      413,
      expect.stringMatching(/about 8\.6 million points; the limit is 2 million\. Use averages of/),
    ]);
  });

  it.each([
    [{ from: 'yesterdy' }, /“yesterdy” is not a time\. Try 14:05/],
    [{ from: '2026-03-29 02:30', to: 'now' }, /not on the clocks of Europe\/Madrid/],
    [{ from: '2026-02-05' }, /is not after “From”.*Swap them/],
    [{ timeZone: 'Mars/Olympus' }, /“Mars\/Olympus” is not a time zone/],
    [{ interval: '0s' }, /“0s” is not an interval/],
    [{ interval: '1ns' }, /“1ns” is not an interval/],
    [{ interval: '-5m' }, /“-5m” is not an interval/],
    [{ when: 'rig/pump = ' }, /has no value after “=”/],
    [{ from: '0000-01-01', interval: 'raw' }, /not in the years 1 to 9999/],
  ])('with %j is refused with the value seen and what is allowed', async (question, words) => {
    const [status, detail] = await problem(question);
    expect([status, detail]).toEqual([expect.any(Number), expect.stringMatching(words)]);
    expect(status).toBeLessThan(500);
  });

  it.each(["rig/level'; DROP TABLE tags; --", 'rig/gone', '../../etc/passwd'])(
    'about %j, which is no tag, says so',
    async (tag) => {
      const [status, words] = await problem({ tags: [tag] });
      expect([status, words]).toEqual([404, expect.stringContaining(`No tag of this project matches “${tag}”.`)]);
    },
  );

  it('has statistics, and tells a tag that never had a value from one without any here', async () => {
    const question = { tags: ['rig/level'], from: '2026-02-05 00:00', to: '2026-02-06 00:00', timeZone: 'UTC' };
    const { body } = await post<{ tags: TagStatisticsView[] }>('history/statistics', question);
    expect(body.tags[0]).toMatchObject({ known: true, count: 0, beforeUs: DAY_US + 86_399 * SECOND });
    const day = await post<{ tags: TagStatisticsView[] }>('history/statistics', { tags: ['rig/level'], ...RANGE });
    expect(day.body.tags[0]).toMatchObject({
      count: 86_400,
      bad: 0,
      avg: expect.closeTo(0.5, 9),
      coverage: 1,
      isExact: true,
    });
  });

  it('is kept in the project by its name', async () => {
    const question = { tags: ['rig/level'], from: 'now/d', to: 'now' };
    const saved = await post('queries/shift', { name: 'Last shift', question }, 'PUT');
    expect(saved.status, JSON.stringify(saved.body)).toBe(200);
    expect(await service.get<QueryEntry[]>('/api/v1/queries')).toEqual([
      { id: 'shift', name: 'Last shift', tags: 1, fault: null },
    ]);
    expect(await service.get('/api/v1/queries/shift')).toMatchObject({ question: { ...question, interval: 'auto' } });
  });
});
