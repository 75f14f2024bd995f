import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ImportPreview } from '../../../src-shared/contract/imports.ts';
import type { JobView } from '../../../src-shared/contract/jobs.ts';
import { Lifetime } from '../../kernel/lifetime.ts';
import { eventually } from '../../testing/eventually.ts';
import { expectBalance } from '../../testing/expect-balance.ts';
import { freePort } from '../../testing/free-port.ts';
import { givenProjectFolder, type ProjectFolder } from '../../testing/project-folder.ts';
import { ServiceProcess } from '../../testing/service-process.ts';

const HOUR_MS = 3_600_000;
/** Yesterday, so that all is kept. */
const START_MS = Math.floor(Date.now() / HOUR_MS - 24) * HOUR_MS;
let lifetime: Lifetime;
let folder: ProjectFolder;
let service: ServiceProcess;

beforeAll(async () => {
  lifetime = new Lifetime('imports');
  const device = `id: rig\nprotocol: modbus-tcp\nconnection: { host: 127.0.0.1, port: ${await freePort()}, unit_id: 1 }
uns_prefix: test/plant/rig\npoll_interval: 1h\ntags:
  - { id: a, address: "40001", data_type: int16 }
  - { id: b, address: "40002", data_type: int16 }
  - { id: c, address: "40003", data_type: int16 }
  - { id: text-b, address: "40010", data_type: string, length: 8 }
  - { id: text-c, address: "40020", data_type: string, length: 8 }\n`;
  folder = await givenProjectFolder({
    'nexus.yaml': 'project: { name: Hall }\naccess: { login: off }\nlog: { level: error }\n',
    'devices/rig.yaml': device,
  });
  lifetime.defer(() => folder.remove());
  service = new ServiceProcess(folder.path, await freePort());
  lifetime.defer(async () => void (await service.kill()));
  await service.start();
});
afterAll(() => lifetime.dispose());

async function send<T>(path: string, body: unknown, type = 'application/json'): Promise<T> {
  const content = typeof body === 'string' ? body : JSON.stringify(body);
  const url = `http://127.0.0.1:${service.port}${path}`;
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': type }, body: content });
  const answer = (await response.json()) as T & { readonly detail?: string };
  if (!response.ok) throw new Error(`${response.status} ${answer.detail ?? ''}`);
  return answer;
}

const upload = async (text: string): Promise<string> =>
  (await send<{ upload: string }>('/upload', text, 'application/octet-stream')).upload;

async function imported(text: string, choice: object = {}): Promise<JobView> {
  const { id } = await send<JobView>('/api/v1/history/imports', { upload: await upload(text), ...choice });
  return eventually(async () => {
    const job = await service.get<JobView>(`/api/v1/jobs/${id}`);
    expect(job.state).not.toBe('running');
    return job;
  });
}

async function stored(tag: string): Promise<{ value: number | string; quality: number; flags?: string[] }[]> {
  const from = new Date(START_MS).toISOString();
  const { rows } = await service.get<{ rows: { value: number; quality: number }[] }>(
    `/api/v1/history?topic=test/plant/rig/${tag}&from=${from}&to=now`,
  );
  return rows.filter(({ quality }) => quality !== 24);
}

const time = (second: number): string => new Date(START_MS + second * 1_000).toISOString();
const line = (second: number, value: unknown, topic: string): string =>
  `${time(second)},test/plant/rig/${topic},${String(value)},192`;
const csv = (lines: readonly string[]): string => `time,topic,value,quality\n${lines.join('\n')}\n`;
const ramp = (topic: string, count: number): string[] => Array.from({ length: count }, (_, n) => line(n, n, topic));

describe('an import of history', () => {
  it('fills the history back through the log, and the same file again changes nothing', async () => {
    const lines = ramp('a', 12_000);
    // In no order, and with a line twice.
    const file = csv([...lines.slice(6_000), ...lines.slice(0, 6_000), lines[5]!]);
    expect(await imported(file)).toMatchObject({
      state: 'done',
      text: '12,000 points added; 1 were stored already.',
    });
    const rows = await stored('a');
    expect(rows.map(({ value }) => value)).toEqual(Array.from({ length: 12_000 }, (_, n) => n));
    expect(rows[0]).toMatchObject({ quality: 192, flags: ['historical'] });
    expect(await imported(file)).toMatchObject({ text: '0 points added; 12,001 were stored already.' });
    expect(await imported(csv([line(0, 7, 'a'), line(0.5, 0.5, 'a')]))).toMatchObject({
      text: '1 points added; 1 differ from what is stored of their time, which stays.',
    });
    expect((await stored('a')).slice(0, 3).map(({ value }) => value)).toEqual([0, 0.5, 1]);
    expect((await service.balance()).quarantined).toBe(0);
    await expectBalance(service, 12_001);
    expect(readdirSync(join(folder.path, '.nexus/imports'))).toEqual([]);
  });

  it('is looked at before: what could be imported, which topics no tag has, and each line with its problem', async () => {
    const file = csv([
      ...ramp('b', 3),
      line(1, 1, 'bb'),
      line(2, 2, 'bb'),
      line(3, 'high', 'b'),
      `${time(4).slice(0, -1)},test/plant/rig/b,4,192`,
      line(5, 12, 'text-b'),
      line(-86_400 * 60, 1, 'b'),
    ]);
    const preview = await send<ImportPreview>('/api/v1/history/imports/preview', { upload: await upload(file) });
    expect(preview).toMatchObject({
      format: 'csv',
      rows: 5,
      tags: 2,
      fromUs: (START_MS - 60 * 86_400_000) * 1_000,
      toUs: (START_MS + 5_000) * 1_000,
      old: 1,
      unknown: [{ topic: 'test/plant/rig/bb', rows: 2 }],
      unknownRows: 2,
      problemRows: 2,
    });
    expect(preview.problems.map((problem) => problem.line)).toEqual([7, 8]);
    expect(preview.problems[0]!.text).toContain('“high” of test/plant/rig/b is not a number');
    const refused = await imported(file);
    expect(refused).toMatchObject({ state: 'failed' });
    expect(refused.text).toContain('2 rows are of topics that no tag has: test/plant/rig/bb');
    expect((await imported(file, { unknown: 'skip' })).text).toContain('2 rows have problems, the first in line 7');
    expect(await stored('b')).toEqual([]);
    expect(await imported(file, { unknown: 'skip', problems: 'skip' })).toMatchObject({
      state: 'done',
      text: '5 points added; 2 rows of unknown topics left out; 2 rows with problems left out.',
    });
    expect((await stored('text-b')).map(({ value }) => value)).toEqual(['12']);
  });

  it('takes what was exported as it is, whatever the form', async () => {
    await imported(csv([...ramp('c', 500), line(3, 'auf', 'text-c'), `${time(700)},test/plant/rig/c,,bad`]));
    const before = [await stored('c'), await stored('text-c')];
    for (const format of ['csv', 'jsonl', 'parquet']) {
      const asked = { tags: ['rig/c', 'rig/text-c'], from: time(-10), to: time(800), format };
      const { id } = await send<JobView>('/api/v1/history/exports', asked);
      await eventually(async () => expect((await service.get<JobView>(`/api/v1/jobs/${id}`)).state).toBe('done'));
      const { path } = await send<{ path: string }>(`/api/v1/jobs/${id}/download`, {});
      const bytes = await (await fetch(`http://127.0.0.1:${service.port}${path}`)).arrayBuffer();
      const response = await fetch(`http://127.0.0.1:${service.port}/upload`, {
        method: 'POST',
        headers: { 'content-type': 'application/octet-stream' },
        body: bytes,
      });
      const sent = (await response.json()) as { upload: string };
      const job = await send<JobView>('/api/v1/history/imports', sent);
      const done = await eventually(async () => {
        const view = await service.get<JobView>(`/api/v1/jobs/${job.id}`);
        expect(view.state).not.toBe('running');
        return view;
      });
      expect(done, format).toMatchObject({ state: 'done', text: '0 points added; 502 were stored already.' });
    }
    expect([await stored('c'), await stored('text-c')]).toEqual(before);
  });

  it('refuses what is no file of history, and uploads that nobody sent', async () => {
    expect((await imported('\n')).text).toContain('The file is empty');
    const refused = await imported('name,age\nAda,36\n');
    expect(refused.state).toBe('failed');
    expect(refused.text).toContain('The file has no column “time” and “topic” and “value”');
    const guess = { upload: '../../nexus.yaml' };
    await expect(send('/api/v1/history/imports/preview', guess)).rejects.toThrow('404 The file that was sent');
    await expect(send('/api/v1/history/imports', guess)).rejects.toThrow('404');
  });
});
