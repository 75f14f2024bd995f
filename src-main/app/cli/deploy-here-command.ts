import { randomUUID } from 'node:crypto';
import { copyFile, mkdir, readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { PairingDesk } from '../../deploy/pairing-desk.ts';
import { drivers } from '../../drivers/registry.ts';
import { writeAtomic } from '../../kernel/write-atomic.ts';
import { loadProject } from '../../project/load-project.ts';
import { lockProject } from '../../project/project-lock.ts';
import { deployFolder } from '../deploy/deploy-folder.ts';
import { type InboxOrder, type InboxResult, inboxFolder } from '../deploy/package-inbox.ts';
import type { EngineSurroundings } from '../engine.ts';
import type { DeployHereCommand } from './deploy-options.ts';
import { EXIT_CODES } from './exit-codes.ts';
import type { Terminal } from './terminal.ts';

const LOOK_EVERY_MS = 250;
/** The longest gate and the way back, with a start of the gateway before it. */
const DEADLINE_MS = 180_000;

/** What is done at a gateway itself, whether or not its service runs: who can write into the project may. */
export async function runDeployHere(
  command: DeployHereCommand,
  surroundings: EngineSurroundings,
  terminal: Terminal,
): Promise<number> {
  const { config } = await loadProject(command.project, drivers);
  if (config && !config.deploy.accept) {
    const text = 'This gateway takes no deploys. Set deploy: { accept: true } in its nexus.yaml and start it again.';
    throw new NexusError('NX_DEPLOY_OFF', text);
  }
  if (command.kind === 'deploy-apply') return await apply(command, surroundings, terminal);
  const folder = deployFolder(command.project);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const { code } = await new PairingDesk(folder, writeAtomic, Date.now).open();
  terminal.print(`Pairing code: ${code.slice(0, 4)}-${code.slice(4)}`);
  terminal.print('It is good once, for ten minutes and five tries. Enter it at the workstation: Deploy, Add target.');
  return EXIT_CODES.done.code;
}

async function apply(
  { project, file, rollback, overwrite }: Extract<DeployHereCommand, { kind: 'deploy-apply' }>,
  surroundings: EngineSurroundings,
  terminal: Terminal,
): Promise<number> {
  const folder = inboxFolder(project);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const id = randomUUID();
  await copyFile(file, join(folder, `${id}.nxp`)).catch((cause: NodeJS.ErrnoException) => {
    throw new NexusError(
      'NX_NOT_FOUND',
      `${file} could not be read (${cause.code ?? 'unknown'}). Name a package.`,
      {},
      { cause },
    );
  });
  const order: InboxOrder = { file: `${id}.nxp`, rollback, overwrite, actor: process.env['USER'] ?? 'local' };
  await writeAtomic(join(folder, `${id}.json`), JSON.stringify(order));
  const engine = (await isRunning(project)) ? undefined : await start(project, surroundings);
  try {
    terminal.print('Checking, applying, then the health gate: up to 90 s.');
    const result = await resultOf(folder, id);
    const kept = resolve(`${file}.result.json`);
    await writeAtomic(kept, JSON.stringify(result, undefined, 2));
    terminal.print(
      `${result.text === '' ? `Revision ${result.revision} runs.` : result.text} The result is in ${kept}.`,
    );
    return result.state === 'promoted' ? EXIT_CODES.done.code : EXIT_CODES.failed.code;
  } finally {
    await engine?.stop();
    for (const end of ['nxp', 'json', 'result']) await rm(join(folder, `${id}.${end}`), { force: true });
  }
}

async function isRunning(project: string): Promise<boolean> {
  try {
    await (await lockProject(project)).dispose();
    return false;
  } catch (error) {
    if (error instanceof NexusError && error.code === 'NX_PROJECT_LOCKED') return true;
    throw error;
  }
}

async function start(project: string, surroundings: EngineSurroundings): Promise<{ stop(): Promise<void> }> {
  const { startEngine } = await import('../engine.ts');
  return await startEngine({ ...surroundings, folder: project, port: undefined, drivers });
}

async function resultOf(folder: string, id: string): Promise<InboxResult> {
  for (const untilMs = performance.now() + DEADLINE_MS; performance.now() < untilMs; await delay(LOOK_EVERY_MS)) {
    const text = await readFile(join(folder, `${id}.result`), 'utf8').catch(() => undefined);
    if (text !== undefined) return JSON.parse(text) as InboxResult;
  }
  const text =
    'The service did not take the package in three minutes. Start it again, so that deploy.accept is in effect.';
  throw new NexusError('NX_DEPLOY_OFF', text);
}
