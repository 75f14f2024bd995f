import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { formatByteSize } from '../../../src-shared/domain/byte-size.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { systemClock } from '../../kernel/clock.ts';
import { backupFault } from '../backup/backup-fault.ts';
import { type BackupOptions, type BackupPart, backupProject } from '../backup/backup-project.ts';
import { historyRange } from '../backup/history-range.ts';
import { packFolder } from '../backup/pack-folder.ts';
import { requireRoom } from '../backup/require-room.ts';
import type { Command } from './command-line.ts';
import type { Terminal } from './terminal.ts';

const ARCHIVE = /\.(?:tar\.gz|tgz)$/;

/**
 * Makes a backup in a new or empty folder, or as one archive beside which room for the unpacked copy is needed for a
 * while. A backup that was cut off leaves nothing, or a folder without `nexus.yaml`, which no service starts on.
 */
export async function runBackup(command: Extract<Command, { kind: 'backup' }>, terminal: Terminal): Promise<number> {
  const project = resolve(command.project);
  const out = resolve(command.out);
  const inside = relative(project, out);
  if (inside === '' || (!inside.startsWith(`..${sep}`) && inside !== '..' && inside !== out))
    throw refused(`${out} lies inside the project. Name a place outside of ${project}`);
  if (command.history !== undefined) historyRange(command.history, systemClock.wallUs());
  const cancel = new AbortController();
  void terminal.stopRequested.then(() => cancel.abort());
  const options: BackupOptions = {
    signal: cancel.signal,
    history: command.history,
    copied: (part) => terminal.print(`  ${wordsOf(part)}`),
  };
  if (ARCHIVE.test(out)) await toArchive(project, out, options, terminal);
  else await toFolder(project, out, options, terminal);
  return 0;
}

async function toFolder(project: string, out: string, options: BackupOptions, terminal: Terminal): Promise<void> {
  const found = await readdir(out).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw refused(`${out} is no folder (${error.code}). Name a new folder, or a file that ends in .tar.gz`);
  });
  if (found && found.length > 0) throw refused(`${out} holds ${found.length} files already. Name a new folder`);
  await made(mkdir(out, { recursive: true, mode: 0o700 }), out);
  try {
    await requireRoom(project, out, 1);
    terminal.print(`Backup of ${project} in ${out}`);
    await backupProject(project, out, options);
    terminal.print(DONE);
  } catch (error) {
    // All that is in it now was made here.
    for (const name of await readdir(out)) await rm(join(out, name), { recursive: true, force: true });
    if (!found) await rm(out, { recursive: true, force: true });
    throw error;
  }
}

async function toArchive(project: string, out: string, options: BackupOptions, terminal: Terminal): Promise<void> {
  const isThere = await stat(out).then(
    () => true,
    () => false,
  );
  if (isThere) throw refused(`${out} is there already. Name a new file`);
  await made(mkdir(dirname(out), { recursive: true }), dirname(out));
  const folder = await made(mkdtemp(`${out}.partial-`), out);
  try {
    // The unpacked copy, and beside it an archive that may not be smaller.
    await requireRoom(project, folder, 2);
    terminal.print(`Backup of ${project} in ${out}`);
    await backupProject(project, folder, options);
    const bytes = await packFolder(folder, out, options.signal).catch((error: unknown) => {
      throw backupFault('The archive could not be made', error);
    });
    terminal.print(`  archive: ${formatByteSize(bytes)}, read back`);
    terminal.print(DONE);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const DONE = 'It is a project of its own: start it with --project, or put it in the place of the old one.';

function wordsOf(part: BackupPart): string {
  switch (part.part) {
    case 'log':
      return `log: ${part.segments} segments, ${formatByteSize(part.bytes)}, every header read`;
    case 'historian':
      return `historian: ${formatByteSize(part.bytes)}, integrity check passed`;
    case 'database':
      return databaseWords(part);
    case 'configuration':
      return `configuration: ${part.devices} devices, ${part.revision === undefined ? 'no revision yet' : `revision ${part.revision}`}`;
    case 'files': {
      const leftOut = part.leftOut.length === 0 ? '' : `; left out: ${part.leftOut.slice(0, 10).join(', ')}`;
      return `other files: ${part.files}, ${formatByteSize(part.bytes)}${leftOut}`;
    }
  }
}

function databaseWords({ place, carried }: Extract<BackupPart, { part: 'database' }>): string {
  if (!carried)
    return `history: in ${place}, and not in this backup. The server has its own backup (pg_dump); --history 30d carries a range along`;
  const { points, tags, from, to, bytes } = carried;
  return `history of ${from} to ${to}: ${points.toLocaleString('en')} points of ${tags} tags from ${place}, ${formatByteSize(bytes)}`;
}

const refused = (text: string): NexusError => new NexusError('NX_BACKUP', `${text}. Nothing was written.`);

function made<T>(making: Promise<T>, path: string): Promise<T> {
  return making.catch((error: unknown) => {
    throw backupFault(`${path} could not be made`, error);
  });
}
