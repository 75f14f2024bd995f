import { resolve } from 'node:path';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { drivers } from '../../drivers/registry.ts';
import { writeAtomic } from '../../kernel/write-atomic.ts';
import { exportDevices } from '../../project/export-devices.ts';
import { loadProject, requireSound } from '../../project/load-project.ts';
import { chooseDevices } from './choose-devices.ts';
import type { Command } from './command-line.ts';
import type { Terminal } from './terminal.ts';

/** Writes the devices of a project as one file that `import` takes, to a file or to standard output. */
export async function runExport(command: Extract<Command, { kind: 'export' }>, terminal: Terminal): Promise<number> {
  const { text, devices } = requireSound(await loadProject(resolve(command.project), drivers));
  const ids = command.devices && chooseDevices(devices, command.devices).map(({ id }) => id);
  const combined = exportDevices(text, { ids, identities: command.identities === 'keep' });
  if (command.out === undefined) {
    terminal.print(combined.trimEnd());
    return 0;
  }
  const out = resolve(command.out);
  await writeAtomic(out, combined).catch((cause: NodeJS.ErrnoException) => {
    const why = `${out} could not be written (${cause.code ?? 'unknown'}). Name a file in a folder that is there.`;
    throw new NexusError('NX_USAGE', why, { out }, { cause });
  });
  terminal.print(`Exported ${ids?.length ?? devices.length} devices to ${out}.`);
  return 0;
}
