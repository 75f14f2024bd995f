import { existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { backup, type DatabaseSync } from 'node:sqlite';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { BackupAnswer, BackupProgress } from '../store.ts';
import type { DatabaseVerdict } from './database-check.ts';

/** Pages of one step: others wait about a millisecond for it. */
const PAGES_AT_ONCE = 128;
const PAGE_BYTES = 4_096;

export interface BackupOptions {
  readonly path: string;
  readonly progressed: (progress: BackupProgress) => void;
  /** Checks the copy, in a thread of its own. */
  readonly check: (file: string) => Promise<DatabaseVerdict>;
  /** Ends the backup; nothing of it stays. */
  readonly signal: AbortSignal;
}

/**
 * Copies a database that is written meanwhile; what the same connection writes is part of the copy. The file has its
 * name only once it is whole, checked and synced.
 *
 * @throws NexusError NX_BACKUP; nothing of the copy stays then.
 */
export async function backupFile(database: DatabaseSync, options: BackupOptions): Promise<BackupAnswer> {
  const { path, progressed, check, signal } = options;
  if (existsSync(path))
    throw new NexusError('NX_BACKUP', `${path} is there already. Name a file that does not exist yet.`, { path });
  const partial = `${path}.partial`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    rmSync(partial, { force: true });
    await backup(database, partial, {
      rate: PAGES_AT_ONCE,
      progress: ({ totalPages, remainingPages }) => {
        signal.throwIfAborted();
        progressed({ totalBytes: totalPages * PAGE_BYTES, copiedBytes: (totalPages - remainingPages) * PAGE_BYTES });
      },
    });
    signal.throwIfAborted();
    const { found } = await check(partial);
    if (found !== 'ok') throw new RangeError(`the copy is not sound: ${found}`);
    renameSync(partial, path);
    return { path, bytes: statSync(path).size };
  } catch (error) {
    removeIfThere(partial);
    const seen = error instanceof Error ? error.message : String(error);
    const text = `The historian could not be copied to ${path} (${seen}). Name a folder that can be written and has room.`;
    throw new NexusError('NX_BACKUP', text, { path, seen }, { cause: error });
  }
}

function removeIfThere(file: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal']) {
    try {
      rmSync(file + suffix, { force: true });
    } catch {
      // Its folder is none, or may not be written: then there is nothing of ours in it.
    }
  }
}
