import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { compressedName, folderDisk, type LogDisk, segmentName } from '../../log/log-disk.ts';
import { headerOf, SegmentScanner } from '../../log/segment/segment-scanner.ts';
import { throwIfCancelled } from './backup-fault.ts';
import { copySynced, orGone } from './copy-files.ts';

export interface CopiedLog {
  readonly segments: number;
  readonly bytes: number;
}

/**
 * Copies the segments that a log has now, oldest first, while an engine may write, compress and trim it. Everything that
 * was accepted before the call is in the copy, unless every sink had it and it was trimmed meanwhile. To be called before
 * the stores of the sinks are copied: they may know more than the copied log, never less (docs/decisions/0001).
 */
export async function copyLog(from: string, to: string, signal: AbortSignal): Promise<CopiedLog> {
  if (!existsSync(from)) return { segments: 0, bytes: 0 };
  await mkdir(to, { recursive: true, mode: 0o700 });
  const sizes = new Map<number, number>();
  for (const ordinal of folderDisk(from).list()) {
    throwIfCancelled(signal);
    const bytes = await copySegment(from, to, ordinal);
    if (bytes !== undefined) {
      sizes.set(ordinal, bytes);
      continue;
    }
    // Trimmed meanwhile, so every older one is not needed either; a hole would count as points that were lost.
    for (const older of sizes.keys()) await removeSegment(to, older);
    sizes.clear();
  }
  const newest = [...sizes.keys()].at(-1);
  if (newest !== undefined) cutTornEnd(folderDisk(to), newest);
  return { segments: sizes.size, bytes: [...sizes.values()].reduce((sum, bytes) => sum + bytes, 0) };
}

/** Segments of a copied log whose header cannot be read though the one of the original can. */
export function damagedInCopy(original: string, copy: string): readonly number[] {
  if (!existsSync(copy)) return [];
  const disk = folderDisk(copy);
  return disk.list().filter((ordinal) => !headerOf(disk, ordinal) && headerOf(folderDisk(original), ordinal));
}

/** Plain, or compressed where its compressed copy took its place meanwhile. Undefined when it is gone. */
async function copySegment(from: string, to: string, ordinal: number): Promise<number | undefined> {
  for (const name of [segmentName(ordinal), compressedName(ordinal)]) {
    const bytes = await copySynced(join(from, name), join(to, name)).catch(orGone(undefined));
    if (bytes !== undefined) return bytes;
  }
  return undefined;
}

async function removeSegment(folder: string, ordinal: number): Promise<void> {
  for (const name of [segmentName(ordinal), compressedName(ordinal)]) await rm(join(folder, name), { force: true });
}

/** The newest segment was copied while it grew: behind its last whole record stands part of one that was being written. */
function cutTornEnd(disk: LogDisk, ordinal: number): void {
  const file = disk.openFile(segmentName(ordinal), 'write');
  if (!file) return;
  try {
    const scanner = new SegmentScanner(file, ordinal);
    if (!scanner.header) return;
    let end = scanner.offset;
    while (scanner.next(file.sizeBytes)) end = scanner.offset;
    if (end < file.sizeBytes) file.truncate(end);
    file.sync();
  } finally {
    file.close();
  }
}
