import { stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { toNexusError } from '../../src-shared/errors/nexus-error.ts';
import { drivers } from '../drivers/registry.ts';
import { createProject } from '../project/create-project.ts';
import { formatFault } from '../project/fault.ts';
import { importDevices } from '../project/import-devices.ts';
import { loadProject } from '../project/load-project.ts';
import { CONFIG_FILE } from '../project/project-layout.ts';
import { parseCommandLine, USAGE } from './command-line.ts';
import { type EngineSurroundings, startEngine } from './engine.ts';

export interface Terminal {
  print(text: string): void;
  printError(text: string): void;
  /** The service runs; `address` is where its pages are, with the token that opens them. */
  opened(address: string | undefined): void;
  /** Resolves when the person or the system asks the service to stop. */
  readonly stopRequested: Promise<void>;
}

/** Runs one command line to its end. @returns the exit code; nothing is thrown. */
export async function runCommand(
  argv: readonly string[],
  surroundings: EngineSurroundings,
  terminal: Terminal,
): Promise<number> {
  try {
    const command = parseCommandLine(argv);
    switch (command.kind) {
      case 'help':
        terminal.print(USAGE);
        return 0;
      case 'version':
        terminal.print(surroundings.version);
        return 0;
      case 'check':
        return await check(resolve(command.project), terminal);
      case 'import':
        return await runImport(resolve(command.project), resolve(command.file), terminal);
      case 'service':
        return await serve(command, surroundings, terminal);
    }
  } catch (error) {
    const known = toNexusError(error);
    terminal.printError(`${known.text} [${known.code}]`);
    if (known.code === 'NX_INTERNAL' && error instanceof Error) terminal.printError(error.stack ?? '');
    return known.code === 'NX_USAGE' || known.code.startsWith('NX_PROJECT') ? 2 : 1;
  }
}

async function check(folder: string, terminal: Terminal): Promise<number> {
  const project = await loadProject(folder, drivers);
  for (const fault of project.faults) terminal.print(formatFault(fault));
  const errors = project.faults.filter((fault) => fault.severity === 'error').length;
  const tags = project.devices.reduce((sum, device) => sum + device.tags.length, 0);
  terminal.print(
    errors === 0
      ? `${folder}: no faults in ${project.devices.length} devices with ${tags} tags.`
      : `${folder}: ${errors} faults. Nothing was started.`,
  );
  return errors === 0 ? 0 : 2;
}

async function runImport(folder: string, file: string, terminal: Terminal): Promise<number> {
  await makeWhereNone(folder, { name: basename(folder), mode: 'live', login: 'token' });
  const report = await importDevices(file, folder, drivers);
  terminal.print(`Imported ${report.devices.length} devices with ${report.tags} tags: ${report.devices.join(', ')}.`);
  return 0;
}

async function serve(
  command: { readonly project: string; readonly port: number | undefined; readonly demo: 'make' | 'leave' },
  surroundings: EngineSurroundings,
  terminal: Terminal,
): Promise<number> {
  const folder = resolve(command.project);
  if (command.demo === 'make') {
    const made = await makeWhereNone(folder, { name: 'Demo plant', mode: 'demo', login: 'off' });
    if (made) await importDevices(surroundings.demoDevices, folder, drivers);
  }
  const engine = await startEngine({ folder, port: command.port, drivers, ...surroundings });
  try {
    if (engine.loginIsOff) terminal.print('Login is off: whoever uses this computer may open the workstation.');
    terminal.print(
      engine.address
        ? `Workstation: ${engine.address}`
        : 'No HTTP: start with --port N to open the workstation on loopback.',
    );
    terminal.opened(engine.address);
    await terminal.stopRequested;
  } finally {
    await engine.stop();
  }
  return 0;
}

/** @returns true when the project was made now. */
async function makeWhereNone(folder: string, project: Parameters<typeof createProject>[1]): Promise<boolean> {
  const exists = await stat(join(folder, CONFIG_FILE)).then(
    () => true,
    () => false,
  );
  if (!exists) await createProject(folder, project);
  return !exists;
}
