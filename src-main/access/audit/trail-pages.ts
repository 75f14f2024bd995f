import { type FileHandle, open } from 'node:fs/promises';
import type { AuditEntry } from '../../../src-shared/domain/audit-entry.ts';
import { lineSeq } from './audit-line.ts';
import { trailFiles, trailPath } from './trail-files.ts';

const BLOCK = 256 * 1024;
const NEWLINE = 10;

export interface PageQuestion {
  readonly passes: (entry: AuditEntry) => boolean;
  readonly fromMs: number;
  readonly toMs: number;
  /** Only entries with a smaller number. */
  readonly before: number | undefined;
  readonly limit: number;
  /** Entries that are looked at, at most: a filter that nothing passes ends all the same. */
  readonly mostSeen: number;
}

export interface TrailPage {
  readonly entries: readonly AuditEntry[];
  /** Below which entry to go on; undefined at the end of what was asked for. */
  readonly before: number | undefined;
}

/** The wall clock may step back: entries are looked at for so long before the time that was asked for. */
const STEP_MS = 3_600_000;

/**
 * Reads a page of a trail, newest first, from the files themselves: numbers rise from line to line, so where to begin is
 * found by halving, and only blocks that are looked at are in memory. Lines that cannot be read are left to the verification.
 */
export async function readPage(folder: string, asked: PageQuestion): Promise<TrailPage> {
  const found: AuditEntry[] = [];
  let seen = 0;
  for (const number of trailFiles(folder).toReversed()) {
    const file = await open(trailPath(folder, number), 'r').catch(() => undefined);
    // Removed meanwhile, for its age.
    if (!file) continue;
    try {
      const { size } = await file.stat();
      const end = asked.before === undefined ? size : await offsetOf(file, size, asked.before);
      for await (const line of linesBackwards(file, end)) {
        const entry = entryOf(line);
        if (!entry || (asked.before !== undefined && entry.seq >= asked.before)) continue;
        const atMs = Date.parse(entry.time);
        if (atMs < asked.fromMs - STEP_MS) return { entries: found, before: undefined };
        seen++;
        if (atMs >= asked.fromMs && atMs < asked.toMs && asked.passes(entry)) found.push(entry);
        if (found.length >= asked.limit || seen >= asked.mostSeen)
          return { entries: found, before: entry.seq > 1 ? entry.seq : undefined };
      }
    } finally {
      await file.close();
    }
  }
  return { entries: found, before: undefined };
}

/** The place behind the last line whose number is smaller. */
async function offsetOf(file: FileHandle, size: number, before: number): Promise<number> {
  let [low, high] = [0, size];
  while (high - low > BLOCK) {
    const middle = Math.floor((low + high) / 2);
    const next = await lineAt(file, middle, high);
    if (!next) high = middle;
    else if (next.seq < before) low = next.at;
    else high = middle;
  }
  return high === size ? size : Math.min(size, (await lineAt(file, high, size))?.at ?? size);
}

/** The first whole line behind a place. */
async function lineAt(file: FileHandle, from: number, to: number): Promise<{ at: number; seq: number } | undefined> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(Math.min(BLOCK, to - from)), 0, undefined, from);
  for (let at = 0; ; ) {
    const newline = buffer.subarray(0, bytesRead).indexOf(NEWLINE, at);
    if (newline < 0) return undefined;
    const seq = lineSeq(buffer.subarray(newline + 1, bytesRead));
    if (seq !== undefined) return { at: from + newline + 1, seq };
    at = newline + 1;
  }
}

async function* linesBackwards(file: FileHandle, end: number): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for (let to = end; to > 0; ) {
    const from = Math.max(0, to - BLOCK);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(to - from), 0, to - from, from);
    const block = Buffer.concat([buffer.subarray(0, bytesRead), rest]);
    to = from;
    const lines: Buffer[] = [];
    let stop = block.length;
    for (let newline = block.lastIndexOf(NEWLINE, stop - 1); newline >= 0; ) {
      lines.push(block.subarray(newline + 1, stop));
      stop = newline;
      newline = stop === 0 ? -1 : block.lastIndexOf(NEWLINE, stop - 1);
    }
    rest = block.subarray(0, stop);
    yield* lines;
  }
  yield rest;
}

function entryOf(line: Buffer): AuditEntry | undefined {
  if (line.length === 0) return undefined;
  try {
    return JSON.parse(line.toString('utf8')) as AuditEntry;
  } catch {
    return undefined;
  }
}
