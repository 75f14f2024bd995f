import { join, resolve } from 'node:path';
import { formatByteSize } from '../../../src-shared/domain/byte-size.ts';
import { type Restored, restoreProject } from '../backup/restore-project.ts';
import type { Command } from './command-line.ts';
import type { Terminal } from './terminal.ts';

/** Makes a project of a backup, in a new or empty folder. */
export async function runRestore(command: Extract<Command, { kind: 'restore' }>, terminal: Terminal): Promise<number> {
  const cancel = new AbortController();
  void terminal.stopRequested.then(() => cancel.abort());
  const to = resolve(command.project);
  const restored = await restoreProject(resolve(command.file), to, cancel.signal);
  const { project, devices, files, bytes, carried } = restored;
  terminal.print(`Restored “${project}” in ${to}`);
  terminal.print(`  ${devices} devices, ${files} files, ${formatByteSize(bytes)}; configuration checked`);
  terminal.print(`  ${historyOf(restored)}`);
  terminal.print('Run check on it for secrets of this computer, then start it with --project.');
  if (carried)
    terminal.print(
      `Its history is not filled back yet. When the database can be reached: nexus-edge history import ${join(to, carried.file)} --project ${to} (or --port N of its service). What is stored there already stays.`,
    );
  return 0;
}

function historyOf({ hasHistory, hasDatabase, carried }: Restored): string {
  if (carried) {
    const { points, tags, from, to } = carried;
    return `history of ${from} to ${to}: ${points.toLocaleString('en')} points of ${tags} tags as a file, checksum compared`;
  }
  if (hasDatabase) return 'history: in its database, of which this backup carries nothing';
  return hasHistory ? 'history: integrity check passed' : 'without history';
}
