import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Lifetime } from '../../kernel/lifetime.ts';
import { CommandProcess } from '../../testing/command-process.ts';
import { givenProjectFolder, type ProjectFolder } from '../../testing/project-folder.ts';

const SOCKET = fileURLToPath(new URL('../../testing/notify-socket.py', import.meta.url));
const WATCHDOG_MS = 3_000;

let lifetime: Lifetime;
let folder: ProjectFolder;
let heard: string[][];

beforeEach(async () => {
  lifetime = new Lifetime('systemd');
  folder = await givenProjectFolder({ 'nexus.yaml': 'project: { name: Hall 2 }\naccess: { login: off }\n' });
  lifetime.defer(() => folder.remove());
  heard = [];
});
afterEach(() => lifetime.dispose());

/** The service manager’s end of the socket. */
async function givenManager(): Promise<string> {
  const path = join(folder.path, 'notify');
  const manager: ChildProcess = spawn('/usr/bin/python3', [SOCKET, path], { stdio: ['ignore', 'pipe', 'inherit'] });
  lifetime.defer(() => void manager.kill('SIGKILL'));
  let rest = '';
  manager.stdout!.on('data', (text: Buffer) => {
    const lines = (rest + text.toString()).split('\n');
    rest = lines.pop()!;
    heard.push(...lines.map((line) => JSON.parse(line) as string[]));
  });
  await vi.waitFor(() => expect(heard).toHaveLength(1), { timeout: 10_000 });
  heard.length = 0;
  return path;
}

const isHere = existsSync('/usr/bin/systemd-notify') && existsSync('/usr/bin/python3');

describe('a service that systemd started', () => {
  it.runIf(isHere)('says that it starts, is ready, lives and stops, in this order', async () => {
    const path = await givenManager();
    const service = lifetime.add(
      new CommandProcess(['--service', '--project', folder.path], {
        env: { NOTIFY_SOCKET: path, WATCHDOG_USEC: String(WATCHDOG_MS * 1_000), WATCHDOG_PID: '' },
      }),
    );
    const beats = (): number => heard.filter(([first]) => first === 'WATCHDOG=1').length;
    await vi.waitFor(() => expect(beats()).toBeGreaterThanOrEqual(3), { timeout: 30_000 });
    service.signal('SIGTERM');
    expect(await service.ended).toMatchObject({ code: 0 });
    const words = heard.map(([first]) => first!).filter((word) => word !== 'WATCHDOG=1');
    expect(words).toEqual(['STATUS=Starting: reading the project and the log', 'READY=1', 'STOPPING=1']);
    expect(heard.find(([first]) => first === 'READY=1')).toContain('STATUS=0 of 0 devices connected');
    // Not one sign of life before it was ready.
    expect(heard.findIndex(([first]) => first === 'WATCHDOG=1')).toBeGreaterThan(
      heard.findIndex(([first]) => first === 'READY=1'),
    );
  });
});
