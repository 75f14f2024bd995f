import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { NexusError } from '../../src-shared/errors/nexus-error.ts';
import { type ChainBreak, type ChainHead, chainLine, NO_ENTRIES, type ReadChain, readChain } from './chain.ts';
import { type CheckEvent, parseEvent, type RecordedEvent } from './check-event.ts';

const RECORD = 'record.log';
const HEAD = 'head';

/**
 * What was captured and signed, in a file that only grows: an entry is on the medium before anybody hears of it, and is
 * chained to the one before. The note of the last entry stands beside it, so that a shorter file is seen; whoever can
 * write both files can shorten both, which the hashes in an exported report tell.
 */
export class CheckRecord {
  readonly #folder: string;
  #head: ChainHead;
  #breaks: readonly ChainBreak[];
  #last: Promise<unknown> = Promise.resolve();

  private constructor(folder: string, read: ReadChain) {
    this.#folder = folder;
    this.#head = read.head;
    this.#breaks = read.breaks;
  }

  /** Opens the record of a folder, which is made when something is recorded. @param take each sound entry, oldest first. */
  static async open(folder: string, nowUs: number, take: (event: RecordedEvent) => void): Promise<CheckRecord> {
    const read = await readRecord(folder);
    const record = new CheckRecord(folder, read);
    const noted: ChainBreak[] = [];
    for (const { entry, hash, text } of read.entries) {
      const event = parseEvent(text);
      // What was found missing by an earlier start stays missing, though the chain goes on.
      if (event?.kind === 'found_broken') noted.push({ entry: event.entry, text: event.text });
      else if (event) take({ event, entry, hash });
    }
    const fresh = read.breaks.filter(({ text }) => !noted.some((one) => one.text === text));
    record.#breaks = [...noted, ...fresh];
    await record.#mend(read, fresh, nowUs);
    return record;
  }

  get head(): ChainHead {
    return this.#head;
  }

  get breaks(): readonly ChainBreak[] {
    return this.#breaks;
  }

  /** @returns its place once it is on the medium. @throws NexusError NX_CHECK_RECORD when the disk does not take it. */
  append(event: CheckEvent): Promise<{ readonly entry: number; readonly hash: string }> {
    const run = this.#last.then(() => this.#write(event));
    this.#last = run.catch(() => undefined);
    return run;
  }

  /** Cuts off what a crash left, and keeps in the record itself that something was missing: the head moves on. */
  async #mend(read: ReadChain, fresh: readonly ChainBreak[], nowUs: number): Promise<void> {
    const path = join(this.#folder, RECORD);
    const file = read.head.entry > 0 || read.bytes > 0 ? await open(path, 'r+') : undefined;
    try {
      await file?.truncate(read.bytes);
      if (read.end === 'open') await file?.write('\n', read.bytes);
      await file?.sync();
    } finally {
      await file?.close();
    }
    for (const { entry, text } of fresh) {
      if (/missing|replaced/.test(text))
        await this.append({ kind: 'found_broken', entry, text, at: isoOf(nowUs), actor: 'gateway' });
    }
  }

  async #write(event: CheckEvent): Promise<ChainHead> {
    const { line, head } = chainLine(this.#head, JSON.stringify(event));
    try {
      await mkdir(this.#folder, { recursive: true });
      await appendSynced(join(this.#folder, RECORD), line);
      await this.#noteHead(head);
    } catch (cause) {
      const text = `The record of loop checks does not take an entry (${(cause as Error).message}). Free disk space; nothing was kept.`;
      throw new NexusError('NX_CHECK_RECORD', text, {}, { cause });
    }
    this.#head = head;
    return head;
  }

  async #noteHead({ entry, hash }: ChainHead): Promise<void> {
    const path = join(this.#folder, HEAD);
    const file = await open(`${path}.new`, 'w');
    try {
      await file.writeFile(`${entry} ${hash}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(`${path}.new`, path);
  }
}

/** Reads the record of a folder and checks it; nothing is changed. A folder without one has no entries. */
export async function readRecord(folder: string): Promise<ReadChain> {
  const [content, head] = await Promise.all([readOr(join(folder, RECORD)), readOr(join(folder, HEAD))]);
  return readChain(content ?? new Uint8Array(), headOf(head));
}

function headOf(content: Buffer | undefined): ChainHead | undefined {
  if (!content) return undefined;
  const parts = /^(\d{1,15}) ([0-9a-f]{64})\n$/.exec(content.toString('latin1'));
  // A note that cannot be read names no entry, which is as if another one were named.
  return parts ? { entry: Number(parts[1]), hash: parts[2]! } : NO_ENTRIES;
}

async function readOr(path: string): Promise<Buffer | undefined> {
  return await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
}

/** A line that the disk took in part is cut off again, so that the next one begins where it should. */
async function appendSynced(path: string, line: string): Promise<void> {
  const file = await open(path, 'a');
  const { size } = await file.stat();
  try {
    await file.writeFile(line);
    await file.sync();
  } catch (error) {
    await file.truncate(size).catch(() => undefined);
    throw error;
  } finally {
    await file.close();
  }
}

const isoOf = (timeUs: number): string => new Date(timeUs / 1_000).toISOString();
