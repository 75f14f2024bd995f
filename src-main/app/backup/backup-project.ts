import { existsSync, statSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { drivers } from '../../drivers/registry.ts';
import { copyDatabase } from '../../historian/sqlite/copy-database.ts';
import { checkDatabase } from '../../historian/sqlite/database-check.ts';
import { isDamage } from '../../historian/sqlite/open-fault.ts';
import { placeOf } from '../../kernel/postgres/connection-config.ts';
import { syncFolder } from '../../kernel/write-atomic.ts';
import { uidsAdded } from '../../project/assign-uids.ts';
import { checkProject } from '../../project/check/check-project.ts';
import type { DatabaseConfig } from '../../project/config/database-config.ts';
import { requireSound } from '../../project/load-project.ts';
import { CONFIG_FILE, DEVICES_FOLDER, STATE_FOLDER } from '../../project/project-layout.ts';
import { type ProjectText, readProjectText, withChanges } from '../../project/project-text.ts';
import { backupFault, throwIfCancelled } from './backup-fault.ts';
import { CARRIED_FOLDER, type CarriedHistory } from './carried-history.ts';
import { type CarriedProject, carryHistory } from './carry-history.ts';
import { copyRevisions, writeConfig } from './copy-config.ts';
import { copyFiles, type Treatment } from './copy-files.ts';
import { copyLog, damagedInCopy } from './copy-log.ts';

const LOG = `${STATE_FOLDER}/log`;
const DATABASE = `${STATE_FOLDER}/historian.db`;

/** A part that is copied, synced and checked. */
export type BackupPart =
  | { readonly part: 'log'; readonly segments: number; readonly bytes: number }
  | { readonly part: 'historian'; readonly bytes: number }
  | { readonly part: 'configuration'; readonly devices: number; readonly revision: number | undefined }
  /** In a database server: what of it is carried as a file. */
  | { readonly part: 'database'; readonly place: string; readonly carried: CarriedHistory | undefined }
  /** Everything else: journal, cursors, certificates, a person's own files. `leftOut`: links, damaged databases, Git. */
  | { readonly part: 'files'; readonly files: number; readonly bytes: number; readonly leftOut: readonly string[] };

export interface BackupOptions {
  readonly signal: AbortSignal;
  /** What of a database is carried, as `historyRange` takes it; nothing unless given. */
  readonly history?: string | undefined;
  /** Told, and waited for, after each part. */
  readonly copied?: (part: BackupPart) => void | Promise<void>;
}

/**
 * Copies a project into an empty folder, while an engine may run on it: nothing is locked and nothing is written there.
 * The result is a project of its own with everything that was accepted before the call. The order makes it sound: the log
 * first, then what its sinks know. They may be ahead of the copied log, and then hold what was trimmed from it meanwhile;
 * and as a log gets a new id at each opening, nothing that the copy takes in later looks known to them.
 *
 * @throws NexusError NX_BACKUP, NX_CANCELLED, NX_PROJECT_NOT_FOUND, and what keeps `history` from being read; what was made in `to` is then the caller's to remove.
 */
export async function backupProject(from: string, to: string, options: BackupOptions): Promise<void> {
  const { signal, copied, history } = options;
  if (!existsSync(join(from, CONFIG_FILE))) {
    const text = `There is no ${CONFIG_FILE} in ${from}. Name a project folder with --project.`;
    throw new NexusError('NX_PROJECT_NOT_FOUND', text, { folder: from });
  }
  if (history !== undefined) await requireDatabase(from);
  try {
    const log = await copyLog(join(from, LOG), join(to, LOG), signal);
    checkLog(join(from, LOG), join(to, LOG));
    await copied?.({ part: 'log', ...log });
    throwIfCancelled(signal);
    if (existsSync(join(from, DATABASE))) {
      const bytes = await copyHistory(join(from, DATABASE), join(to, DATABASE));
      await copied?.({ part: 'historian', bytes });
    }
    throwIfCancelled(signal);
    const { text, revision } = await copyRevisions(from, to, signal);
    const others = await copyFiles(from, to, '', treatmentOf(text, history), signal);
    await copied?.({ part: 'files', ...others });
    throwIfCancelled(signal);
    const { database } = checkProject(text, drivers).config?.historian ?? {};
    if (database) {
      const isWanted = history !== undefined && history !== 'none';
      const carried = isWanted
        ? await carryHistory({ folder: from, ...identified(text) }, to, history, signal)
        : undefined;
      await copied?.({ part: 'database', place: wordsOf(database), carried });
    }
    await writeConfig(to, text);
    await syncFolder(to);
    const devices = [...text.keys()].filter((path) => path.startsWith(`${DEVICES_FOLDER}/`)).length;
    await copied?.({ part: 'configuration', devices, revision });
  } catch (error) {
    throw backupFault('The backup could not be made', error);
  }
}

/** Copies the database and checks the copy. @returns its size. */
async function copyHistory(from: string, to: string): Promise<number> {
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  const found = await copyAndCheck(from, to);
  if (found === 'ok') return statSync(to).size;
  const text = `The historian's database is damaged (${found}). Start the service, which sets it aside, or move ${from} away, and make the backup again.`;
  throw new NexusError('NX_BACKUP', text, { found });
}

async function copyAndCheck(from: string, to: string): Promise<string> {
  try {
    await copyDatabase(from, to);
    return checkDatabase({ checkFile: to }).found;
  } catch (error) {
    // Some damage is reported by the check, some stops it.
    if (isDamage(error)) return (error as Error).message;
    throw error;
  }
}

function checkLog(from: string, to: string): void {
  const damaged = damagedInCopy(from, to);
  if (damaged.length === 0) return;
  const text = `Segment ${damaged[0]} of the log is sound in the project and not in the copy. Check the disk of the backup.`;
  throw new NexusError('NX_BACKUP', text, { damaged });
}

/** @throws NexusError NX_USAGE where there is no database, NX_PROJECT_INVALID where nobody can say. */
async function requireDatabase(folder: string): Promise<void> {
  const text = await readProjectText(folder);
  const { config } = requireSound({ folder, text, ...checkProject(text, drivers) });
  if (config.historian.database) return;
  const why =
    'The history of this project is in its embedded file, which a backup holds whole. Leave --history out. Nothing was written.';
  throw new NexusError('NX_USAGE', why);
}

/** @throws NexusError NX_PROJECT_INVALID; nothing is stored of what gets its identity here. */
function identified(text: ProjectText): Pick<CarriedProject, 'config' | 'devices'> {
  const whole = withChanges(text, uidsAdded(checkProject(text, drivers).files));
  return requireSound({ folder: '', text: whole, ...checkProject(whole, drivers) });
}

function wordsOf({ url, schema }: DatabaseConfig): string {
  const { host, port, name } = placeOf({ url });
  return `database “${name}” at ${host}:${port}, schema ${schema}`;
}

/** What is copied as plain files: all that has no way of its own and is of use elsewhere. */
function treatmentOf(text: ProjectText, history: string | undefined): (path: string) => Treatment {
  // What an earlier backup carried is a file as any other, until this one carries its own.
  const carriesOwn = history !== undefined && history !== 'none';
  return (path) => {
    if (carriesOwn && path === CARRIED_FOLDER) return 'skip';
    if (path === '.git' || path.startsWith(`${DATABASE}.damaged-`)) return 'leave-out';
    const hasOwnWay = text.has(path) || path === LOG || path === `${STATE_FOLDER}/revisions`;
    const isDatabase = path === DATABASE || path === `${DATABASE}-wal` || path === `${DATABASE}-shm`;
    // Locks, the door for programs of this computer, a code that is used once, files of jobs, room that is kept free for a full disk, and files that were being written.
    const isOfNoUse =
      /^\.nexus\/(?:lock(?:-journal)?|service\.sock|access\/setup-code|exports|imports|.+\/reserve)$|\.(?:tmp|part|partial)$/.test(
        path,
      );
    return hasOwnWay || isDatabase || isOfNoUse ? 'skip' : 'copy';
  };
}
