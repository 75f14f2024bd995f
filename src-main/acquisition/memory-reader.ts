import type { MemoryAnswer, MemoryExtent } from '../drivers/memory.ts';
import type { Clock } from '../kernel/clock.ts';
import { KnownHoles } from './known-holes.ts';

/** Between the beginnings of two requests: 20 a second at most. */
const PACE_MS = 50;
/** Of one look: who stops looking is rid of its traffic within a second. */
const MOST_REQUESTS = 20;
/** A look begins no request after this. */
const MOST_MS = 1_000;

/** A run of cells to look at, in requests of `perRequest` cells at most. */
export interface MemoryQuestion extends MemoryExtent {
  readonly perRequest: number;
  /** A register has two bytes. */
  readonly cellBytes: 1 | 2;
  /** Between the beginnings of two requests; 50 ms at least, and unless given. */
  readonly paceMs?: number | undefined;
  /** Cells of one request, at least: 2 for devices that refuse half a value. 1 unless given. */
  readonly atLeast?: number | undefined;
}

/**
 * Cells that were not read. `pending`: they were refused together, and the next looks tell them apart. `skipped`: it was
 * not their turn, as a look sends so many requests and no more.
 */
export interface UnreadRun {
  readonly start: number;
  readonly count: number;
  readonly kind: 'missing' | 'pending' | 'skipped';
  readonly reason: { readonly code: string; readonly text: string };
}

/** What one look at a run of cells brought. */
export interface MemoryLook {
  /** Of all cells; 0 where nothing was read. */
  readonly bytes: Uint8Array;
  readonly unread: readonly UnreadRun[];
  readonly timeUs: number;
  readonly tookMs: number;
  readonly requests: number;
}

interface Block {
  readonly start: number;
  readonly count: number;
  /** Why a longer block around it was refused. */
  readonly parent?: UnreadRun['reason'];
}

/**
 * Looks at cells of a device's memory: halves what is refused, keeps what it found out, and never sends more than it
 * may. One look at a time.
 */
export class MemoryReader {
  readonly #clock: Clock;
  readonly #ask: (extent: MemoryExtent) => Promise<MemoryAnswer>;
  readonly #areas = new Map<string, KnownHoles>();
  #askedAtMs = Number.NEGATIVE_INFINITY;
  #last: Promise<unknown> = Promise.resolve();

  /** @param ask sends one request; its rejection ends the look */
  constructor(clock: Clock, ask: (extent: MemoryExtent) => Promise<MemoryAnswer>) {
    this.#clock = clock;
    this.#ask = ask;
  }

  /** Rejects as `ask`; looks that were asked for before come first. */
  look(question: MemoryQuestion): Promise<MemoryLook> {
    const own = this.#last.then(() => this.#look(question));
    this.#last = own.catch(() => {});
    return own;
  }

  async #look({
    area,
    start,
    count,
    perRequest,
    cellBytes,
    paceMs = 0,
    atLeast = 1,
  }: MemoryQuestion): Promise<MemoryLook> {
    const startedMs = this.#clock.monoMs();
    const holes = this.#holesOf(atLeast === 1 ? area : `${area} by ${atLeast}`);
    const bytes = new Uint8Array(count * cellBytes);
    const left: UnreadRun[] = [];
    let requests = 0;
    const ask = async (block: Block): Promise<MemoryAnswer> => {
      requests++;
      await this.#rest(Math.max(PACE_MS, paceMs));
      return await this.#ask({ area, start: block.start, count: block.count });
    };
    // Devices are changed while we watch: one of the holes is asked for again each time.
    const due = holes.due(start, count, this.#clock.monoMs());
    if (due && (await ask(due)).kind === 'bytes') holes.clear();
    const blocks: readonly Block[] = [...holes.blocks(start, count, perRequest)];
    // Where there are more of them than requests, each look goes on where the one before ended.
    const at = Math.max(
      0,
      blocks.findIndex((block) => block.start >= holes.next),
    );
    const open: Block[] = [...blocks.slice(at), ...blocks.slice(0, at)];
    holes.next = 0;
    for (let block = open.shift(); block; block = open.shift()) {
      if (requests >= MOST_REQUESTS || (requests > 0 && this.#clock.monoMs() - startedMs >= MOST_MS)) {
        if (left.length === 0) holes.next = block.start;
        left.push(leftOut(block));
        continue;
      }
      const answer = await ask(block);
      if (answer.kind === 'bytes') bytes.set(answer.bytes, (block.start - start) * cellBytes);
      else if (block.count > atLeast && answer.mayHoldMore) open.push(...holes.halve(block, answer, atLeast));
      else holes.add(block, { code: answer.code, text: answer.text }, this.#clock.monoMs());
    }
    return {
      bytes,
      unread: [...holes.within(start, count), ...left].toSorted((a, b) => a.start - b.start),
      timeUs: this.#clock.wallUs(),
      tookMs: this.#clock.monoMs() - startedMs,
      requests,
    };
  }

  #holesOf(key: string): KnownHoles {
    const known = this.#areas.get(key) ?? new KnownHoles();
    this.#areas.set(key, known);
    return known;
  }

  async #rest(paceMs: number): Promise<void> {
    const waitMs = this.#askedAtMs + paceMs - this.#clock.monoMs();
    if (waitMs > 0) await this.#clock.sleep(waitMs);
    this.#askedAtMs = this.#clock.monoMs();
  }
}

const NOT_NOW = { code: '', text: 'The next read goes on here.' };

const leftOut = ({ start, count, parent }: Block): UnreadRun =>
  parent ? { start, count, kind: 'pending', reason: parent } : { start, count, kind: 'skipped', reason: NOT_NOW };
