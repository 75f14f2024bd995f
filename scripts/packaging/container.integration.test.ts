import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freePort } from '../../src-main/testing/free-port.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const script = (name: string): string => join(ROOT, 'resources/container', name);

/** The scripts of the container image, with the service from its sources and folders of the test in the place of the volumes. */
describe.skipIf(process.platform === 'win32')('the scripts of the container', () => {
  let folder: string;
  let environment: Record<string, string>;
  let service: ChildProcess | undefined;
  let ended: Promise<number | null>;
  let output: string;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'nexus-container-'));
    mkdirSync(join(folder, 'config'));
    copyFileSync(join(ROOT, 'resources/demo-plant/devices.yaml'), join(folder, 'config/devices.yaml'));
    const program = join(folder, 'nexus-edge');
    const main = join(ROOT, 'src-main/entry/headless-main.ts');
    writeFileSync(program, `#!/bin/sh\nexec "${process.execPath}" "${main}" "$@"\n`, { mode: 0o755 });
    environment = {
      PATH: '/usr/bin:/bin',
      PROGRAM: program,
      NODE: process.execPath,
      PROJECT: join(folder, 'data/project'),
      CONFIG: join(folder, 'config'),
      PROJECT_NAME: 'line-1',
      NEXUS__server__port: String(await freePort()),
      NEXUS__server__address: '0.0.0.0',
    };
  });
  afterEach(async () => {
    service?.kill('SIGKILL');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  });

  const run = (name: string, words: readonly string[], input = '') =>
    spawnSync(script(name), words, { env: environment, encoding: 'utf8', input });
  const isHealthy = (of: string): boolean => run('health', [of]).status === 0;

  /** Starts the container's program and waits until its output says `sign`. */
  async function start(sign: RegExp): Promise<void> {
    output = '';
    const started = spawn(script('start'), { env: environment });
    service = started;
    ended = new Promise((exit) => started.once('exit', exit));
    const read = (text: Buffer): void => void (output += String(text));
    started.stdout.on('data', read);
    started.stderr.on('data', read);
    await said(sign);
  }
  async function said(sign: RegExp): Promise<void> {
    await expect.poll(() => output, { timeout: 60_000, interval: 100 }).toMatch(sign);
  }

  it('begin with what is in /config, make the first administrator, and open to the network in that moment', async () => {
    expect(isHealthy('live')).toBe(false);
    await start(/"msg":"Workstation: http:/);
    expect(output).toContain('Imported 4 devices');
    expect([isHealthy('live'), isHealthy('ready')]).toEqual([true, true]);
    const refused = run('first-admin', ['eva'], 'too short\n');
    expect([refused.status, refused.stdout]).toEqual([1, expect.stringContaining('12 characters')]);
    const made = run('first-admin', ['eva'], 'a long enough password\n');
    expect([made.status, made.stdout]).toEqual([0, 'eva is the administrator of this gateway.\n']);
    await said(/"msg":"listening with TLS"/);
    expect([isHealthy('live'), isHealthy('ready')]).toEqual([true, true]);
    expect(run('first-admin', ['max'], 'a long enough password\n')).toMatchObject({ status: 1 });
    service!.kill('SIGTERM');
    expect(await ended).toBe(0);
  });

  it('keep the project of the volume at the next start, whatever /config says by then', async () => {
    await start(/"msg":"engine started"/);
    service!.kill('SIGTERM');
    await ended;
    const project = (): string => readFileSync(join(environment['PROJECT']!, 'nexus.yaml'), 'utf8');
    const before = project();
    expect(before).toMatch(/uid: [0-9a-f-]{36}/);
    writeFileSync(join(folder, 'config/devices.yaml'), 'devices: []\n');
    await start(/"msg":"engine started"/);
    expect(output).toContain('"devices":4');
    expect(project()).toBe(before);
  });
});
