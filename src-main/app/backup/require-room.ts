import { readdir, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { formatByteSize } from '../../../src-shared/domain/byte-size.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';

/** Kept free for whoever shares the disk: the project itself, if it lies there. */
const SPARE_BYTES = 64 * 1024 * 1024;
/** Big, and no part of a backup. */
const NOT_COPIED = /^(?:\.git|ballast|reserve)$/;

/**
 * Looks before anything is written: a backup that fills the disk of a running plant would cost it values.
 * @param copies how many times the size of the project is needed for a while.
 * @throws NexusError NX_BACKUP
 */
export async function requireRoom(project: string, target: string, copies: number): Promise<void> {
  const { bavail, bsize } = await statfs(target);
  const free = bavail * bsize;
  const needed = (await sizeOf(project)) * copies + SPARE_BYTES;
  if (needed <= free) return;
  const text = `The backup needs about ${formatByteSize(needed)}, and ${formatByteSize(free)} are free in ${target}. Free space there or name another disk. Nothing was written.`;
  throw new NexusError('NX_BACKUP', text, { needed, free });
}

async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const sizes = entries
    .filter((entry) => !NOT_COPIED.test(entry.name) && (entry.isFile() || entry.isDirectory()))
    .map((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return sizeOf(path);
      return stat(path).then(
        ({ size }) => size,
        // Gone meanwhile.
        () => 0,
      );
    });
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
