import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { crashPoint } from './crash-point.ts';

/**
 * Replaces a file whole or not at all, also over a power cut: temporary file, sync, rename, sync of the folder.
 * @param mode who may read it; as the system has it unless given.
 */
export async function writeAtomic(path: string, text: string, mode?: number): Promise<void> {
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    const file = await open(temporary, 'wx', mode);
    try {
      await file.writeFile(text, 'utf8');
      crashPoint('file.afterTmpWrite');
      await file.sync();
      crashPoint('file.afterFsync');
    } finally {
      await file.close();
    }
    await rename(temporary, path);
    crashPoint('file.afterRename');
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(dirname(path));
  crashPoint('file.afterDirSync');
}

/** Makes a rename durable. Windows has no handle on folders to sync, and does not need one. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
