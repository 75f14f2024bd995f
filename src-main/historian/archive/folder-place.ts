import { constants } from 'node:fs';
import { copyFile, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { ArchivePlace } from './archive-place.ts';
import { fileSum } from './file-sum.ts';

/** A folder on this computer, or one that is mounted. It is made when it is missing. */
export class FolderPlace implements ArchivePlace {
  readonly title: string;

  /** @param folder absolute. */
  constructor(folder: string) {
    this.title = folder;
  }

  async list(begin: string): Promise<string[]> {
    // Of what is asked for, the folder is whole; the rest may be the beginning of a name.
    const top = begin.slice(0, begin.lastIndexOf('/') + 1);
    const entries = await readdir(join(this.title, top), { recursive: true }).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw this.#fault('read', error);
    });
    return entries.map((name) => top + name.split(sep).join('/')).filter((name) => name.startsWith(begin));
  }

  async put(name: string, path: string, sha256: string, signal: AbortSignal): Promise<void> {
    const target = join(this.title, name);
    const partial = `${target}.partial`;
    try {
      await mkdir(dirname(target), { recursive: true });
      await copyFile(path, partial, constants.COPYFILE_FICLONE);
      const file = await open(partial, 'r+');
      try {
        await file.sync();
      } finally {
        await file.close();
      }
      signal.throwIfAborted();
      const seen = await fileSum(partial);
      if (seen !== sha256)
        throw new NexusError(
          'NX_HISTORY_ARCHIVE',
          `${target} reads back with other bytes than were written. Check the disk.`,
          { expected: sha256, seen },
        );
      await rename(partial, target);
    } catch (error) {
      await rm(partial, { force: true }).catch(() => undefined);
      throw signal.aborted || error instanceof NexusError ? error : this.#fault('written', error);
    }
  }

  #fault(what: 'read' | 'written', error: unknown): NexusError {
    const seen = (error as NodeJS.ErrnoException).code ?? String(error);
    const text = `The archive folder ${this.title} cannot be ${what} (${seen}). Give the service the right to it and room, or change historian.archive.to.`;
    return new NexusError('NX_HISTORY_ARCHIVE', text, { folder: this.title, seen }, { cause: error });
  }
}
