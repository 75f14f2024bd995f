import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Lifetime } from '../../kernel/lifetime.ts';
import { runCommandLine } from '../../testing/command-process.ts';
import { freePort } from '../../testing/free-port.ts';
import { givenProjectFolder, type ProjectFolder } from '../../testing/project-folder.ts';
import { ServiceProcess } from '../../testing/service-process.ts';

const HOUR_MS = 3_600_000;
const START_MS = Math.floor(Date.now() / HOUR_MS - 24) * HOUR_MS;
const time = (second: number): string => new Date(START_MS + second * 1_000).toISOString();
const RANGE = ['--from', time(0), '--to', time(100_000)];
let lifetime: Lifetime;
let folder: ProjectFolder;
let plant: string;
let file: string;

beforeAll(async () => {
  lifetime = new Lifetime('history commands');
  const device = `id: rig\nprotocol: modbus-tcp\nconnection: { host: 127.0.0.1, port: ${await freePort()}, unit_id: 1 }
uns_prefix: test/plant/rig\npoll_interval: 1h\ntags:\n  - { id: level, address: "40001", data_type: int16 }\n`;
  folder = await givenProjectFolder({
    'plant/nexus.yaml': 'project: { name: Hall }\naccess: { login: off }\nlog: { level: error }\n',
    'plant/devices/rig.yaml': device,
  });
  lifetime.defer(() => folder.remove());
  plant = join(folder.path, 'plant');
  file = join(folder.path, 'given.csv');
  const lines = Array.from({ length: 5_000 }, (_, n) => `${time(n)},test/plant/rig/level,${n},192`);
  await folder.write('given.csv', `time,topic,value,quality\n${lines.join('\n')}\n`);
});
afterAll(() => lifetime.dispose());

const run = (...args: readonly string[]): ReturnType<typeof runCommandLine> => runCommandLine(['history', ...args]);

describe('history on the command line', () => {
  it('fills a project back from a file and writes it into another, with no service', async () => {
    const look = await run('import', file, '--dry-run', '--project', plant);
    expect(look).toMatchObject({ code: 0, stderr: '' });
    expect(look.stdout).toBe(`5,000 rows of 1 tags can be imported (csv), ${time(0)} to ${time(4_999)}\n`);
    expect(await run('import', file, '--project', plant)).toMatchObject({ code: 0, stdout: '5,000 points added.\n' });
    const out = join(folder.path, 'out/level.jsonl');
    const written = await run('export', '--tags', 'rig/level', ...RANGE, '--out', out, '--project', plant);
    expect(written).toMatchObject({ code: 0, stderr: '' });
    const rows = readFileSync(out, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { value: number });
    expect(rows.map(({ value }) => value)).toEqual(Array.from({ length: 5_000 }, (_, n) => n));
  });

  it('does the same through a service that runs, and says that a project is in use', async () => {
    const service = new ServiceProcess(plant, await freePort());
    lifetime.defer(async () => void (await service.kill()));
    await service.start();
    const port = ['--port', String(service.port)];
    expect(await run('import', file, '--project', plant)).toMatchObject({ code: 3 });
    expect(await run('import', file, ...port)).toMatchObject({
      code: 0,
      stdout: '0 points added; 5,000 were stored already.\n',
    });
    const out = join(folder.path, 'level.csv');
    const written = await run('export', '--tags', '#', ...RANGE, '--bucket', '1h', '--out', out, ...port);
    expect(written).toMatchObject({ code: 0, stderr: '' });
    const lines = readFileSync(out, 'utf8').trimEnd().split('\r\n');
    expect(lines[1]).toBe(`${time(0)},test/plant/rig/level,1799.5,0,3599,0,3599,3600,0,`);
    await folder.write('odd.csv', `time,topic,value\n${time(0)},test/plant/rig/levle,1\n`);
    const odd = await run('import', join(folder.path, 'odd.csv'), '--dry-run', ...port);
    expect(odd).toMatchObject({ code: 1 });
    expect(odd.stdout).toContain('  test/plant/rig/levle: 1 rows');
    const nobody = await run('export', '--tags', '#', ...RANGE, '--out', out, '--port', String(await freePort()));
    expect(nobody.stderr).toContain('No service answers');
  });
});
