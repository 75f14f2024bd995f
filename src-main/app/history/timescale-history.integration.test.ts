import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  HistoryAnswer,
  HistoryEstimate,
  TagStatisticsView,
} from '../../../src-shared/contract/history-explore.ts';
import type { QuarantinedPoint } from '../../../src-shared/contract/history-quarantine.ts';
import type { JobView } from '../../../src-shared/contract/jobs.ts';
import { Lifetime } from '../../kernel/lifetime.ts';
import { eventually } from '../../testing/eventually.ts';
import { expectBalance } from '../../testing/expect-balance.ts';
import { freePort } from '../../testing/free-port.ts';
import { PostgresProcess } from '../../testing/postgres-process.ts';
import { postgresMissing } from '../../testing/postgres-programs.ts';
import { givenProjectFolder, type ProjectFolder } from '../../testing/project-folder.ts';
import { ServiceProcess } from '../../testing/service-process.ts';

const HOUR_MS = 3_600_000;
/** Yesterday, so that all is kept. */
const START_MS = Math.floor(Date.now() / HOUR_MS - 24) * HOUR_MS;
const SECONDS = 7_200;
const lifetime = new Lifetime('history in TimescaleDB');
let postgres: PostgresProcess;
let name: string;
let folder: ProjectFolder;
let service: ServiceProcess;

const time = (second: number): string => new Date(START_MS + second * 1_000).toISOString();
const line = (second: number, value: number, tag: string): string =>
  `${time(second)},test/plant/rig/${tag},${value},192`;
const csv = (lines: readonly string[]): string => `time,topic,value,quality\n${lines.join('\n')}\n`;
/** The level rises from 0 to 59 each minute; the pump changes every half an hour. */
const GIVEN = [
  ...Array.from({ length: SECONDS }, (_, n) => line(n, n % 60, 'level')),
  ...[0, 1, 2, 3].map((n) => line(n * 1_800, n % 2, 'pump')),
];
const RANGE = { from: time(0), to: time(SECONDS) };

async function send<T>(path: string, body: object): Promise<T> {
  const isFile = body instanceof Uint8Array;
  const response = await fetch(`http://127.0.0.1:${service.port}${path}`, {
    method: 'POST',
    headers: { 'content-type': isFile ? 'application/octet-stream' : 'application/json' },
    body: isFile ? body : JSON.stringify(body),
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

async function imported(file: Uint8Array<ArrayBuffer>): Promise<string> {
  const { upload } = await send<{ upload: string }>('/upload', file);
  return (await ended((await send<JobView>('/api/v1/history/imports', { upload })).id)).text;
}
const bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

const ask = async (question: object): Promise<HistoryAnswer['tags'][number]> =>
  (await send<HistoryAnswer>('/api/v1/history/ask', { ...RANGE, ...question })).tags[0]!;

describe.skipIf(postgresMissing('apache') !== undefined)('a service whose history is in TimescaleDB', () => {
  beforeAll(async () => {
    postgres = lifetime.add(await PostgresProcess.start('apache'));
    name = await postgres.createDatabase();
    const device = `id: rig\nprotocol: modbus-tcp\nconnection: { host: 127.0.0.1, port: ${await freePort()}, unit_id: 1 }
uns_prefix: test/plant/rig\npoll_interval: 1h\ntags:
  - { id: level, address: "40001", data_type: int16 }
  - { id: pump, address: "40002", data_type: int16 }\n`;
    folder = await givenProjectFolder({
      // A word of SQL, so that every statement has to quote it.
      'nexus.yaml': `project: { name: Hall }\naccess: { login: off }\nlog: { level: error }\nhistorian: { database: { url: "${postgres.url(name)}", schema: order } }\n`,
      'devices/rig.yaml': device,
    });
    lifetime.defer(() => folder.remove());
    service = new ServiceProcess(folder.path, await freePort());
    lifetime.defer(async () => void (await service.kill()));
    await service.start();
  });
  afterAll(() => lifetime.dispose());

  const sql = (text: string): Promise<string[][]> => postgres.sql(text, name);

  it('takes a file of history in once, and gives out what takes nothing in a second time', async () => {
    expect(await imported(bytes(csv(GIVEN)))).toBe('7,204 points added.');
    expect(await imported(bytes(csv(GIVEN)))).toBe('0 points added; 7,204 were stored already.');
    const job = await send<JobView>('/api/v1/history/exports', { ...RANGE, tags: ['rig/+'], format: 'parquet' });
    expect((await ended(job.id)).text).toMatch(/^7,204 rows of 2 tags in /);
    const { path } = await send<{ path: string }>(`/api/v1/jobs/${job.id}/download`, {});
    const file = new Uint8Array(await (await fetch(`http://127.0.0.1:${service.port}${path}`)).arrayBuffer());
    expect(await imported(file)).toBe('0 points added; 7,204 were stored already.');
    expect(
      await sql('SELECT count(*), count(DISTINCT (topic, time)) FROM "order".metrics WHERE quality = 192'),
    ).toEqual([['7204', '7204']]);
  });

  it('answers with averages, time-weighted ones and times in state, and the SQL of a question gives the same', async () => {
    const level = await ask({ tags: ['rig/level'], interval: '1h', aggregates: ['avg', 'max', 'count', 'twa'] });
    expect(level).toMatchObject({ columns: ['time', 'avg', 'max', 'count', 'twa', 'bad'], known: true });
    const pump = await ask({ tags: ['rig/pump'], interval: '1h', aggregates: ['state'] });
    const hours = [START_MS * 1_000, (START_MS + HOUR_MS) * 1_000];
    expect(level.values!.map((column) => column.map((value) => Number(value!.toFixed(9))))).toEqual([
      hours,
      [29.5, 29.5],
      [59, 59],
      [3_600, 3_600],
      [29.5, 29.5],
      [0, 0],
    ]);
    // Before and after the rollups know of it.
    const known = await ask({ tags: ['rig/level'], interval: '1h', aggregates: ['count', 'last'] });
    expect(known).toMatchObject({ source: '1-hour', values: [hours, [3_600, 3_600], [59, 59], [0, 0]] });
    expect(pump).toMatchObject({ columns: ['time', 'state:0', 'state:1', 'bad'] });
    expect(pump.values).toEqual([hours, [1_800, 1_800], [1_800, 1_800], [0, 0]]);
    const question = { ...RANGE, tags: ['rig/level'], interval: '30m', aggregates: ['std', 'min'] };
    const { sql: text, points, source } = await send<HistoryEstimate>('/api/v1/history/estimate', question);
    expect([points, source]).toEqual([7_200, 'raw']);
    const { values } = await ask(question);
    const rows = await sql(text);
    expect(rows.map((row) => row.slice(2).map((cell) => Number(cell).toFixed(6)))).toEqual(
      values![1]!.map((std, n) => [std!.toFixed(6), values![2]![n]!.toFixed(6)]),
    );
    expect(rows.length).toBe(4);
  });

  it('tells the statistics of its tags', async () => {
    const question = { ...RANGE, tags: ['rig/level'] };
    const { tags } = await send<{ tags: TagStatisticsView[] }>('/api/v1/history/statistics', question);
    expect(tags).toMatchObject([
      {
        known: true,
        isExact: true,
        count: SECONDS,
        bad: 0,
        min: 0,
        max: 59,
        avg: 29.5,
        twa: 29.5,
        coverage: 1,
        gaps: [],
      },
    ]);
  });

  it('puts aside what the database refuses, stores it when that is over, and accounts for every point', async () => {
    await sql('ALTER TABLE "order".samples ADD CONSTRAINT below CHECK (value < 1000)');
    await imported(bytes(csv([line(SECONDS, 60, 'level'), line(SECONDS + 1, 2_000, 'level')])));
    const list = (): Promise<{ total: number; rows: QuarantinedPoint[] }> => service.get('/api/v1/history/quarantine');
    expect(await list()).toMatchObject({
      total: 1,
      rows: [
        { topic: 'test/plant/rig/level', value: 2_000, reason: 'refused', detail: expect.stringContaining('below') },
      ],
    });
    expect((await expectBalance(service, GIVEN.length + 2)).quarantined).toBe(1);
    const { csv: text } = await service.get<{ csv: string }>('/api/v1/history/quarantine/csv');
    expect(text.split('\r\n')[1]).toContain(`,test/plant/rig/level,${time(SECONDS + 1).slice(0, -1)}`);
    expect(await send('/api/v1/history/quarantine/retry', {})).toEqual({ stored: 0, kept: 1 });
    await sql('ALTER TABLE "order".samples DROP CONSTRAINT below');
    expect(await send('/api/v1/history/quarantine/retry', {})).toEqual({ stored: 1, kept: 0 });
    expect(await list()).toEqual({ total: 0, rows: [] });
    await eventually(async () => {
      const { accepted, delivered, queued, dropped, quarantined } = await service.balance();
      expect([queued, dropped, quarantined]).toEqual([0, 0, 0]);
      expect(delivered).toBe(accepted);
      expect(await sql('SELECT count(*) FROM "order".samples')).toEqual([[String(accepted)]]);
    });
  });
});
