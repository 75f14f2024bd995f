import type { ClientBase } from 'pg';
import type { Clock, Timer } from '../../../kernel/clock.ts';
import { crashPoint } from '../../../kernel/crash-point.ts';
import type { Logger } from '../../../kernel/logger.ts';
import { type ErrorKind, errorKind, seenIn } from '../link/database-error.ts';
import { backOffMs } from './back-off.ts';
import { LaneBatch, type LaneRecord } from './lane-batch.ts';
import { type LaneKey, type Mark, readMark, releasedFrom } from './lane-mark.ts';
import { type StorePath, storeBatch, type TransactionParts } from './lane-transaction.ts';
import type { Turnstile } from './turnstile.ts';

/** One attempt may last this long at first, and twice as long after each that did not come to its end in time. */
const ATTEMPT_MS = 30_000;
const LONGEST_ATTEMPT_MS = 600_000;
/** Batches that go by the stage after one of them met keys that were there. */
const STAGED_AFTER_DUPLICATE = 32;
/** The last record of a batch may have more points than were missing. */
const ROOM_SHARE = 1.25;
const SPARE_BATCHES = 2;
/** Of a point on the wire, mostly. */
const WIRE_BYTES = 64;
/** With a slow database batches get smaller, not below this. */
const FEWEST_POINTS = 200;

/** What all writers of a store share. */
export interface WriterParts extends TransactionParts {
  readonly clock: Clock;
  readonly logger: Logger;
  /** A batch is sent when it has this many points … */
  readonly batchPoints: number;
  /** … or when its first record has waited this long. */
  readonly flushMs: number;
  /** The first pause of the back-off. */
  readonly retryMs: number;
  /** Aborted when the store closes. */
  readonly closing: AbortSignal;
  /** After each attempt: without an error, it was stored. */
  attempted(writer: object, error?: unknown): void;
  /** Points were stored, or put aside for good. */
  settled(points: number): void;
}

/** Stores the records of one lane of one log in their order, one batch at a time, each exactly once. */
export class LaneWriter {
  readonly key: LaneKey;
  readonly #parts: WriterParts;
  readonly #turnstile: Turnstile;
  #mark: Mark;
  #open: LaneBatch | undefined;
  readonly #due: LaneBatch[] = [];
  #sending: LaneBatch | undefined;
  #loop: Promise<void> | undefined;
  #timer: Timer | undefined;
  /** The last record that was taken or is stored. */
  #takenSeq: number;
  /** Batches that still go by the stage. */
  #staged: number;
  #attemptMs = ATTEMPT_MS;
  #batchPoints: number;
  #releasedPoints = 0;
  readonly #spare: LaneBatch[] = [];
  #wire: Buffer | undefined;

  /** @param staged so many batches go by the stage first, because their points may be there already. */
  constructor(key: LaneKey, mark: Mark, staged: number, parts: WriterParts, turnstile: Turnstile) {
    this.key = key;
    this.#mark = mark;
    this.#takenSeq = mark.seq;
    this.#staged = staged;
    this.#parts = parts;
    this.#turnstile = turnstile;
    this.#batchPoints = parts.batchPoints;
  }

  get mark(): Mark {
    return releasedFrom(this.#mark, this.#releasedPoints);
  }

  /** The oldest segment that is not stored yet. */
  get oldestSegment(): number {
    return this.#sending?.segment ?? this.#due[0]?.segment ?? this.#open?.segment ?? Number.POSITIVE_INFINITY;
  }

  /** Resolves when nothing waits any more. */
  get idle(): Promise<void> {
    return this.#loop ?? Promise.resolve();
  }

  /** @returns false for a record that is stored already. */
  take(record: LaneRecord, slotOf: (tagNumber: number) => number): boolean {
    if (record.seq <= this.#takenSeq) return false;
    this.#takenSeq = record.seq;
    const { clock, flushMs } = this.#parts;
    if (!this.#open) {
      this.#open = this.#spare.pop() ?? new LaneBatch(Math.ceil(this.#batchPoints * ROOM_SHARE));
      this.#timer = clock.after(flushMs, () => this.flush());
    }
    this.#open.add(record, slotOf);
    if (this.#open.count >= this.#batchPoints) this.flush();
    return true;
  }

  /** Points of the quarantine were stored after all; what is being sent does not know of it. */
  released(points: number): void {
    this.#releasedPoints += points;
  }

  /** Sends what is open, after what is due before it. */
  flush(): void {
    this.#timer?.dispose();
    if (this.#open) this.#due.push(this.#open);
    this.#open = undefined;
    this.#loop ??= this.#storeDue().finally(() => {
      this.#loop = undefined;
    });
  }

  async #storeDue(): Promise<void> {
    for (let batch = this.#due.shift(); batch; batch = this.#due.shift()) {
      this.#sending = batch;
      if (!(await this.#storeOne(batch))) return;
      crashPoint('historian.afterHighWater');
      this.#sending = undefined;
      this.#parts.settled(batch.count);
      this.#keep(batch);
    }
  }

  /** Tries until the batch is stored. @returns false when the store closes meanwhile. */
  async #storeOne(batch: LaneBatch): Promise<boolean> {
    const { clock, closing, retryMs } = this.#parts;
    let path: StorePath | undefined;
    let isUncertain = false;
    for (let failures = 0; !closing.aborted; ) {
      try {
        await this.#turnstile.run(() => this.#inTime((signal) => this.#attempt(batch, path, isUncertain, signal)));
        this.#staged = Math.max(0, this.#staged - 1);
        this.#parts.attempted(this);
        return true;
      } catch (error) {
        if (closing.aborted) return false;
        const kind = errorKind(error);
        const next = this.#pathAfter(kind, path, error);
        // Each of these can be the way out once; after that it is a fault like any other.
        const isNews = next !== path || (kind === 'moved' && !isUncertain);
        path = next;
        isUncertain ||= kind === 'lost' || kind === 'moved';
        if (isNews) continue;
        failures++;
        this.#parts.attempted(this, error);
        await clock.sleep(backOffMs(failures, retryMs, Math.random()), closing).catch(() => undefined);
      }
    }
    return false;
  }

  /** Ends the work when its time is over, and when the store closes. */
  async #inTime(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const { clock, closing } = this.#parts;
    const ends = new AbortController();
    const end = (): void => ends.abort();
    const deadline = clock.after(this.#attemptMs, () => {
      this.#slowDown();
      end();
    });
    closing.addEventListener('abort', end);
    try {
      await work(ends.signal);
    } finally {
      deadline.dispose();
      closing.removeEventListener('abort', end);
    }
  }

  async #attempt(
    batch: LaneBatch,
    path: StorePath | undefined,
    isUncertain: boolean,
    signal: AbortSignal,
  ): Promise<void> {
    const { database, tags } = this.#parts;
    const missing = slotsWithoutId(batch, tags.ids);
    if (missing.size > 0) await tags.ensure(database, missing, signal);
    this.#mark = await database.lease(async (client) => {
      const mark = isUncertain ? await this.#lookAtMark(client) : this.#mark;
      if (mark.seq >= batch.lastSeq) return mark;
      const wire = this.#takeWire(batch.count);
      const task = { key: this.key, batch, mark, skip: batch.rowsUpTo(mark.seq), wire };
      const after = await storeBatch(client, this.#parts, task, path ?? (this.#staged > 0 ? 'stage' : 'fast'));
      this.#wire = wire;
      this.#announce(after.quarantined - mark.quarantined);
      return after;
    }, signal);
  }

  #announce(points: number): void {
    if (points === 0) return;
    const { logId, lane } = this.key;
    const text =
      'some points were not stored and are in the quarantine of the database; see history.quarantine for why';
    this.#parts.logger.warn(text, { points, logId, lane });
  }

  /** What the database says counts what was released. */
  async #lookAtMark(client: ClientBase): Promise<Mark> {
    const mark = await readMark(client, this.#parts.database.schema, this.key);
    this.#releasedPoints = 0;
    return mark;
  }

  #pathAfter(kind: ErrorKind, path: StorePath | undefined, error: unknown): StorePath | undefined {
    if (kind === 'duplicate' && path === undefined) {
      this.#staged = STAGED_AFTER_DUPLICATE;
      return 'stage';
    }
    if (kind !== 'data' || path === 'isolate') return path;
    this.#parts.logger.warn('the database refuses some points; they are looked for and put aside', {
      seen: seenIn(error),
    });
    return 'isolate';
  }

  /** A connection that was given up may still hold on to what it was to send: then there is a new one. */
  #takeWire(points: number): Buffer {
    const bytes = Math.ceil(points * WIRE_BYTES);
    const wire = this.#wire && this.#wire.length >= bytes ? this.#wire : Buffer.allocUnsafe(bytes);
    this.#wire = undefined;
    return wire;
  }

  #keep(batch: LaneBatch): void {
    const isUsual = batch.room <= this.#parts.batchPoints * 4;
    batch.clear();
    if (isUsual && this.#spare.length < SPARE_BATCHES) this.#spare.push(batch);
  }

  #slowDown(): void {
    this.#attemptMs = Math.min(LONGEST_ATTEMPT_MS, this.#attemptMs * 2);
    this.#batchPoints = Math.max(FEWEST_POINTS, Math.floor(this.#batchPoints / 2));
  }
}

function slotsWithoutId({ slot, count }: LaneBatch, ids: Int32Array): Set<number> {
  const slots = new Set<number>();
  for (let row = 0; row < count; row++) if (ids[slot[row]!] === 0) slots.add(slot[row]!);
  return slots;
}
