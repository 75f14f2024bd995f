import { appendFileSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { modbusTcp } from '../../drivers/all.ts';
import { systemClock } from '../../kernel/clock.ts';
import { Lifetime } from '../../kernel/lifetime.ts';
import { runCommandLine } from '../../testing/command-process.ts';
import { eventually } from '../../testing/eventually.ts';
import { freePort } from '../../testing/free-port.ts';
import { PostgresProcess } from '../../testing/postgres-process.ts';
import { postgresMissing } from '../../testing/postgres-programs.ts';
import { givenProjectFolder, type ProjectFolder } from '../../testing/project-folder.ts';
import { ServiceProcess } from '../../testing/service-process.ts';

const TAGS = 8;
const FILE = '.nexus/backup/history.parquet';
const lifetime = new Lifetime('backup of a history in a database');
let postgres: PostgresProcess;
let name: string;
let folder: ProjectFolder;
let plant: string;
let service: ServiceProcess;

describe.skipIf(postgresMissing('plain') !== undefined)('a backup of a project whose history is in a database', () => {
  beforeAll(async () => {
    postgres = lifetime.add(await PostgresProcess.start('plain'));
    name = await postgres.createDatabase();
    const served = Array.from({ length: TAGS }, () => 0);
    const simulator = await modbusTcp.simulate({
      connection: modbusTcp.connection.parse({ host: '127.0.0.1' }) as never,
      tags: served.map((_, tag) => ({ address: `HR${tag * 2}:uint32` })),
      value: (tag) => served[tag]!++,
      clock: systemClock,
      port: 0,
    });
    lifetime.defer(() => simulator.close());
    const tags = served.map((_, tag) => `  - { id: t${tag}, address: HR${tag * 2}, data_type: uint32 }`);
    folder = await givenProjectFolder({
      'plant/nexus.yaml': `project: { name: Plant }\naccess: { login: off }\nlog: { level: error }\nhistorian: { database: { url: "${postgres.url(name)}" } }\n`,
      'plant/devices/d.yaml': `id: d\nprotocol: modbus-tcp\nuns_prefix: b/d\npoll_interval: 50ms
connection: { host: 127.0.0.1, port: ${simulator.port} }\ntags:\n${tags.join('\n')}\n`,
    });
    lifetime.defer(() => folder.remove());
    plant = join(folder.path, 'plant');
    service = new ServiceProcess(plant, await freePort());
    lifetime.defer(async () => void (await service.kill()));
    await service.start();
    await eventually(async () => expect((await service.balance()).delivered).toBeGreaterThan(400));
  });
  afterAll(() => lifetime.dispose());

  const at = (file: string): string => join(folder.path, file);
  /** What an import prints; a busy machine may be told of beside it. */
  const fill = async (project: string): Promise<string> => {
    const run = await runCommandLine(['history', 'import', at(`${project}/${FILE}`), '--project', at(project)]);
    expect(run, run.stderr).toMatchObject({ code: 0 });
    return run.stdout;
  };
  /** Points, and different moments of tags. */
  const stored = async (): Promise<readonly number[]> =>
    (await postgres.sql('SELECT count(*), count(DISTINCT (tag_id, time)) FROM nexus.samples', name))[0]!.map(Number);
  /** As after the loss of the server. */
  const emptied = async (): Promise<void> => {
    await postgres.sql(`DROP DATABASE ${name} WITH (FORCE)`);
    await postgres.sql(`CREATE DATABASE ${name}`);
  };

  it('says that the server has its own one, unless a range is asked for', async () => {
    const plain = await runCommandLine(['backup', '--project', plant, '--out', at('plain')]);
    expect(plain).toMatchObject({ code: 0, stderr: '' });
    expect(plain.stdout).toMatch(
      /history: in database “\w+” at 127\.0\.0\.1:\d+, schema nexus, and not in this backup\. The server has its own backup/,
    );
    expect(existsSync(at('plain/.nexus/backup'))).toBe(false);
    const restored = await runCommandLine(['restore', at('plain'), '--project', at('bare')]);
    expect(restored.stdout).toContain('history: in its database, of which this backup carries nothing');
  });

  it('carries a range while the service runs, and fills a lost database back from it, each point once', async () => {
    const { delivered } = await service.balance();
    const backup = await runCommandLine(['backup', '--project', plant, '--out', at('b.tar.gz'), '--history', '1h']);
    expect(backup).toMatchObject({ code: 0, stderr: '' });
    const [, told] = /history of .*: ([\d,]+) points of 8 tags from database/.exec(backup.stdout)!;
    const points = Number(told!.replaceAll(',', ''));
    expect(points).toBeGreaterThanOrEqual(delivered);
    expect(await service.stop()).toBe(0);
    const before = await postgres.sql('SELECT topic, time, value, quality FROM nexus.metrics ORDER BY 1, 2', name);
    await emptied();

    const restore = await runCommandLine(['restore', at('b.tar.gz'), '--project', at('restored')]);
    expect(restore).toMatchObject({ code: 0, stderr: '' });
    expect(restore.stdout).toContain(`${told} points of 8 tags as a file, checksum compared`);
    expect(restore.stdout).toContain(`nexus-edge history import ${at(`restored/${FILE}`)} --project`);
    // As if the log had been trimmed: the database gets everything from the file …
    rmSync(at('restored/.nexus/log'), { recursive: true });
    expect(await fill('restored')).toBe(`${told} points added.\n`);
    expect(await stored()).toEqual([points, points]);
    const after = await postgres.sql('SELECT topic, time, value, quality FROM nexus.metrics ORDER BY 1, 2', name);
    const had = new Set(before.map((row) => row.join()));
    expect(after.filter((row) => !had.has(row.join()))).toEqual([]);
    expect(await fill('restored')).toBe(`0 points added; ${told} were stored already.\n`);
    expect(await stored()).toEqual([points, points]);

    // … and what the log of the backup still had is not doubled by the file.
    await emptied();
    await runCommandLine(['restore', at('b.tar.gz'), '--project', at('again')]);
    expect(await fill('again')).toContain('were stored already');
    const [rows, moments] = await stored();
    expect(rows).toBeGreaterThanOrEqual(points);
    expect(moments).toBe(rows);
  });

  it('is not restored with a file that is not the one that was written, nor made of a server that does not answer', async () => {
    const manifest = JSON.parse(readFileSync(at('restored/.nexus/backup/manifest.json'), 'utf8')) as object;
    expect(manifest).toMatchObject({ version: 1, history: { file: FILE, tags: TAGS } });
    appendFileSync(at(`restored/${FILE}`), 'x');
    const restore = await runCommandLine(['restore', at('restored'), '--project', at('third')]);
    expect(restore).toMatchObject({ code: 1, stderr: expect.stringContaining('its checksum is another') });
    await postgres.stop();
    const backup = await runCommandLine(['backup', '--project', plant, '--out', at('c'), '--history', '1h']);
    expect(backup).toMatchObject({ code: 1, stderr: expect.stringContaining('Nothing answers at 127.0.0.1') });
    expect([existsSync(at('third')), existsSync(at('c'))]).toEqual([false, false]);
  });
});
