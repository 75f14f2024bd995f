import { mkdir, readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { modbusTcp } from '../../drivers/all.ts';
import { systemClock } from '../../kernel/clock.ts';
import { Lifetime } from '../../kernel/lifetime.ts';
import { lockProject } from '../../project/project-lock.ts';
import { CommandProcess, runCommandLine } from '../../testing/command-process.ts';
import { freePort } from '../../testing/free-port.ts';
import { givenProjectFolder, type ProjectFolder } from '../../testing/project-folder.ts';

const DEMO = fileURLToPath(new URL('../../../resources/demo-plant/devices.yaml', import.meta.url));
const CONFIG = 'project: { name: Hall 2 }\naccess: { login: off }\nlog: { level: error }\n';
const device = (id: string, port = 15_999): string =>
  `id: ${id}\nprotocol: modbus-tcp\nuns_prefix: hall2/${id}\nconnection: { host: 127.0.0.1, port: ${port} }
tags:\n  - { id: level, address: HR0, data_type: float32, eu_low: 0, eu_high: 10 }\n`;

let lifetime: Lifetime;
let folder: ProjectFolder;

beforeEach(async () => {
  lifetime = new Lifetime('commands');
  folder = await givenProjectFolder();
  lifetime.defer(() => folder.remove());
});
afterEach(() => lifetime.dispose());

const givenProject = async (): Promise<void> => {
  await folder.write('nexus.yaml', CONFIG);
  await folder.write('devices/tank-1.yaml', device('tank-1'));
  await folder.write('devices/tank-2.yaml', device('tank-2', 15_998));
};

describe('nexus-edge', () => {
  it('explains itself, and refuses what it does not understand with exit code 2', async () => {
    const help = await runCommandLine(['--help']);
    expect(help).toMatchObject({ code: 0, stderr: '' });
    expect(help.stdout).toContain('nexus-edge backup');
    const typo = await runCommandLine(['simulat', '--project', folder.path]);
    expect(typo).toMatchObject({ code: 2, stdout: '' });
    expect(typo.stderr).toBe(
      '“simulat” is not a command. Did you mean “simulate”? See nexus-edge --help. [NX_USAGE]\n',
    );
  });

  it('checks a project for people and for programs', async () => {
    await givenProject();
    expect(await runCommandLine(['check'], { cwd: folder.path })).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('no faults in 2 devices with 2 tags.'),
    });
    await folder.write('devices/tank-2.yaml', device('tank-2', 15_998).replace('address: HR0', 'address: HR99999'));
    const text = await runCommandLine(['check', '--project', folder.path]);
    expect(text.code).toBe(2);
    expect(text.stdout).toMatch(/devices\/tank-2\.yaml:6 tags\[0\]\.address — .*99999/);
    const json = await runCommandLine(['check', '--project', folder.path, '--json']);
    expect(json.code).toBe(2);
    expect(JSON.parse(json.stdout)).toMatchObject({
      errors: 1,
      faults: [{ file: 'devices/tank-2.yaml', line: 6, path: 'tags[0].address', severity: 'error' }],
    });
    await folder.write('nexus.yaml', `${CONFIG}mqtt: { enabled: true, password: { env: NOT_SET_ANYWHERE } }\n`);
    const secret = await runCommandLine(['check', '--project', folder.path]);
    expect(secret.stdout).toMatch(/nexus\.yaml:4 mqtt\.password — REF_SECRET: .*NOT_SET_ANYWHERE/);
    const none = await runCommandLine(['check', '--project', join(folder.path, 'nowhere')]);
    expect(none).toMatchObject({ code: 2, stderr: expect.stringContaining('NX_PROJECT_NOT_FOUND') });
  });

  it('exports what it imports, whole or in part, with and without identities', async () => {
    const first = join(folder.path, 'first');
    const second = join(folder.path, 'second');
    expect(await runCommandLine(['import', DEMO, '--project', first])).toMatchObject({ code: 0 });
    const out = join(folder.path, 'out.yaml');
    const exported = await runCommandLine(['export', '--project', first, '--no-identities', '--out', out]);
    expect(exported).toMatchObject({ code: 0, stdout: `Exported 4 devices to ${out}.\n` });
    expect(await runCommandLine(['import', out, '--project', second])).toMatchObject({ code: 0 });
    const again = await runCommandLine(['export', '--project', second, '--no-identities']);
    expect(parse(again.stdout)).toEqual(parse(await readFile(out, 'utf8')));
    const one = await runCommandLine(['export', '--project', second, '--devices', 'pumps-1']);
    expect((parse(one.stdout) as { devices: { id: string }[] }).devices.map(({ id }) => id)).toEqual(['pumps-1']);

    const typo = await runCommandLine(['export', '--project', second, '--devices', 'pumps-2']);
    expect(typo).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('Did you mean “pumps-1”?') });
    const nowhere = await runCommandLine(['export', '--project', second, '--out', join(folder.path, 'no/such/x.yaml')]);
    expect(nowhere).toMatchObject({ code: 2, stderr: expect.stringContaining('(ENOENT)') });
    const missing = await runCommandLine(['import', join(folder.path, 'none.yaml'), '--project', second]);
    expect(missing).toMatchObject({ code: 2, stderr: expect.stringContaining('There is no file') });
  });

  it('says with exit code 3 that another engine runs on the project', async () => {
    await givenProject();
    lifetime.add(await lockProject(folder.path));
    for (const args of [['--service'], ['import', DEMO]]) {
      const run = await runCommandLine([...args, '--project', folder.path]);
      expect(run).toMatchObject({ code: 3, stderr: expect.stringContaining('Another engine runs') });
    }
    await expect(stat(join(folder.path, 'devices/boiler-1.yaml'))).rejects.toThrow('ENOENT');
    // What only reads is not kept out.
    expect(await runCommandLine(['check', '--project', folder.path])).toMatchObject({ code: 0 });
    expect(await runCommandLine(['export', '--project', folder.path])).toMatchObject({ code: 0 });
  });

  it('says with exit code 1 that a service could not be started for a reason outside of the project', async () => {
    await givenProject();
    const taken = createServer();
    lifetime.defer(() => void taken.close());
    const port = await freePort();
    await new Promise<void>((resolve) => taken.listen(port, '127.0.0.1', resolve));
    const run = await runCommandLine(['--service', '--project', folder.path, '--port', String(port)]);
    expect(run).toMatchObject({ code: 1, stderr: expect.stringContaining('[NX_SERVER_PORT]') });
    const status = await runCommandLine(['status', '--port', String(await freePort())]);
    expect(status).toMatchObject({ code: 1, stderr: expect.stringContaining('No service answers') });
  });
});

describe('nexus-edge simulate', () => {
  it('plays the devices of a project until it is stopped, and leaves the project alone', async () => {
    await givenProject();
    const port = await freePort();
    const twins = lifetime.add(
      new CommandProcess(['simulate', '--project', folder.path, '--device', 'tank-2', '--port', String(port)]),
    );
    const [, where] = await twins.untilPrinted(/^tank-2 {2}Modbus TCP {2}127\.0\.0\.1:(\d+) \/1 {2}1 tags$/m);
    await twins.untilPrinted(/1 simulated/);
    expect(twins.stdout).not.toContain('tank-1');
    expect(await readLevel(Number(where))).toSatisfy((level: number) => level >= 0 && level <= 10);
    // Nothing is locked, and nothing was made.
    await expect(stat(join(folder.path, '.nexus'))).rejects.toThrow('ENOENT');
    twins.signal('SIGTERM');
    expect(await twins.ended).toEqual({ code: 0, signal: null });
  });

  it('plays all of them on their own ports, and on ports that anybody may open where theirs need privileges', async () => {
    const port = await freePort();
    await folder.write('nexus.yaml', CONFIG);
    await folder.write('devices/tank-1.yaml', device('tank-1', port));
    await folder.write('devices/tank-2.yaml', device('tank-2', 502));
    const twins = lifetime.add(new CommandProcess(['simulate'], { cwd: folder.path }));
    await twins.untilPrinted(/2 simulated/);
    expect(twins.stdout).toContain(`127.0.0.1:${port} /1`);
    expect(twins.stdout).toMatch(/tank-2 {2}Modbus TCP {2}127\.0\.0\.1:15[5-6]\d\d \/1/);
    twins.signal('SIGINT');
    expect(await twins.ended).toEqual({ code: 0, signal: null });
  });

  it('plays what was recorded, late, with a hole where it is told', async () => {
    await givenProject();
    await folder.write(
      'recorded.csv',
      'time,device,tag,value,unit,quality\r\n2026-02-03T08:00:00.000Z,tank-2,level,7.25,,192\r\n' +
        '2026-02-03T08:00:01.000Z,tank-2,level,7.25,,192\r\n2026-02-03T08:00:02.000Z,tank-2,level,,,0\r\n',
    );
    const port = await freePort();
    const simulate = (...more: readonly string[]) => {
      const options = ['simulate', '--project', folder.path, '--device', 'tank-2', '--port', String(port), ...more];
      return lifetime.add(new CommandProcess(options));
    };
    const recorded = simulate('--history', join(folder.path, 'recorded.csv'), '--delay', '300ms');
    await recorded.untilPrinted(/1 simulated/);
    const startedMs = performance.now();
    expect(await readLevel(port)).toBe(7.25);
    expect(performance.now() - startedMs).toBeGreaterThanOrEqual(300);
    recorded.signal('SIGTERM');
    await recorded.ended;
    const holed = simulate('--hole', 'level');
    await holed.untilPrinted(/1 simulated/);
    expect(await readLevel(port)).toBeNaN();
    holed.signal('SIGTERM');
    await holed.ended;
    const refusing = simulate('--fault', 'refuse');
    await refusing.untilPrinted(/1 simulated/);
    await expect(readLevel(port)).rejects.toMatchObject({ code: 'NX_NET_REFUSED' });
  });

  it('says what of the wishes for a twin it does not understand', async () => {
    await givenProject();
    const options = ['simulate', '--project', folder.path];
    for (const [more, text] of [
      [['--wave', 'sien'], '--wave sien is none of sine, ramp, noisy, steps. Did you mean “sine”?'],
      [['--fault', 'smoke'], '--fault smoke is none of unplug, refuse, silent, rst, delay, deny.'],
      [['--delay', 'long'], '--delay long is not a duration. Try 50ms.'],
      [['--hole', 'lid'], 'None of these devices has a tag “lid”'],
      [['--history', join(folder.path, 'nexus.yaml')], 'nexus.yaml:1 has “'],
      [['--history', join(folder.path, 'none.csv')], 'none.csv cannot be read.'],
    ] as const) {
      const said = await runCommandLine([...options, ...more]);
      expect(said.stderr).toContain(text);
      expect(said.code).toBeGreaterThan(0);
    }
  });

  it('refuses a project with faults and a device that is not there', async () => {
    await givenProject();
    const typo = await runCommandLine(['simulate', '--project', folder.path, '--device', 'tnak-1']);
    expect(typo).toMatchObject({ code: 2, stderr: expect.stringContaining('There is no device “tnak-1”') });
    await mkdir(join(folder.path, 'watches'), { recursive: true });
    await folder.write('devices/tank-2.yaml', 'id: [');
    const faulty = await runCommandLine(['simulate', '--project', folder.path]);
    expect(faulty).toMatchObject({ code: 2, stderr: expect.stringContaining('NX_PROJECT_INVALID') });
  });
});

/** Reads the tag of `device` with the product's own driver. */
async function readLevel(port: number): Promise<number> {
  const driver = modbusTcp.create(modbusTcp.connection.parse({ host: '127.0.0.1', port }) as never, {
    clock: systemClock,
  });
  const signal = AbortSignal.timeout(5_000);
  await driver.open(signal);
  try {
    const columns = { timeUs: new Float64Array(1), value: new Float64Array(1), status: new Uint32Array(1), cells: [] };
    await driver.read(driver.plan([{ address: 'HR0', dataType: 'float32' }]), columns, signal);
    return columns.value[0]!;
  } finally {
    await driver.close();
  }
}
