import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, rmdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { drivers } from '../../drivers/registry.ts';
import { checkDatabase } from '../../historian/sqlite/database-check.ts';
import { HistorianFile } from '../../historian/sqlite/historian-file.ts';
import { syncFolder } from '../../kernel/write-atomic.ts';
import { loadProject, requireSound } from '../../project/load-project.ts';
import { CONFIG_FILE, STATE_FOLDER } from '../../project/project-layout.ts';
import { backupFault } from './backup-fault.ts';
import { type CarriedHistory, readCarried } from './carried-history.ts';
import { copyFiles } from './copy-files.ts';
import { type Unpacked, unpackArchive } from './unpack-archive.ts';

export interface Restored extends Unpacked {
  readonly project: string;
  readonly devices: number;
  readonly hasHistory: boolean;
  /** Its history is in a database server. */
  readonly hasDatabase: boolean;
  /** History of that database as a file of the project, its checksum compared; not filled back yet. */
  readonly carried: CarriedHistory | undefined;
}

/**
 * Makes a project of a backup: unpacked beside its place, checked, and then moved there, so that a restore that fails
 * leaves nothing. The log gets a new identity when it is opened, as every log does.
 *
 * @param backup a folder or an archive. @param to must be new or empty.
 * @throws NexusError NX_BACKUP, NX_PROJECT_… with what is wrong with the configuration, NX_CANCELLED.
 */
export async function restoreProject(backup: string, to: string, signal: AbortSignal): Promise<Restored> {
  const found = await readdir(to).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw refused(`${to} is no folder (${error.code}). Name a new folder`);
  });
  if (found && found.length > 0) throw refused(`${to} holds ${found.length} files already. Name a new folder`);
  const source = await stat(backup).catch((error: NodeJS.ErrnoException) => {
    throw refused(`${backup} cannot be read (${error.code}). Name the folder or the archive of a backup`);
  });
  await mkdir(dirname(to), { recursive: true });
  const partial = await mkdtemp(`${to}.partial-`).catch((error: unknown) => {
    throw backupFault(`${to} could not be made`, error);
  });
  try {
    const unpacked = source.isDirectory()
      ? await copyFiles(backup, partial, '', () => 'copy', signal)
      : await unpackArchive(backup, partial, signal);
    const checked = await check(partial);
    if (found) await rmdir(to);
    await rename(partial, to);
    await syncFolder(dirname(to));
    return { files: unpacked.files, bytes: unpacked.bytes, ...checked };
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    throw backupFault('The backup could not be restored', error);
  }
}

async function check(folder: string): Promise<Omit<Restored, keyof Unpacked>> {
  if (!existsSync(join(folder, CONFIG_FILE)))
    throw refused(
      `It holds no ${CONFIG_FILE}, so it is no backup of a project, or one that was cut off. Name another one`,
    );
  const { config, devices } = requireSound(await loadProject(folder, drivers));
  const database = join(folder, STATE_FOLDER, 'historian.db');
  const hasHistory = existsSync(database);
  if (hasHistory) {
    const found = lookAt(database);
    if (found !== 'ok') throw refused(`Its history is damaged (${found}). Name an older backup`);
    // One that a newer version wrote is refused, in its own words.
    new HistorianFile(database).close();
  }
  const carried = await readCarried(folder);
  const hasDatabase = config.historian.database !== undefined;
  return { project: config.project.name, devices: devices.length, hasHistory, hasDatabase, carried };
}

/** Some damage is reported by the check, some stops it. */
function lookAt(database: string): string {
  try {
    return checkDatabase({ checkFile: database }).found;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const refused = (text: string): NexusError => new NexusError('NX_BACKUP', `${text}. Nothing was restored.`);
