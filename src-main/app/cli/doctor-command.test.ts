import { execFileSync } from 'node:child_process';
import { chmod } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freePort } from '../../testing/free-port.ts';
import { givenProjectFolder, type ProjectFolder } from '../../testing/project-folder.ts';
import { examineMemory, examineNode } from '../service/doctor/examine-computer.ts';
import { syncFinding } from '../service/doctor/examine-folder.ts';
import { placeOf } from '../service/doctor/examine-peers.ts';
import type { Finding } from '../service/doctor/finding.ts';
import { parseCommandLine } from './command-line.ts';
import { runDoctor } from './doctor-command.ts';

let folder: ProjectFolder;
let server: Server;
let taken: number;

beforeEach(async () => {
  folder = await givenProjectFolder({ 'nexus.yaml': 'project: { name: Hall }\nbuffer: { budget: 64MiB }\n' });
  server = createServer((socket) => socket.end());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  taken = (server.address() as { port: number }).port;
});
afterEach(async () => {
  server.close();
  await folder.remove();
});

interface Report {
  readonly code: number;
  readonly findings: readonly Finding[];
  readonly text: string;
}

async function examine(...options: readonly string[]): Promise<Report> {
  let text = '';
  const command = parseCommandLine(['doctor', '--project', folder.path, '--json', ...options]);
  const code = await runDoctor(command as Parameters<typeof runDoctor>[0], {
    print: (line) => void (text += `${line}\n`),
    printError: () => {},
    opened: () => {},
    stopRequested: new Promise(() => {}),
  });
  return { code, text, findings: (JSON.parse(text) as { findings: Finding[] }).findings };
}

const of = ({ findings }: Report, area: string): readonly Finding[] => findings.filter((found) => found.area === area);

describe('the doctor', () => {
  it('fails nothing on a sound project, and has looked at everything', async () => {
    const report = await examine();
    expect(report.findings.filter(({ result }) => result === 'fail')).toEqual([]);
    expect(report.code).toBe(0);
    const areas = new Set(report.findings.map(({ area }) => area));
    for (const area of ['program', 'memory', 'clock', 'project', 'folder', 'disk room', 'disk', 'audit trail'])
      expect(areas, area).toContain(area);
  });

  it('says what to do about everything that is not right', async () => {
    await folder.write(
      'nexus.yaml',
      `project: { name: Hall }\nbuffer: { budget: 64MiB }\nserver: { port: ${taken}, tls: { cert: old.pem, key: old.key } }
mqtt: { enabled: true, url: "mqtt://127.0.0.1:${await freePort()}" }\nhistorian: { database: { url: "postgres://u@127.0.0.1:${await freePort()}/x" } }\n`,
    );
    await folder.write(
      'devices/line.yaml',
      'id: line\nprotocol: modbus-rtu\nuns_prefix: a/line\nconnection: { path: /dev/ttyNotThere }\n',
    );
    const days = ['-days', '1', '-nodes', '-newkey', 'rsa:2048', '-x509', '-subj', '/CN=edge-7'];
    const files = ['-out', join(folder.path, 'old.pem'), '-keyout', join(folder.path, 'old.key')];
    execFileSync('openssl', ['req', ...days, ...files], { stdio: 'ignore' });
    await chmod(folder.path, 0o777);
    const report = await examine();
    expect(report.code).toBe(1);
    expect(of(report, 'port')).toMatchObject([{ result: 'fail', text: expect.stringContaining('EADDRINUSE') }]);
    expect(of(report, 'broker')).toMatchObject([{ result: 'warn', text: expect.stringContaining('nothing listens') }]);
    expect(of(report, 'database')).toMatchObject([{ result: 'fail' }]);
    expect(of(report, 'serial port')).toMatchObject([
      { result: 'warn', text: expect.stringContaining('is not there') },
    ]);
    expect(of(report, 'certificate')).toMatchObject([
      { result: 'warn', text: expect.stringMatching(/edge-7.*[01] days/) },
    ]);
    expect(of(report, 'folder')).toMatchObject([{ result: 'warn', text: expect.stringContaining('others may write') }]);
    for (const { result, next } of report.findings) if (result !== 'ok') expect(next).toMatch(/\.$|^Run: /);
  });

  it('reaches for devices when it is asked to', async () => {
    const device = (id: string, port: number): string =>
      `id: ${id}\nprotocol: modbus-tcp\nuns_prefix: a/${id}\nconnection: { host: 127.0.0.1, port: ${port} }\n`;
    await folder.write('devices/here.yaml', device('here', taken));
    await folder.write('devices/gone.yaml', device('gone', await freePort()));
    expect(of(await examine(), 'device')).toEqual([]);
    const seen = of(await examine('--reach-devices'), 'device');
    expect(seen.map(({ result, text }) => `${result} ${text.split(' ')[0]}`).sort()).toEqual(['ok here', 'warn gone']);
  });

  it('names a project with faults, and stops where there is none', async () => {
    await folder.write('nexus.yaml', 'project: { name: Hall }\nserver: { port: 70000 }\n');
    expect(of(await examine(), 'project')).toMatchObject([{ result: 'fail', next: expect.stringContaining('check') }]);
    await folder.remove();
    await expect(examine()).rejects.toMatchObject({ code: 'NX_PROJECT_NOT_FOUND' });
  });

  it('judges what a test cannot make: old programs, little memory, disks that are slow or lie', () => {
    expect(examineNode('20.11.0').result).toBe('fail');
    expect(examineMemory(2 ** 33, 2 ** 26).result).toBe('warn');
    expect(examineMemory(2 ** 28, 2 ** 27).result).toBe('fail');
    expect(syncFinding([80, 90, 100]).result).toBe('warn');
    expect(syncFinding([0.001, 0.002, 0.003]).text).toContain('0.00 ms');
    expect(syncFinding([0.001, 0.002, 0.003]).result).toBe('warn');
    expect(syncFinding([1, 2, 900])).toMatchObject({
      result: 'ok',
      text: expect.stringContaining('at worst 900.0 ms'),
    });
  });

  it('reads where a device is off its endpoint', () => {
    expect(placeOf('opc.tcp://plc7:4840/x')).toEqual({ host: 'plc7', port: 4840 });
    expect(placeOf('[fd00::1]:502')).toEqual({ host: 'fd00::1', port: 502 });
    expect(placeOf('10.0.0.5:102/0/1')).toEqual({ host: '10.0.0.5', port: 102 });
    expect(placeOf('/dev/ttyUSB0')).toBeUndefined();
  });
});
