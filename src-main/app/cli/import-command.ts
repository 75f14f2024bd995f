import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { drivers } from '../../drivers/registry.ts';
import { importDevices } from '../../project/import-devices.ts';
import { lockProject } from '../../project/project-lock.ts';
import type { Command } from './command-line.ts';
import { makeWhereNone } from './make-project.ts';
import type { Terminal } from './terminal.ts';

/** Imports a combined file, into a project made for it where there is none. Not while an engine runs on the project. */
export async function runImport(command: Extract<Command, { kind: 'import' }>, terminal: Terminal): Promise<number> {
  const folder = resolve(command.project);
  const file = resolve(command.file);
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) throw new NexusError('NX_USAGE', `There is no file ${file}. Name the devices.yaml to import.`);
  await makeWhereNone(folder, { name: basename(folder), mode: 'live', login: 'required' });
  const lock = await lockProject(folder);
  try {
    const { devices, tags } = await importDevices(file, folder, drivers);
    terminal.print(`Imported ${devices.length} devices with ${tags} tags: ${devices.join(', ')}.`);
  } finally {
    await lock.dispose();
  }
  return 0;
}
