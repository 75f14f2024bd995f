import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEngine } from '../app/engine.ts';
import { drivers } from '../drivers/registry.ts';
import { surroundingsOf } from '../entry/surroundings.ts';
import { Lifetime } from '../kernel/lifetime.ts';
import { importDevices } from '../project/import-devices.ts';
import { eventually } from '../testing/eventually.ts';
import { freePort } from '../testing/free-port.ts';
import { givenProjectFolder } from '../testing/project-folder.ts';

const run = promisify(execFile);
const pathOf = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const lifetime = new Lifetime('api client');
let address = '';

beforeAll(async () => {
  const yaml = 'project: { name: Client, mode: demo }\naccess: { login: off }\nlog: { level: error }\n';
  const folder = await givenProjectFolder({ 'nexus.yaml': yaml });
  lifetime.defer(() => folder.remove());
  await importDevices(pathOf('resources/demo-plant/devices.yaml'), folder.path, drivers);
  const port = await freePort();
  const surroundings = surroundingsOf(new URL('../entry/headless-main.ts', import.meta.url).href);
  const engine = await startEngine({ ...surroundings, folder: folder.path, port, drivers });
  lifetime.defer(() => engine.stop());
  address = `http://127.0.0.1:${port}`;
});
afterAll(() => lifetime.dispose());

describe('what the documentation says of the API', () => {
  it('works as its examples are written', async () => {
    const text = readFileSync(pathOf('docs/api.md'), 'utf8');
    const blocks = [...text.matchAll(/```sh\n([^]*?)```/g)].map(([, block]) => block!);
    expect(blocks.length).toBeGreaterThanOrEqual(5);
    for (const block of blocks) {
      // A refusal is an answer too: --fail makes it an error, except where the example itself looks at the status.
      const script = `set -euo pipefail\n${block.replaceAll('curl -sS', block.includes('http_code') ? 'curl -sS' : 'curl --fail-with-body -sS')}`;
      const { stdout } = await run('bash', ['-c', script], { env: { ...process.env, NEXUS: address, KEY: 'none' } });
      if (!block.includes('http_code')) expect(stdout, block).toMatch(/[{[]|link:/i);
    }
  });

  it('is what the client to copy does', async () => {
    await eventually(async () => {
      const rows = (await (await fetch(`${address}/api/v1/devices/boiler-1/values`)).json()) as { value: unknown }[];
      expect(rows.every(({ value }) => value !== null)).toBe(true);
    });
    const { stdout } = await run(process.execPath, [pathOf('resources/api-client/example.ts'), address]);
    expect(stdout).toContain('boiler-1: 18 tags');
    expect(stdout.match(/: \d+ tags$/gm)).toHaveLength(4);
    expect(stdout.match(/ = [\d.]+ /g)!.length).toBeGreaterThan(1);
    expect(stdout.match(/^\d{4}-\S+Z steam_pressure \d+\.\d+ good$/gm)!.length).toBeGreaterThan(2);
  }, 30_000);

  it('says in the client what was refused', async () => {
    const { NexusEdge } = (await import(pathOf('resources/api-client/nexus-edge.ts'))) as {
      NexusEdge: new (address: string) => { call(method: string, path: string): Promise<unknown> };
    };
    await expect(new NexusEdge(address).call('GET', '/devices/none')).rejects.toMatchObject({
      problem: { title: 'NX_NOT_FOUND', status: 404 },
    });
  });
});
