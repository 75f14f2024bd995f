import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { modbusTcp } from '../drivers/all.ts';
import { systemClock } from '../kernel/clock.ts';
import { Lifetime } from '../kernel/lifetime.ts';
import { CommandProcess, runCommandLine } from '../testing/command-process.ts';
import { freePort } from '../testing/free-port.ts';
import { givenProjectFolder, type ProjectFolder } from '../testing/project-folder.ts';

let lifetime: Lifetime;
let folder: ProjectFolder;
let port: number;

beforeEach(async () => {
  lifetime = new Lifetime('operations');
  folder = await givenProjectFolder();
  lifetime.defer(() => folder.remove());
  port = await freePort();
});
afterEach(() => lifetime.dispose());

async function givenService(): Promise<CommandProcess> {
  const simulator = await modbusTcp.simulate({
    connection: modbusTcp.connection.parse({ host: '127.0.0.1' }) as never,
    tags: [{ address: 'HR0:uint16' }],
    value: () => 42,
    clock: systemClock,
    port: 0,
  });
  lifetime.defer(() => simulator.close());
  const device = (id: string, at: number, more = ''): string =>
    `id: ${id}\nprotocol: modbus-tcp\nuns_prefix: o/${id}\npoll_interval: 100ms\n${more}
connection: { host: 127.0.0.1, port: ${at} }\ntags:\n  - { id: t, address: HR0, data_type: uint16 }\n`;
  await folder.write('nexus.yaml', 'project: { name: Hall 2 }\naccess: { login: off }\nlog: { level: warn }\n');
  await folder.write('devices/good.yaml', device('good', simulator.port));
  await folder.write('devices/gone.yaml', device('gone', await freePort()));
  await folder.write('devices/off.yaml', device('off', simulator.port, 'enabled: false'));
  const service = lifetime.add(new CommandProcess(['--service', '--project', folder.path, '--port', String(port)]));
  await service.untilPrinted(/Workstation: http/);
  return service;
}

const get = async <T>(path: string): Promise<T> => (await (await fetch(`http://127.0.0.1:${port}${path}`)).json()) as T;

describe('what a running service says of itself', () => {
  it('is its whole state in one document, for people too', async () => {
    await givenService();
    await vi.waitFor(
      async () => expect(await get('/status')).toMatchObject({ devices: { connected: 1, offline: 1, disabled: 1 } }),
      { timeout: 10_000, interval: 100 },
    );
    const status = await get<Record<string, unknown>>('/status');
    expect(status).toMatchObject({
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      uptimeS: expect.any(Number),
      project: { name: 'Hall 2', mode: 'live', login: 'off' },
      revision: { number: 1, author: 'files' },
      devices: { total: 3, pollsFailed: expect.any(Number) },
      tags: { total: 3, good: 1 },
      balance: { rejected: 0, sinks: [{ sink: 'historian' }] },
      sinks: [{ sink: 'historian', state: 'running' }],
      writes: { running: 0, waiting: 0, settled: {} },
      eventLoopLag: { p50Ms: expect.any(Number) },
    });
    expect(status['hosts']).toEqual(
      expect.arrayContaining(
        ['acquisition', 'historian', 'log'].map((name) => ({ name, state: 'running', restarts: 0 })),
      ),
    );
    const told = await runCommandLine(['status', '--port', String(port)]);
    expect(told).toMatchObject({ code: 0, stderr: '' });
    expect(told.stdout).toContain(`127.0.0.1:${port} is ready.\n`);
    const json = await runCommandLine(['status', '--port', String(port), '--json']);
    expect(JSON.parse(json.stdout)).toMatchObject({ project: { name: 'Hall 2' } });
  });

  it('is as detailed as the project asks for, from the moment a change is applied', async () => {
    const service = await givenService();
    await service.untilPrinted(/device offline/);
    expect(service.stdout).not.toContain('device connected');
    const text = await readFile(join(folder.path, 'nexus.yaml'), 'utf8');
    await folder.write('nexus.yaml', text.replace('level: warn', 'level: info'));
    // A device that is switched on tells of its connection at level info.
    const off = await readFile(join(folder.path, 'devices/off.yaml'), 'utf8');
    await folder.write('devices/off.yaml', off.replace('enabled: false', 'enabled: true'));
    const { number } = (await get<{ revision: { number: number } }>('/status')).revision;
    const applied = await fetch(`http://127.0.0.1:${port}/api/v1/revisions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'if-match': `"${number}"` },
      body: JSON.stringify({ comment: 'more detail' }),
    });
    expect(applied.status, await applied.text()).toBe(200);
    await service.untilPrinted(/"device":"off".*device connected/);
  });
});
