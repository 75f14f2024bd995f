import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Lifetime } from '../../kernel/lifetime.ts';
import { CommandProcess, runCommandLine } from '../../testing/command-process.ts';
import { freePort } from '../../testing/free-port.ts';
import { givenProjectFolder, type ProjectFolder } from '../../testing/project-folder.ts';

const SOUND = 'project: { name: Hall 2 }\naccess: { login: off }\nlog: { file: .nexus/logs/edge.log }\n';

let lifetime: Lifetime;
let folder: ProjectFolder;
let port: number;

beforeEach(async () => {
  lifetime = new Lifetime('start');
  folder = await givenProject();
  port = await freePort();
});
afterEach(() => lifetime.dispose());

async function givenProject(): Promise<ProjectFolder> {
  const made = await givenProjectFolder({ 'nexus.yaml': SOUND });
  lifetime.defer(() => made.remove());
  return made;
}

async function started(project: string, at: number, env: Readonly<Record<string, string>> = {}, ...more: string[]) {
  const words = ['--service', '--project', project, '--port', String(at), ...more];
  const service = lifetime.add(new CommandProcess(words, { env }));
  await service.untilPrinted(/Workstation: http/);
  return service;
}

const health = async (at: number) =>
  (await (await fetch(`http://127.0.0.1:${at}/health/ready`)).json()) as {
    readonly status: string;
    readonly degraded: readonly string[];
    readonly parts: Readonly<Record<string, { readonly state: string; readonly reason?: string }>>;
  };

describe('a service that starts', () => {
  it('is ready with every part, writes its log into a file, and tells which settings the environment said', async () => {
    const service = await started(folder.path, port, { NEXUS__log__level: 'debug', NEXUS_S7_ENABLED: 'true' });
    const { status, degraded, parts } = await health(port);
    expect({ status, degraded }).toEqual({ status: 'ready', degraded: [] });
    for (const part of ['host log', 'host historian', 'log', 'historian', 'devices', 'configuration'])
      expect(parts[part], part).toEqual({ state: 'ok' });
    service.signal('SIGTERM');
    expect(await service.ended).toMatchObject({ code: 0 });
    const lines = (await readFile(join(folder.path, '.nexus/logs/edge.log'), 'utf8'))
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
    expect(lines).toContainEqual(
      expect.objectContaining({ msg: 'settings come from the environment', variables: 'NEXUS__log__level' }),
    );
    expect(lines).toContainEqual(expect.objectContaining({ level: 'warn', variables: 'NEXUS_S7_ENABLED' }));
  });

  it('stops at faults, names them, and runs the newest sound revision where it is told to', async () => {
    const first = await started(folder.path, port);
    first.signal('SIGTERM');
    await first.ended;
    await folder.write('nexus.yaml', SOUND.replace('login: off', 'login: perhaps'));
    const refused = await runCommandLine(['--service', '--project', folder.path, '--port', String(port)]);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('“perhaps”');
    const service = await started(folder.path, port, {}, '--last-good');
    await service.untilPrinted(/files of the project have faults, and its newest revision runs/);
    expect(service.output).toContain('perhaps');
    expect(await health(port)).toMatchObject({
      status: 'ready',
      degraded: ['configuration'],
      parts: { configuration: { state: 'degraded' } },
    });
    // The files wait for their person as he left them; once they are sound they are applied.
    expect(await readFile(join(folder.path, 'nexus.yaml'), 'utf8')).toContain('perhaps');
    await folder.write('nexus.yaml', SOUND.replace('Hall 2', 'Hall 3'));
    const applied = await fetch(`http://127.0.0.1:${port}/api/v1/revisions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'if-match': '"1"' },
      body: JSON.stringify({ comment: 'mended' }),
    });
    expect(applied.status, await applied.text()).toBe(200);
    expect((await health(port)).degraded).toEqual([]);
  });

  it('runs beside another one, each on its own project and port, and says plainly what two cannot share', async () => {
    const other = await givenProject();
    await started(folder.path, port);
    const samePort = await runCommandLine(['--service', '--project', other.path, '--port', String(port)]);
    expect(samePort.code).toBe(1);
    expect(samePort.stderr).toMatch(new RegExp(`Port ${port} .*NX_SERVER_PORT`));
    const sameProject = await runCommandLine([
      '--service',
      '--project',
      folder.path,
      '--port',
      String(await freePort()),
    ]);
    expect(sameProject.code).toBe(3);
    expect(sameProject.stderr).toContain('Another engine runs on the project');
    const second = await freePort();
    await started(other.path, second);
    expect(await Promise.all([port, second].map(async (at) => (await health(at)).status))).toEqual(['ready', 'ready']);
  });
});
