import { copyFile, mkdir, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { throwIfCancelled } from './backup-fault.ts';

/** What was copied; `leftOut` names what was not, relative to the folder. */
export interface Copied {
  files: number;
  bytes: number;
  readonly leftOut: string[];
}

/** How a file or folder is treated, by its path below the copied folder. `skip`: copied otherwise or of no use. */
export type Treatment = 'copy' | 'skip' | 'leave-out';

/**
 * Copies the files below a folder. What vanishes meanwhile is passed over; links and devices are left out.
 * @param below path inside `from` and `to`; empty for all.
 */
export async function copyFiles(
  from: string,
  to: string,
  below: string,
  treat: (path: string) => Treatment,
  signal: AbortSignal,
): Promise<Copied> {
  const copied: Copied = { files: 0, bytes: 0, leftOut: [] };
  const walk = async (folder: string): Promise<void> => {
    await mkdir(join(to, folder), { recursive: true, mode: 0o700 });
    const entries = await readdir(join(from, folder), { withFileTypes: true }).catch(orGone([]));
    for (const entry of entries) {
      throwIfCancelled(signal);
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      const treatment = treat(path);
      if (treatment === 'skip') continue;
      if (treatment === 'leave-out' || !(entry.isFile() || entry.isDirectory())) copied.leftOut.push(path);
      else if (entry.isDirectory()) await walk(path);
      else {
        const bytes = await copySynced(join(from, path), join(to, path)).catch(orGone(undefined));
        if (bytes === undefined) continue;
        copied.files++;
        copied.bytes += bytes;
      }
    }
  };
  await walk(below);
  return copied;
}

/** @returns its size once the copy is on the medium. */
export async function copySynced(from: string, to: string): Promise<number> {
  await copyFile(from, to);
  const file = await open(to, 'r+');
  try {
    await file.sync();
    return (await file.stat()).size;
  } finally {
    await file.close();
  }
}

/** For what a running engine may remove between two looks. */
export const orGone =
  <T>(instead: T) =>
  (error: NodeJS.ErrnoException): T => {
    if (error.code === 'ENOENT') return instead;
    throw error;
  };
