import { resolve } from 'node:path';
import { formatByteSize } from '../../../src-shared/domain/byte-size.ts';
import { restoreProject } from '../backup/restore-project.ts';
import type { Command } from './command-line.ts';
import type { Terminal } from './terminal.ts';

/** Makes a project of a backup, in a new or empty folder. */
export async function runRestore(command: Extract<Command, { kind: 'restore' }>, terminal: Terminal): Promise<number> {
  const cancel = new AbortController();
  void terminal.stopRequested.then(() => cancel.abort());
  const to = resolve(command.project);
  const { project, devices, files, bytes, hasHistory } = await restoreProject(resolve(command.file), to, cancel.signal);
  terminal.print(`Restored “${project}” in ${to}`);
  terminal.print(`  ${devices} devices, ${files} files, ${formatByteSize(bytes)}; configuration checked`);
  terminal.print(hasHistory ? '  history: integrity check passed' : '  without history');
  terminal.print('Run check on it for secrets of this computer, then start it with --project.');
  return 0;
}
