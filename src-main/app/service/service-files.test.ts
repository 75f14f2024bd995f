import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { type ServiceDefinition, serviceArguments } from './service-definition.ts';
import { systemdUnit } from './systemd-unit.ts';
import { winswConfig } from './winsw-config.ts';

const PACKAGED: ServiceDefinition = {
  name: 'nexus-edge',
  program: ['/usr/bin/nexus-edge'],
  project: '/var/lib/nexus-edge',
  port: undefined,
  user: undefined,
};
const ANALYZE = '/usr/bin/systemd-analyze';
const resource = (name: string): Promise<string> =>
  readFile(new URL(`../../../resources/service/${name}`, import.meta.url), 'utf8');
const folders: string[] = [];
afterEach(async () => {
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true })));
});

const valuesOf = (unit: string, key: string): readonly string[] =>
  unit.split('\n').flatMap((line) => (line.startsWith(`${key}=`) ? [line.slice(key.length + 1)] : []));

describe('the unit of systemd', () => {
  it('is the one that the package brings', async () => {
    expect(systemdUnit(PACKAGED)).toBe(await resource('nexus-edge.service'));
  });

  it('keeps a project below /var/lib for a user that systemd makes, and leaves another folder to its owner', () => {
    const packaged = systemdUnit(PACKAGED);
    expect(valuesOf(packaged, 'DynamicUser')).toEqual(['yes']);
    expect(valuesOf(packaged, 'StateDirectory')).toEqual(['nexus-edge']);
    const own = systemdUnit({ ...PACKAGED, project: '/srv/line 2', user: '1001', port: 8481 });
    expect(valuesOf(own, 'User')).toEqual(['1001']);
    expect(valuesOf(own, 'DynamicUser')).toEqual([]);
    expect(valuesOf(own, 'ReadWritePaths')).toEqual(['"/srv/line 2"']);
    expect(valuesOf(own, 'ExecStart')).toEqual([
      '/usr/bin/nexus-edge --service --project "/srv/line 2" --last-good --port 8481',
    ]);
  });

  it('hands over a folder whose name means something to systemd as it is', () => {
    const unit = systemdUnit({ ...PACKAGED, project: '/srv/50% $HOME "x"', user: '1001' });
    expect(valuesOf(unit, 'ExecStart')).toEqual([
      '/usr/bin/nexus-edge --service --project "/srv/50%% $$HOME \\"x\\"" --last-good',
    ]);
    expect(() => systemdUnit({ ...PACKAGED, project: '/srv/a\nExecStartPre=/bin/sh' })).toThrow('no line break');
  });

  it('never restarts what needs a person, and gives a stop more time than draining takes', () => {
    const unit = systemdUnit(PACKAGED);
    expect(valuesOf(unit, 'RestartPreventExitStatus')).toEqual(['2 3']);
    expect(Number(valuesOf(unit, 'TimeoutStopSec')[0])).toBeGreaterThan(30);
  });

  it.runIf(existsSync(ANALYZE))('is understood by systemd without a remark, and little is left exposed', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'nexus-unit-'));
    folders.push(folder);
    const file = join(folder, 'nexus-edge-test.service');
    // A program that exists, because systemd looks for it.
    await writeFile(file, systemdUnit({ ...PACKAGED, name: 'nexus-edge-test', program: [process.execPath] }));
    const run = promisify(execFile);
    const { stderr } = await run(ANALYZE, ['verify', '--man=no', '--recursive-errors=no', file]);
    expect(stderr).toBe('');
    const { stdout } = await run(ANALYZE, ['security', '--offline=yes', '--no-pager', file]);
    expect(Number(/Overall exposure level for \S+: ([\d.]+)/.exec(stdout)![1])).toBeLessThan(4);
  });
});

describe('the file of WinSW', () => {
  it('is the one that the package brings', async () => {
    const program = ['C:\\Program Files\\Nexus Edge\\nexus-edge-desktop.exe'];
    const definition = { ...PACKAGED, program, project: 'C:\\ProgramData\\Nexus Edge\\project' };
    expect(winswConfig(definition)).toBe(await resource('nexus-edge.xml'));
  });

  it('quotes words and signs of its own', () => {
    const text = winswConfig({ ...PACKAGED, program: ['node.exe', 'C:\\A & B\\main.js'], project: 'D:\\my plant\\' });
    expect(text).toContain(
      '<arguments>&quot;C:\\A &amp; B\\main.js&quot; --service --project &quot;D:\\my plant\\\\&quot; --last-good</arguments>',
    );
    expect(serviceArguments(PACKAGED)).toEqual(['--service', '--project', '/var/lib/nexus-edge', '--last-good']);
  });
});
