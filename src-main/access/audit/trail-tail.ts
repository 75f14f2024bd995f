import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { AuditEntry } from '../../../src-shared/domain/audit-entry.ts';
import { lineSeq, NO_ENTRY, readLine, type TrailHead } from './audit-line.ts';
import { trailFiles, trailPath } from './trail-files.ts';

/** How far back a start looks for the last checkpoint; the whole trail is verified in the background. */
const TAIL_BYTES = 2 * 1024 * 1024;
const NEWLINE = 10;
const CHECKPOINT = '"action":"audit.checkpoint","object":"trail"';

/** How a trail ends, as a start finds it. */
export interface TrailTail {
  readonly head: TrailHead;
  /** The first entry that is kept; 0 for none. */
  readonly first: number;
  /** The file that goes on, and the bytes of it that are whole lines; undefined where a new one begins. */
  readonly file: { readonly number: number; readonly bytes: number } | undefined;
  /** What stands behind the last whole line: an append that a crash cut off. */
  readonly torn: { readonly bytes: number; readonly sha256: string } | undefined;
  /** The first entry of the tail that is not as it was sealed. */
  readonly broken: number | undefined;
  /** The last entry that is not a checkpoint. */
  readonly last: AuditEntry | undefined;
  /** The newest checkpoint in the tail: its entry. */
  readonly checkpointed: number;
}

/** Reads the end of a trail: where it goes on, and whether that is as it was written. */
export function readTail(folder: string, key: Uint8Array): TrailTail {
  const numbers = trailFiles(folder);
  const first = numbers.map((number) => firstSeq(trailPath(folder, number))).find((seq) => seq !== undefined) ?? 0;
  let torn: TrailTail['torn'];
  const newest = numbers.at(-1);
  let file: TrailTail['file'];
  for (const number of numbers.toReversed()) {
    const { lines, bytes, rest, isWhole } = readEnd(trailPath(folder, number));
    if (number === newest) {
      file = { number, bytes };
      if (rest.length > 0) torn = { bytes: rest.length, sha256: createHash('sha256').update(rest).digest('hex') };
    }
    if (lines.length > 0) return { ...walk(key, lines, isWhole && number === numbers[0]), first, file, torn };
  }
  return { head: NO_ENTRY, first: 0, file, torn, broken: undefined, last: undefined, checkpointed: 0 };
}

function walk(
  key: Uint8Array,
  lines: readonly Buffer[],
  isFromStart: boolean,
): Pick<TrailTail, 'head' | 'broken' | 'last' | 'checkpointed'> {
  let head: TrailHead | undefined = isFromStart && lineSeq(lines[0]!) === 1 ? NO_ENTRY : undefined;
  let broken: number | undefined;
  let checkpointed = 0;
  let last: Buffer | undefined;
  for (const line of lines) {
    const { seq, prev, mac, isSealed } = readLine(key, line);
    const follows = !head || (prev === head.mac && seq === head.seq + 1);
    const number = seq ?? (head?.seq ?? 0) + 1;
    if (!isSealed || !follows) broken ??= number;
    const isCheckpoint = line.includes(CHECKPOINT);
    if (isCheckpoint && isSealed) checkpointed = number;
    if (!isCheckpoint) last = line;
    // The chain goes on from what stands there: a later look names the entry that was altered, and only that.
    head = { seq: number, mac: mac ?? createHash('sha256').update(line).digest('hex') };
  }
  return { head: head ?? NO_ENTRY, broken, checkpointed, last: entryOf(last) };
}

function readEnd(path: string): { lines: Buffer[]; bytes: number; rest: Buffer; isWhole: boolean } {
  const descriptor = openSync(path, 'r');
  try {
    const { size } = fstatSync(descriptor);
    const from = Math.max(0, size - TAIL_BYTES);
    const buffer = Buffer.alloc(size - from);
    let got = 0;
    while (got < buffer.length) {
      const read = readSync(descriptor, buffer, got, buffer.length - got, from + got);
      if (read === 0) break;
      got += read;
    }
    const end = buffer.lastIndexOf(NEWLINE) + 1;
    const lines: Buffer[] = [];
    // The first line of a part is not whole.
    let at = from === 0 ? 0 : buffer.indexOf(NEWLINE) + 1;
    while (at < end) {
      const newline = buffer.indexOf(NEWLINE, at);
      lines.push(buffer.subarray(at, newline));
      at = newline + 1;
    }
    return { lines, bytes: from + end, rest: buffer.subarray(end), isWhole: from === 0 };
  } finally {
    closeSync(descriptor);
  }
}

function firstSeq(path: string): number | undefined {
  const descriptor = openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(32);
    return lineSeq(buffer.subarray(0, readSync(descriptor, buffer, 0, buffer.length, 0)));
  } finally {
    closeSync(descriptor);
  }
}

function entryOf(line: Buffer | undefined): AuditEntry | undefined {
  try {
    return line && (JSON.parse(line.toString('utf8')) as AuditEntry);
  } catch {
    return undefined;
  }
}
