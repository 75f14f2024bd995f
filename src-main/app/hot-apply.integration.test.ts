import { afterEach, describe, expect, it, vi } from 'vitest';
import type { DeviceView } from '../../src-shared/contract/devices.ts';
import { modbusTcp } from '../drivers/all.ts';
import { systemClock } from '../kernel/clock.ts';
import { Lifetime } from '../kernel/lifetime.ts';
import { expectBalance } from '../testing/expect-balance.ts';
import { freePort } from '../testing/free-port.ts';
import { givenProjectFolder } from '../testing/project-folder.ts';
import { ServiceProcess } from '../testing/service-process.ts';

const DEVICES = 100;
const POLL_MS = 200;

let lifetime: Lifetime;
afterEach(() => lifetime.dispose());

/** A plant of simulated devices on real sockets, and the service that polls it. */
async function givenPlant(): Promise<ServiceProcess> {
  lifetime = new Lifetime('hot apply');
  const connection = modbusTcp.connection.parse({ host: '127.0.0.1' });
  const tags = [1, 3, 5].map((address) => ({ address: `holding:${address}`, dataType: 'float32' as const }));
  const simulator = await modbusTcp.simulate({
    connection,
    tags,
    value: (index, ms) => index + Math.floor(ms / 100),
    clock: systemClock,
    port: 0,
  });
  lifetime.defer(() => simulator.close());
  const device = (n: number): string => `id: d${n}
protocol: modbus-tcp
uns_prefix: acme/p/a/l/d${n}
poll_interval: ${POLL_MS}ms
connection: { host: 127.0.0.1, port: ${simulator.port} } # one host, many devices
tags:
${[1, 3, 5].map((address) => `  - { id: t${address}, address: "holding:${address}:float32" }`).join('\n')}
`;
  const folder = await givenProjectFolder({
    'nexus.yaml': 'project: { name: Hot }\naccess: { login: off }\nlog: { level: error }\n',
    ...Object.fromEntries(Array.from({ length: DEVICES }, (_, n) => [`devices/d${n}.yaml`, device(n)])),
  });
  lifetime.defer(() => folder.remove());
  const service = new ServiceProcess(folder.path, await freePort());
  lifetime.defer(async () => void (await service.kill()));
  await service.start();
  await vi.waitFor(
    async () => {
      const devices = await service.get<DeviceView[]>('/api/v1/devices');
      expect(devices.filter(({ health }) => health.polls > 5)).toHaveLength(DEVICES);
    },
    { timeout: 30_000, interval: 250 },
  );
  return service;
}

interface Answer {
  readonly status: number;
  readonly etag: string | null;
  readonly body: Record<string, never>;
}

async function send(
  service: ServiceProcess,
  method: string,
  path: string,
  body: unknown,
  ifMatch?: string,
): Promise<Answer> {
  const response = await fetch(`http://127.0.0.1:${service.port}/api/v1${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...(ifMatch !== undefined && { 'if-match': ifMatch }) },
    body: JSON.stringify(body),
  });
  return {
    status: response.status,
    etag: response.headers.get('etag'),
    body: (await response.json()) as Record<string, never>,
  };
}

/** Polls that each device made, failed and skipped. */
async function polls(service: ServiceProcess): Promise<Map<string, { polls: number; lost: number }>> {
  const devices = await service.get<DeviceView[]>('/api/v1/devices');
  return new Map(
    devices.map(({ id, health }) => [id, { polls: health.polls, lost: health.pollsFailed + health.pollsSkipped }]),
  );
}

describe('a change of one device of a hundred', () => {
  it('loses no poll of the other ninety-nine, and going back restores it', async () => {
    const service = await givenPlant();
    const before = await polls(service);
    const patch = { patch: { poll_interval: '1s', description: 'slower' } };
    expect((await send(service, 'PATCH', '/devices/d7', patch)).status).toBe(428);
    const changed = await send(service, 'PATCH', '/devices/d7', patch, '"1"');
    expect(changed).toMatchObject({
      status: 200,
      etag: '"2"',
      body: {
        revision: 2,
        diff: { devicesChanged: [{ id: 'd7', fields: [{ path: 'poll_interval' }, { path: 'description' }] }] },
      },
    });
    expect((await send(service, 'PATCH', '/devices/d7', patch, '"1"')).status).toBe(409);
    await new Promise((resolve) => setTimeout(resolve, 5_000));
    const after = await polls(service);
    const others = [...after].filter(([id]) => id !== 'd7');
    expect(others).toHaveLength(DEVICES - 1);
    for (const [id, { polls: count, lost }] of others) {
      expect(count - before.get(id)!.polls, `${id} went on polling`).toBeGreaterThanOrEqual(15);
      expect(lost - before.get(id)!.lost, `${id} lost a poll`).toBe(0);
    }
    // One device begins anew at another pace.
    expect(after.get('d7')!.polls).toBeLessThan(10);
    const device = await service.get<DeviceView>('/api/v1/devices/d7');
    expect(device).toMatchObject({ pollIntervalMs: 1_000, description: 'slower' });

    const restored = await send(service, 'POST', '/revisions/1/restore', {});
    expect(restored).toMatchObject({ status: 200, body: { revision: 3 } });
    expect(await service.get<DeviceView>('/api/v1/devices/d7')).toMatchObject({
      pollIntervalMs: POLL_MS,
      description: '',
    });
    await vi.waitFor(async () => expect((await polls(service)).get('d7')!.polls).toBeGreaterThan(5), {
      timeout: 10_000,
    });
    const last = await polls(service);
    for (const [id, { lost }] of last) if (id !== 'd7') expect(lost, id).toBe(after.get(id)!.lost);
    await expectBalance(service, 10_000);
  });

  it('adds, renames and removes devices and tags while the plant runs', async () => {
    const service = await givenPlant();
    const { revision, device } = await service.get<{ revision: number; device: Record<string, unknown> }>(
      '/api/v1/devices/d0/config',
    );
    expect(revision).toBe(1);
    const { uid: _, tags: _tags, ...form } = device;
    const added = await send(service, 'POST', '/devices', {
      device: { ...form, id: 'new', uns_prefix: 'acme/p/a/l/new', tags: [{ id: 'a', address: 'holding:1:float32' }] },
    });
    expect(added).toMatchObject({ status: 200, etag: expect.anything(), body: { diff: { devicesAdded: ['new'] } } });
    await vi.waitFor(
      async () => expect(await service.get('/api/v1/devices/new/values')).toMatchObject([{ status: 'Good' }]),
      { timeout: 5_000 },
    );
    expect(
      await send(service, 'POST', '/devices/new/tags', { tag: { id: 'b', address: 'holding:3:float32' } }),
    ).toMatchObject({
      status: 200,
      body: { diff: { devicesChanged: [{ id: 'new', tagsAdded: ['b'] }] } },
    });
    expect(await send(service, 'POST', '/devices/new/tags', { tag: { id: 'b', address: 'holding:3' } })).toMatchObject({
      status: 400,
      body: { title: 'NX_REQUEST_INVALID' },
    });
    expect(await send(service, 'POST', '/devices/new/tags', { tag: { id: 'c', address: '40000' } })).toMatchObject({
      status: 400,
      body: { title: 'NX_PROJECT_INVALID', context: { faults: [{ path: 'tags[2].address' }] } },
    });
    expect(await send(service, 'PATCH', '/devices/new', { patch: { id: 'newer' } }, '"3"')).toMatchObject({
      status: 200,
    });
    expect((await service.get<DeviceView[]>('/api/v1/devices/newer/tags')).length).toBe(2);
    const edits = [
      { kind: 'change', tag: 'a', patch: { id: 'a1', unit: 'bar' } },
      { kind: 'remove', tag: 'b' },
      { kind: 'add', tag: { id: 'c', address: 'holding:5:float32' }, after: null },
    ];
    expect((await send(service, 'PATCH', '/devices/newer/tags', { edits })).status).toBe(428);
    const checked = await send(service, 'POST', '/devices/newer/tags/check', {
      edits: [...edits, { kind: 'add', tag: { id: 'd', address: '40000' } }],
    });
    const faults = (checked.body as unknown as { faults: { path: string; file: string; severity: string }[] }).faults;
    expect(faults.filter(({ severity }) => severity === 'error')).toMatchObject([{ path: 'tags[2].address' }]);
    expect([...new Set(faults.map(({ file }) => file))]).toEqual(['devices/newer.yaml']);
    expect(await send(service, 'PATCH', '/devices/newer/tags', { edits }, '"4"')).toMatchObject({
      status: 200,
      body: { revision: 5, diff: { devicesChanged: [{ tagsAdded: ['c'], tagsRemoved: ['b'] }] } },
    });
    const edited = await service.get<{ id: string }[]>('/api/v1/devices/newer/tags');
    expect(edited.map(({ id }) => id)).toEqual(['c', 'a1']);
    expect((await send(service, 'DELETE', '/devices/newer', {}, '"5"')).status).toBe(200);
    const { tags } = await service.get<{ tags: { total: number; good: number } }>('/status');
    expect(tags.good, 'tags that are gone are not counted as good').toBeLessThanOrEqual(tags.total);
    const gone = await fetch(`http://127.0.0.1:${service.port}/api/v1/devices/newer`);
    expect(gone.status).toBe(404);
    const { yaml } = await service.get<{ yaml: string }>('/api/v1/export?devices=d1,d2&identities=false');
    expect(yaml).toContain('id: d1');
    expect(yaml).not.toContain('uid:');
    await expectBalance(service, 1_000);
  });

  it('describes every REST call in OpenAPI 3.1', async () => {
    const service = await givenPlant();
    const document = await service.get<{ openapi: string; paths: Record<string, Record<string, unknown>> }>(
      '/api/v1/openapi.json',
    );
    expect(document.openapi).toMatch(/^3\.1/);
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining([
        '/devices',
        '/devices/{device}',
        '/devices/{device}/tags/{tag}',
        '/writes',
        '/revisions',
      ]),
    );
    expect(Object.keys(document.paths['/devices/{device}/tags/{tag}']!)).toEqual(
      expect.arrayContaining(['get', 'put', 'patch', 'delete']),
    );
    expect(Object.keys(document.paths)).not.toContain('/values/watch');
  });
});
