import { existsSync } from 'node:fs';
import { mkdir, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { NODE_FLAGS } from '../../kernel/node-flags.ts';
import { CONFIG_FILE } from '../../project/project-layout.ts';
import { type ServiceManager, serviceManager } from '../service/service-manager.ts';
import type { Command } from './command-line.ts';
import { EXIT_CODES } from './exit-codes.ts';
import type { ServiceInstallCommand } from './service-manage-options.ts';
import type { Terminal } from './terminal.ts';

type Managed = Extract<Command, { kind: 'service-install' | 'service-uninstall' | 'service-status' }>;

/** Makes a project a service of this computer, removes it, or says how it is. @throws NexusError NX_USAGE, NX_NOT_FOUND */
export async function runServiceManage(
  command: Managed,
  terminal: Terminal,
  platform: NodeJS.Platform = process.platform,
): Promise<number> {
  const manager = serviceManager(platform, command.out === undefined ? undefined : resolve(command.out));
  const path = join(manager.folder, manager.fileOf(command.name));
  if (command.kind === 'service-install') return await install(command, manager, path, terminal);
  if (!existsSync(path)) {
    const text = `There is no service ${command.name}: ${path} does not exist. Name another one with --name.`;
    throw new NexusError('NX_NOT_FOUND', text, { name: command.name });
  }
  if (command.kind === 'service-status') {
    terminal.print(`${command.name} is installed: ${path}`);
    const said = await manager.status(command.name);
    terminal.print(said === '' ? `${manager.name} does not run here, or does not know it yet.` : said);
    return said === '' || said.includes('ActiveState=active') || /^started/i.test(said)
      ? EXIT_CODES.done.code
      : EXIT_CODES.failed.code;
  }
  say(terminal, await manager.stop(command.name));
  await changed(path, () => rm(path));
  say(terminal, await manager.reload());
  terminal.print(`Removed ${path}. The project and its history stay where they are.`);
  return EXIT_CODES.done.code;
}

async function install(
  command: ServiceInstallCommand,
  manager: ServiceManager,
  path: string,
  terminal: Terminal,
): Promise<number> {
  const project = await realpath(resolve(command.project)).catch(() => resolve(command.project));
  const program = programOf();
  // A folder below /var/lib is made by systemd at the first start, for a user that it makes too.
  const isMade = manager.name === 'systemd' && project.startsWith('/var/lib/') && command.user === undefined;
  if (!existsSync(join(project, CONFIG_FILE)) && !isMade) {
    const text = `${project} holds no ${CONFIG_FILE}. Make the project first, or name the folder of one.`;
    throw new NexusError('NX_PROJECT_NOT_FOUND', text, { folder: project });
  }
  const user = command.user ?? (isMade || manager.name !== 'systemd' ? undefined : await ownerOf(project));
  const text = manager.text({ name: command.name, program, project, port: command.port, user });
  if (command.act === 'print') {
    terminal.print(text.trimEnd());
    return EXIT_CODES.done.code;
  }
  await changed(path, async () => {
    await mkdir(manager.folder, { recursive: true });
    await writeFile(path, text, { mode: 0o644 });
  });
  say(terminal, await manager.reload());
  terminal.print(`Wrote ${path}.`);
  if (user === 'root' || user === '0')
    terminal.print(
      `It runs as root, who owns ${project}. Give the folder to a user of its own (chown) and install again, or name one with --user.`,
    );
  terminal.print(
    `Next:\n${manager
      .next(command.name)
      .map((line) => `  ${line}`)
      .join('\n')}`,
  );
  return EXIT_CODES.done.code;
}

/** What this program is started with: Node and its entry, or the desktop program, which takes the same words. */
function programOf(): readonly string[] {
  const entry = process.argv[1];
  if (process.versions['electron'] || entry === undefined) return [process.execPath];
  return [process.execPath, ...NODE_FLAGS, resolve(entry)];
}

/** By number, which systemd takes as well: a name may be unknown where accounts come from a server. */
async function ownerOf(folder: string): Promise<string> {
  const { uid } = await stat(folder);
  return String(uid);
}

async function changed(path: string, act: () => Promise<unknown>): Promise<void> {
  try {
    await act();
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const text = `${path} could not be changed (${code ?? 'unknown'}). Run it with the rights of an administrator (sudo), or see the file with --print.`;
    throw new NexusError('NX_USAGE', text, { path }, { cause });
  }
}

function say(terminal: Terminal, text: string): void {
  if (text !== '') terminal.print(text);
}
