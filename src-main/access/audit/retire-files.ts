import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { AuditEntry } from '../../../src-shared/domain/audit-entry.ts';
import { syncFolder } from '../../kernel/sync-folder.ts';
import { trailFiles, trailPath } from './trail-files.ts';

export interface Retention {
  /** Files that are kept, the open one included. */
  readonly files: number;
  /** How long an entry is kept at least. */
  readonly keepMs: number;
}

/** What a file held that is removed: the entry that names it keeps the chain whole. */
export interface RetiredFile {
  readonly file: number;
  readonly first: number;
  readonly last: number;
  /** The seal of its last entry. */
  readonly head: string;
  readonly from: string;
  readonly to: string;
}

const MAX_LINE = 256 * 1024;

/**
 * Removes the oldest files, by number and age. Each is named in the trail first, with the seal of its last entry.
 * @param tell resolves when that is on the medium. @returns how many.
 */
export async function retireFiles(
  folder: string,
  { files, keepMs }: Retention,
  nowMs: number,
  tell: (retired: RetiredFile) => Promise<void>,
): Promise<number> {
  const numbers = trailFiles(folder);
  let removed = 0;
  for (const number of numbers.slice(0, -1)) {
    const ends = endsOf(trailPath(folder, number));
    const isTooMany = numbers.length - removed > files;
    const isOld = ends !== undefined && Date.parse(ends.last.time) < nowMs - keepMs;
    if (!isTooMany && !isOld) break;
    // A file without a whole entry at both ends is left for a person to look at, unless there are too many.
    if (ends) {
      const { first, last } = ends;
      await tell({ file: number, first: first.seq, last: last.seq, head: last.mac, from: first.time, to: last.time });
    }
    await rm(trailPath(folder, number), { force: true });
    removed++;
  }
  if (removed > 0) syncFolder(folder);
  return removed;
}

function endsOf(path: string): { readonly first: AuditEntry; readonly last: AuditEntry } | undefined {
  const descriptor = openSync(path, 'r');
  try {
    const { size } = fstatSync(descriptor);
    const part = (from: number): string => {
      const buffer = Buffer.alloc(Math.min(MAX_LINE, size - from));
      return buffer.toString('utf8', 0, readSync(descriptor, buffer, 0, buffer.length, from));
    };
    const first = part(0).split('\n', 1)[0]!;
    const last = part(Math.max(0, size - MAX_LINE))
      .trimEnd()
      .split('\n')
      .at(-1)!;
    return { first: JSON.parse(first) as AuditEntry, last: JSON.parse(last) as AuditEntry };
  } catch {
    return undefined;
  } finally {
    closeSync(descriptor);
  }
}
