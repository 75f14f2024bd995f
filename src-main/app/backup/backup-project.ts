import { existsSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { copyDatabase, databaseFaults } from '../../historian/sqlite/copy-database.ts';
import { CONFIG_FILE, STATE_FOLDER } from '../../project/project-layout.ts';
import type { ProjectText } from '../../project/project-text.ts';
import { syncFolder } from '../../project/write-atomic.ts';
import { backupFault, throwIfCancelled } from './backup-fault.ts';
import { copyRevisions, writeConfig } from './copy-config.ts';
import { copyFiles, type Treatment } from './copy-files.ts';
import { type CopiedLog, copyLog, damagedInCopy } from './copy-log.ts';

const LOG = `${STATE_FOLDER}/log`;
const DATABASE = `${STATE_FOLDER}/historian.db`;

/** What a backup holds; sizes in bytes. */
export interface BackupReport {
  readonly devices: number;
  readonly revision: number | undefined;
  readonly log: CopiedLog;
  /** Of the historian's database; undefined where there was none. */
  readonly databaseBytes: number | undefined;
  /** Everything else: journal, cursors, certificates, a person's own files. */
  readonly files: number;
  readonly bytes: number;
  /** What is not in the backup: links, the history of Git, databases that were moved aside as damaged. */
  readonly leftOut: readonly string[];
}

/**
 * Copies a project into an empty folder, while an engine may run on it: nothing is locked and nothing is written there.
 * The result is a project of its own, as of the beginning of the call. The order makes it sound: the log first, then what
 * its sinks know, which may be ahead of the copied log and then holds what was trimmed from it.
 *
 * @throws NexusError NX_BACKUP, NX_CANCELLED, NX_PROJECT_NOT_FOUND; what was made in `to` is then the caller's to remove.
 */
export async function backupProject(from: string, to: string, signal: AbortSignal): Promise<BackupReport> {
  if (!existsSync(join(from, CONFIG_FILE))) {
    const text = `There is no ${CONFIG_FILE} in ${from}. Name a project folder with --project.`;
    throw new NexusError('NX_PROJECT_NOT_FOUND', text, { folder: from });
  }
  try {
    const log = await copyLog(join(from, LOG), join(to, LOG), signal);
    throwIfCancelled(signal);
    const databaseBytes = await copyHistory(join(from, DATABASE), join(to, DATABASE));
    throwIfCancelled(signal);
    const { text, revision } = await copyRevisions(from, to, signal);
    const others = await copyFiles(from, to, '', treatmentOf(text), signal);
    checkLog(from, to);
    await writeConfig(to, text);
    await syncFolder(to);
    const devices = [...text.keys()].filter((path) => path.startsWith('devices/')).length;
    return { devices, revision, log, databaseBytes, ...others };
  } catch (error) {
    throw backupFault('The backup could not be made', error);
  }
}

/** Copies the database and checks the copy. @returns its size; undefined where there is none. */
async function copyHistory(from: string, to: string): Promise<number | undefined> {
  if (!existsSync(from)) return undefined;
  await copyDatabase(from, to);
  const [fault] = databaseFaults(to);
  if (fault !== undefined) {
    const text = `The historian's database is damaged (${fault}). Start the service, which sets it aside, or move ${from} away, and make the backup again.`;
    throw new NexusError('NX_BACKUP', text, { fault });
  }
  const file = await open(to, 'r+');
  try {
    await file.sync();
    return (await file.stat()).size;
  } finally {
    await file.close();
  }
}

function checkLog(from: string, to: string): void {
  const damaged = damagedInCopy(join(from, LOG), join(to, LOG));
  if (damaged.length === 0) return;
  const text = `Segment ${damaged[0]} of the log is sound in the project and not in the copy. Check the disk of the backup.`;
  throw new NexusError('NX_BACKUP', text, { damaged });
}

/** What is copied as plain files: all that has no way of its own and is of use elsewhere. */
function treatmentOf(text: ProjectText): (path: string) => Treatment {
  return (path) => {
    if (path === '.git' || path.startsWith(`${DATABASE}.damaged-`)) return 'leave-out';
    const hasOwnWay = text.has(path) || path === LOG || path === `${STATE_FOLDER}/revisions`;
    const isDatabase = path === DATABASE || path === `${DATABASE}-wal` || path === `${DATABASE}-shm`;
    // Room that is kept free for a full disk, locks, and files that were being written.
    const isOfNoUse = /^\.nexus\/(?:lock(?:-journal)?|.+\/reserve)$|\.(?:tmp|part)$/.test(path);
    return hasOwnWay || isDatabase || isOfNoUse ? 'skip' : 'copy';
  };
}
