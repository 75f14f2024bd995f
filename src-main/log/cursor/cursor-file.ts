import { closeSync, constants, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { crashPoint } from '../../kernel/crash-point.ts';
import { syncFolder } from '../../kernel/write-atomic.ts';
import { LANES } from '../lane.ts';
import { Cursor, type CursorState } from './cursor.ts';
import { type CursorMark, decodeMark, encodeMark, MARK_BYTES } from './cursor-mark.ts';

const VERSION = 1;

/** `none`: there never was one · `damaged`: there was one, and nothing of it can be read. */
export type CursorOrigin = 'found' | 'none' | 'damaged';

interface Saved {
  readonly save: number;
  readonly state: CursorState;
}

/**
 * A cursor on disk, in two files that only its sink writes: `path` is JSON, replaced whole and synced; `path.mark` is
 * the small block of `cursor-mark.ts`, which makes the cursor exact over a kill of the process. After a power cut the
 * first alone may be left, and is at most one save old: hence “at least once”.
 */
export class CursorFile {
  readonly cursor: Cursor;
  readonly origin: CursorOrigin;
  /** Files that were there and could not be read, over the life of this object 0–2. */
  readonly damagedFiles: number;
  readonly #path: string;
  readonly #mark = Buffer.alloc(MARK_BYTES);
  /** Undefined when it cannot be opened: then a kill costs what was delivered since the last save once more. */
  readonly #markFile: number | undefined;
  #save: number;
  #savedSegment: number;
  #saving: Promise<void> | undefined;
  #isRemoved = false;

  /** Never fails because of what the files hold. @throws when the folder cannot be written. */
  constructor(path: string) {
    mkdirSync(dirname(path), { recursive: true });
    this.#path = path;
    const json = read(path);
    const marks = read(`${path}.mark`);
    // An empty one was made and never written: the process was killed at its first start.
    const mark = marks?.length ? marks : undefined;
    const saved = json && decodeSaved(json);
    const marked = mark && decodeMark(mark);
    const latest = latestOf(saved, marked);
    this.damagedFiles = Number(json !== undefined && !saved) + Number(mark !== undefined && !marked);
    this.origin = latest ? 'found' : this.damagedFiles > 0 ? 'damaged' : 'none';
    this.cursor = new Cursor(latest?.state);
    this.#save = latest?.save ?? 0;
    // Until it is saved anew, a power cut brings the saved one back.
    this.#savedSegment = saved?.state.segment ?? 0;
    this.#markFile = openMark(`${path}.mark`);
  }

  /** True where `path` has one, readable or not. */
  static isAt(path: string): boolean {
    return existsSync(path) || existsSync(`${path}.mark`);
  }

  /** Segments of the log below this one are needed no more, not even after a power cut. 0: nothing is known. */
  get oldestNeeded(): number {
    return this.#savedSegment;
  }

  /** Notes where the cursor is, in a few µs: good over a kill, not over a power cut. */
  mark(): void {
    if (this.#markFile === undefined) return;
    encodeMark(this.cursor, this.#save, this.#mark);
    crashPoint('mqtt.beforeAckRecord');
    writeSync(this.#markFile, this.#mark, 0, MARK_BYTES, 0);
    crashPoint('mqtt.afterAckRecord');
  }

  /** Saves the cursor as it is now: temporary file, sync, rename. One at a time. Rejects when the disk takes nothing. */
  async save(): Promise<void> {
    while (this.#saving) await this.#saving.catch(() => {});
    if (this.#isRemoved) return;
    const saving = this.#write().finally(() => {
      this.#saving = undefined;
    });
    this.#saving = saving;
    await saving;
  }

  /** Saves first. */
  async close(): Promise<void> {
    try {
      await this.save();
    } finally {
      if (this.#markFile !== undefined) closeSync(this.#markFile);
    }
  }

  /** Ends it, and takes both files away. */
  async remove(): Promise<void> {
    this.#isRemoved = true;
    await this.#saving?.catch(() => {});
    if (this.#markFile !== undefined) closeSync(this.#markFile);
    for (const path of [this.#path, `${this.#path}.mark`]) rmSync(path, { force: true, recursive: true });
  }

  async #write(): Promise<void> {
    const state = this.cursor.state();
    // Marks written from now on go on from this save, whether the kill comes before or after the rename.
    const save = ++this.#save;
    const text = JSON.stringify({ version: VERSION, save, ...state, part: state.part ?? null });
    const temporary = `${this.#path}.tmp`;
    const file = await open(temporary, 'w');
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, this.#path);
    if (state.segment === this.#savedSegment) return;
    // Before the segments behind it may go, a power cut must not bring the cursor back that still needs them.
    await syncFolder(dirname(this.#path));
    this.#savedSegment = state.segment;
  }
}

/** A mark that is older than the saved cursor is of no use. What it does not know is taken from the saved one. */
function latestOf(saved: Saved | undefined, mark: CursorMark | undefined): Saved | undefined {
  if (!mark || (saved && saved.save > mark.save)) return saved;
  const logs = new Map([...(saved?.state.logs ?? []), ...mark.state.logs]);
  return { save: mark.save, state: { ...mark.state, logs: [...logs] } };
}

/** Undefined when there is no such file; empty when it cannot be read (a folder, no permission). */
function read(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? undefined : Buffer.alloc(0);
  }
}

function openMark(path: string): number | undefined {
  try {
    // Appending would ignore the position, and 'w+' would throw away what is there.
    return openSync(path, constants.O_RDWR | constants.O_CREAT);
  } catch {
    return undefined;
  }
}

function decodeSaved(bytes: Buffer): Saved | undefined {
  let content: unknown;
  try {
    content = JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
  const { version, save, segment, logId, part, counts, logs } = (content ?? {}) as Record<string, unknown>;
  if (version !== VERSION || !isCount(save) || !isCount(segment) || typeof logId !== 'string') return undefined;
  if (part !== null && !hasCounts(part, ['lane', 'seq', 'rows'])) return undefined;
  if (!hasCounts(counts, ['before', 'delivered', 'dropped', 'quarantined'])) return undefined;
  if ('excluded' in counts && !hasCounts(counts, ['excluded'])) return undefined;
  if (!Array.isArray(logs) || !logs.every(isLog)) return undefined;
  const state = { segment, logId, part: part ?? undefined, counts, logs } as CursorState;
  return { save, state };
}

function isLog(entry: unknown): boolean {
  if (!Array.isArray(entry)) return false;
  const [logId, lanes] = entry as unknown[];
  return typeof logId === 'string' && Array.isArray(lanes) && lanes.length === LANES && lanes.every(isCount);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function hasCounts(value: unknown, names: readonly string[]): value is object {
  if (typeof value !== 'object' || value === null) return false;
  return names.every((name) => isCount((value as Record<string, unknown>)[name]));
}
