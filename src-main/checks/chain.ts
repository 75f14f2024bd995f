import { createHash } from 'node:crypto';

/** The last entry of a record. */
export interface ChainHead {
  readonly entry: number;
  /** SHA-256 in hexadecimal; empty before the first entry. */
  readonly hash: string;
}

/** An entry that is not as it was written, or a place where some are missing. */
export interface ChainBreak {
  readonly entry: number;
  readonly text: string;
}

/** What a record holds: the entries that are as they were written, and what is wrong with it. */
export interface ReadChain {
  readonly entries: readonly { readonly entry: number; readonly hash: string; readonly text: string }[];
  readonly breaks: readonly ChainBreak[];
  readonly head: ChainHead;
  /** Bytes up to the end of the last whole line; what stands behind is an append that a crash cut off. */
  readonly bytes: number;
  /** Whether the last line, which has an entry, lost its end. */
  readonly end: 'whole' | 'open';
}

export const NO_ENTRIES: ChainHead = { entry: 0, hash: '' };

const NEWLINE = 10;
const LINE = /^(\d{1,15}) ([0-9a-f]{64}) $/;

/**
 * One line of a record: its number, its hash and its text. The hash is over the hash before, the number and the text, so
 * that no entry can be altered, moved, left out or put in without the hashes of all that follow.
 * @param text one line of JSON.
 */
export function chainLine(before: ChainHead, text: string): { readonly line: string; readonly head: ChainHead } {
  const entry = before.entry + 1;
  const hash = hashOf(before.hash, entry, Buffer.from(text));
  return { line: `${entry} ${hash} ${text}\n`, head: { entry, hash } };
}

/**
 * Reads a record and checks every line against the one before. Behind an entry that was altered the rest is checked
 * against what stands there, so that each break is named by its own number.
 * @param content the bytes of the file. @param head what was last noted beside it: a record that was cut is shorter.
 */
export function readChain(content: Uint8Array, head: ChainHead | undefined): ReadChain {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  const entries: { entry: number; hash: string; text: string }[] = [];
  const breaks: ChainBreak[] = [];
  let last: ChainHead = NO_ENTRIES;
  let at = 0;
  let end: 'whole' | 'open' = 'whole';
  while (at < bytes.length) {
    const newline = bytes.indexOf(NEWLINE, at);
    // An append that a crash cut off was told to nobody. What the head knows of was whole once.
    if (newline < 0 && (head?.entry ?? 0) <= last.entry) break;
    if (newline < 0) end = 'open';
    const line = bytes.subarray(at, newline < 0 ? bytes.length : newline);
    at = newline < 0 ? bytes.length : newline + 1;
    const entry = last.entry + 1;
    const { hash, text, fault } = readLine(line, last.hash, entry);
    if (fault !== undefined || newline < 0)
      breaks.push({ entry, text: fault ?? 'The end of its line is not as it was written.' });
    else entries.push({ entry, hash, text });
    last = { entry, hash };
  }
  const fault = headFault(last, head, entries);
  if (fault) breaks.push(fault);
  return { entries, breaks, head: last, bytes: at, end };
}

function readLine(
  line: Buffer,
  before: string,
  entry: number,
): { readonly hash: string; readonly text: string; readonly fault?: string } {
  const textAt = line.indexOf(' ', line.indexOf(' ') + 1) + 1;
  const parts = LINE.exec(line.toString('latin1', 0, textAt));
  const body = line.subarray(textAt);
  const hash = hashOf(before, entry, body);
  if (!parts) return { hash, text: '', fault: 'Its line is not as it was written.' };
  const text = body.toString('utf8');
  const stated = parts[2]!;
  if (parts[1] !== String(entry))
    return {
      hash: stated,
      text,
      fault: `Its line says that it is entry ${parts[1]}: entries were taken out, put in or moved.`,
    };
  if (stated !== hash) return { hash: stated, text, fault: 'It was altered after it was written.' };
  return { hash, text };
}

function headFault(
  last: ChainHead,
  head: ChainHead | undefined,
  entries: ReadChain['entries'],
): ChainBreak | undefined {
  if (!head) {
    // Between the first entry and the first note of it a crash may come.
    if (last.entry <= 1) return undefined;
    return { entry: last.entry, text: 'The note of the last entry is missing: the record may have been cut.' };
  }
  if (head.entry > last.entry) {
    const first = last.entry + 1;
    const range = head.entry === first ? `Entry ${first} is` : `Entries ${first}–${head.entry} are`;
    return { entry: first, text: `${range} missing: the record was cut.` };
  }
  const noted = entries.find(({ entry }) => entry === head.entry);
  // A crash between an entry and the note of it leaves the note one behind.
  if (last.entry - head.entry > 1 || (head.entry > 0 && noted && noted.hash !== head.hash))
    return { entry: head.entry, text: 'The note of the last entry names another one: the record was replaced.' };
  return undefined;
}

const hashOf = (before: string, entry: number, text: Uint8Array): string =>
  createHash('sha256').update(`${before} ${entry} `).update(text).digest('hex');
