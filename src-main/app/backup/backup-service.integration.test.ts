import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { modbusTcp } from '../../drivers/all.ts';
import { systemClock } from '../../kernel/clock.ts';
import { Lifetime } from '../../kernel/lifetime.ts';
import { runCommandLine } from '../../testing/command-process.ts';
import { expectBalance } from '../../testing/expect-balance.ts';
import { freePort } from '../../testing/free-port.ts';
import { givenProjectFolder, type ProjectFolder } from '../../testing/project-folder.ts';
import { ServiceProcess } from '../../testing/service-process.ts';

const TAGS = 8;
let lifetime: Lifetime;
let folder: ProjectFolder;
/** How often each tag was read: its next value. */
let served: number[];

beforeEach(async () => {
  lifetime = new Lifetime('backup of a service');
  folder = await givenProjectFolder();
  lifetime.defer(() => folder.remove());
  served = Array.from({ length: TAGS }, () => 0);
  const simulator = await modbusTcp.simulate({
    connection: modbusTcp.connection.parse({ host: '127.0.0.1' }) as never,
    tags: served.map((_, tag) => ({ address: `HR${tag * 2}:uint32` })),
    value: (tag) => served[tag]!++,
    clock: systemClock,
    port: 0,
  });
  lifetime.defer(() => simulator.close());
  const tags = served.map((_, tag) => `  - { id: t${tag}, address: HR${tag * 2}, data_type: uint32 }`);
  await folder.write('plant/nexus.yaml', 'project: { name: Plant }\naccess: { login: off }\nlog: { level: error }\n');
  await folder.write(
    'plant/devices/d.yaml',
    `id: d\nprotocol: modbus-tcp\nuns_prefix: b/d\npoll_interval: 50ms
connection: { host: 127.0.0.1, port: ${simulator.port} }\ntags:\n${tags.join('\n')}\n`,
  );
});
afterEach(() => lifetime.dispose());

async function givenService(path: string): Promise<ServiceProcess> {
  const service = new ServiceProcess(path, await freePort());
  lifetime.defer(async () => void (await service.kill()));
  await service.start();
  return service;
}

const acceptedOf = (service: ServiceProcess, minimum: number): Promise<number> =>
  vi.waitFor(
    async () => {
      const { accepted } = await service.balance();
      expect(accepted).toBeGreaterThanOrEqual(minimum);
      return accepted;
    },
    { timeout: 20_000, interval: 50 },
  );

/** The values of each tag that a service has, in the order of time. */
async function historyOf(service: ServiceProcess): Promise<number[][]> {
  const all: number[][] = [];
  for (let tag = 0; tag < TAGS; tag++) {
    const { rows } = await service.get<{ rows: { value: number }[] }>(
      `/api/v1/history?topic=b/d/t${tag}&from=now-1h&to=now`,
    );
    all.push(rows.map(({ value }) => value));
  }
  return all;
}

describe('a backup of a running service', () => {
  it('becomes a service of its own that has everything up to then once, and loses nothing of what comes', async () => {
    const plant = join(folder.path, 'plant');
    const original = await givenService(plant);
    const told = await acceptedOf(original, 800);
    const out = join(folder.path, 'backup');
    const archive = `${out}.tar.gz`;
    const backup = await runCommandLine(['backup', '--project', plant, '--out', archive]);
    expect(backup).toMatchObject({ code: 0, stderr: '' });
    const restore = await runCommandLine(['restore', archive, '--project', out]);
    expect(restore).toMatchObject({ code: 0, stderr: '' });
    // The service went on as if nothing were.
    const after = await acceptedOf(original, told + 400);
    expect((await original.balance()).rejected).toBe(0);
    expect(await original.stop()).toBe(0);
    const servedBefore = [...served];

    const restored = await givenService(out);
    await acceptedOf(restored, (await acceptedOf(restored, told)) + 200);
    let kept = 0;
    for (const [tag, values] of (await historyOf(restored)).entries()) {
      const old = values.filter((value) => value < servedBefore[tag]!);
      expect(old, `t${tag} up to the backup`).toEqual(Array.from({ length: old.length }, (_, n) => n));
      const fresh = values.filter((value) => value >= servedBefore[tag]!);
      expect(fresh, `t${tag} after the restore`).toEqual(fresh.map((_, n) => fresh[0]! + n));
      expect(fresh.length).toBeGreaterThan(10);
      kept += old.length;
    }
    expect(kept).toBeGreaterThanOrEqual(told);
    expect(kept, 'what came after the backup is not in it').toBeLessThan(after);
    await expectBalance(restored, kept);
    expect(await restored.stop()).toBe(0);

    // The original is untouched: what it had it still has.
    const again = await givenService(plant);
    const stored = (await historyOf(again)).map((values, tag) => values.filter((value) => value < servedBefore[tag]!));
    expect(stored.flat().length).toBeGreaterThanOrEqual(after);
    await expectBalance(again, after);
    expect(await again.stop()).toBe(0);
  });
});
