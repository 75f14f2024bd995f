import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { DeviceView } from '../../src-shared/contract/devices.ts';
import type { JobView } from '../../src-shared/contract/jobs.ts';
import type { ValueRow } from '../../src-shared/contract/values.ts';
import { Lifetime } from '../kernel/lifetime.ts';
import { eventually } from '../testing/eventually.ts';
import { expectBalance } from '../testing/expect-balance.ts';
import { freePort } from '../testing/free-port.ts';
import { givenProjectFolder } from '../testing/project-folder.ts';
import { ServiceProcess } from '../testing/service-process.ts';
import { PAST_POINTS } from './twins/past-of-twins.ts';

const lifetime = { current: new Lifetime('demo start') };
afterEach(() => lifetime.current.dispose());

async function givenEmptyProject(): Promise<ServiceProcess> {
  lifetime.current = new Lifetime('demo start');
  const folder = await givenProjectFolder({
    'nexus.yaml': '# hall 2\nproject: { name: Empty }\naccess: { login: off }\nlog: { level: error }\n',
  });
  lifetime.current.defer(() => folder.remove());
  const service = new ServiceProcess(folder.path, await freePort());
  lifetime.current.defer(async () => void (await service.kill()));
  await service.start();
  return service;
}

const startDemo = (service: ServiceProcess): Promise<Response> =>
  fetch(`http://127.0.0.1:${service.port}/api/v1/demo`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });

const goodValues = async (service: ServiceProcess): Promise<number> =>
  (await service.get<ValueRow[]>('/api/v1/values')).filter((row) => row.status === 'Good').length;

describe('the demo plant', () => {
  it('starts in a running service without devices, lives on after a restart, and starts only once', async () => {
    const service = await givenEmptyProject();
    expect(await service.get('/api/v1/devices')).toEqual([]);
    expect((await startDemo(service)).status).toBe(200);
    await vi.waitFor(async () => expect(await goodValues(service)).toBe(48), { timeout: 10_000 });
    // A trend has a past at once: each tag has one for the day before, up to now.
    const [past] = await service.get<JobView[]>('/api/v1/jobs');
    expect(past).toMatchObject({ title: 'Past of the demo plant' });
    await vi.waitFor(async () => {
      const job = await service.get<JobView>(`/api/v1/jobs/${past!.id}`);
      expect(job).toMatchObject({ state: 'done', text: `${(48 * PAST_POINTS).toLocaleString('en')} points added.` });
    }, 20_000);
    const again = await startDemo(service);
    expect([again.status, await again.json()]).toEqual([
      400,
      expect.objectContaining({ detail: expect.stringContaining('has devices already') }),
    ]);
    expect(await readFile(join(service.folder, 'nexus.yaml'), 'utf8')).toContain('# hall 2');
    expect(await service.get('/api/v1/watches')).toEqual([
      { id: 'demo-tour', name: 'Demo tour', rows: 17, fault: null },
    ]);
    // A watch table is no part of a revision: nothing is pending because of it.
    const draft = await service.get<{ readonly diff: { readonly files?: readonly unknown[] } }>(
      '/api/v1/revisions/draft',
    );
    expect(JSON.stringify(draft)).not.toContain('watches');
    await expectBalance(service, 48);
    expect(await service.stop()).toBe(0);

    await service.start();
    await vi.waitFor(async () => expect(await goodValues(service)).toBe(48), { timeout: 10_000 });
    // Live values come before the log: the gap is written with the first batch that is accepted.
    await eventually(async () => {
      const { gaps } = await service.get<{ gaps: { reason: string }[] }>(
        '/api/v1/history?topic=acme/plant1/utilities/steam/boiler-1/oxygen&from=now-1h',
      );
      expect(gaps.map((gap) => gap.reason)).toEqual(['stopped']);
    });
    await expectBalance(service, 96);
  });

  it('is taken out in one step with what is stored kept, and comes back with the revision before', async () => {
    const service = await givenEmptyProject();
    await startDemo(service);
    await vi.waitFor(async () => expect(await goodValues(service)).toBe(48), { timeout: 10_000 });
    const base = `http://127.0.0.1:${service.port}/api/v1`;
    const post = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' };
    const removed = await fetch(`${base}/demo/remove`, post);
    const { revision } = (await removed.json()) as { readonly revision: number };
    expect(removed.status).toBe(200);
    expect(await service.get('/api/v1/devices')).toEqual([]);
    expect(await readFile(join(service.folder, 'nexus.yaml'), 'utf8')).not.toContain('demo');
    expect((await fetch(`${base}/demo/remove`, post)).status).toBe(400);
    const back = await fetch(`${base}/revisions/${revision - 1}/restore`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'if-match': `"${revision}"` },
      body: JSON.stringify({ comment: 'Undo' }),
    });
    expect(back.status).toBe(200);
    await vi.waitFor(async () => expect(await goodValues(service)).toBe(48), { timeout: 10_000 });
    expect(await service.stop()).toBe(0);
  }, 60_000);

  it('takes the next free ports when another program has the ones it wants', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.once('error', () => resolve()).listen(15_020, '127.0.0.1', resolve));
    const service = await givenEmptyProject();
    lifetime.current.defer(() => void taken.close());
    expect((await startDemo(service)).status).toBe(200);
    await vi.waitFor(async () => expect(await goodValues(service)).toBe(48), { timeout: 10_000 });
    const boiler = await service.get<DeviceView>('/api/v1/devices/boiler-1');
    expect(boiler.health.status.kind).toBe('connected');
    // What is shown is where the twin really listens, not the port of the file.
    expect(boiler.endpoint).not.toContain(':15020');
    await expectBalance(service, 48);
  });
});
