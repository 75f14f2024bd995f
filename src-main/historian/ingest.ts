import type { LogHead } from '../log/log-messages.ts';
import type { LogReader } from '../log/log-reader.ts';
import type { HistoryStore } from './store.ts';

/** Records between two looks at the clock and at what is due. */
const RECORDS_PER_TURN = 64;

/** Where every point of the log is, seen from this sink: to the point: `total = delivered + queued + dropped + quarantined`. */
export interface IngestBalance {
  /** Points that the log accepted over its whole life. */
  readonly totalPoints: number;
  /** Points that are really stored: sealed, or taken and kept by the log. */
  readonly deliveredPoints: number;
  /** Points of the log that were not read yet. */
  readonly queuedPoints: number;
  /** Points that were counted by the log and can never be stored: damaged, or gone before this store saw them. */
  readonly droppedPoints: number;
  /** Points that the store cannot place. */
  readonly quarantinedPoints: number;
}

/** Carries the log into a store: one loop, the same while catching up and while live. */
export class Ingest {
  readonly #reader: LogReader;
  readonly #store: HistoryStore;
  #head: LogHead | undefined;
  #droppedAtStart = 0;
  /** Points that are stored and that this log does not count: it was put back to an older state, or begun anew. */
  #foreignPoints = 0;
  #missingAtStart = 0;
  #isRebuilt = false;
  /** The log wants to let go of the segments below this one; 0 when it does not. */
  #releaseBelow = 0;

  constructor(reader: LogReader, store: HistoryStore) {
    this.#reader = reader;
    this.#store = store;
  }

  /** True once everything before the first head is taken: from then on answers are whole and the balance holds. */
  get isRebuilt(): boolean {
    return this.#isRebuilt;
  }

  set head(head: LogHead) {
    this.#head = head;
  }

  /** Has what was read of the segments below sealed, as soon as they are read, so that `trimBelow` can rise. */
  release(belowOrdinal: number): void {
    this.#releaseBelow = Math.max(this.#releaseBelow, belowOrdinal);
  }

  /** Works until it has caught up, the store is full or `until` (ms of `now`) has come; says whether there is more to do. */
  async run(now: () => number, until: number): Promise<'more' | 'idle'> {
    const head = this.#head;
    if (!head) return 'idle';
    do {
      const held = this.#store.counts().tailPoints;
      const releases = this.#releaseRead();
      if (!(await this.#store.tend())) return 'idle';
      if ((await this.#takeSome(head)) === 'caught-up') {
        if (!this.#isRebuilt) this.#rebuilt();
        // A disk that takes nothing is not asked again and again.
        if (!releases || this.#store.counts().tailPoints >= held) return 'idle';
      }
    } while (now() < until);
    return 'more';
  }

  /** Undefined until the store is rebuilt, or whole from the start. */
  balance(): IngestBalance | undefined {
    if (!this.#head) return undefined;
    if (!this.#isRebuilt) return this.#store.isWhole ? this.#earlyBalance(this.#head) : undefined;
    const { totalPoints } = this.#head;
    const { sealedPoints, tailPoints, quarantinedPoints, waitingPoints = 0 } = this.#store.counts();
    const missing = this.#reader.missingPoints - this.#missingAtStart;
    return {
      totalPoints,
      deliveredPoints: sealedPoints + tailPoints - this.#foreignPoints - this.#reader.repeatedPoints,
      queuedPoints: totalPoints - (this.#reader.positionPoints ?? totalPoints) + waitingPoints,
      droppedPoints: this.#droppedAtStart + missing,
      quarantinedPoints,
    };
  }

  /** Segments below this ordinal may go. */
  trimBelow(): number {
    return this.#isRebuilt || this.#store.isWhole ? this.#store.oldestNeeded(this.#reader.segment) : 0;
  }

  /** What is not stored waits; what of it is lost shows once the log was read to its head. */
  #earlyBalance({ totalPoints, logId }: LogHead): IngestBalance {
    const { sealedPoints, quarantinedPoints } = this.#store.countsOfLog?.(logId) ?? this.#store.counts();
    const aside = Math.min(totalPoints, quarantinedPoints);
    const deliveredPoints = Math.min(totalPoints - aside, sealedPoints);
    const queuedPoints = totalPoints - aside - deliveredPoints;
    return { totalPoints, deliveredPoints, queuedPoints, droppedPoints: 0, quarantinedPoints: aside };
  }

  /** @returns true when something waits for its seal. */
  #releaseRead(): boolean {
    if (this.#releaseBelow === 0) return false;
    const isRead = this.#reader.segment >= this.#releaseBelow;
    if (isRead && this.#store.oldestNeeded(this.#reader.segment) >= this.#releaseBelow) this.#releaseBelow = 0;
    else this.#store.release(this.#releaseBelow);
    return this.#releaseBelow > 0;
  }

  async #takeSome(head: LogHead): Promise<'caught-up' | 'more'> {
    for (let i = 0; i < RECORDS_PER_TURN; i++) {
      const record = this.#reader.next(head);
      if (!record) return 'caught-up';
      const taking = record.kind === 'gap' ? this.#store.takeGap(record) : this.#store.take(record);
      if (taking) await taking;
    }
    return 'more';
  }

  /**
   * What the log counts up to here and the store does not have was lost before this start, and shows as dropped; what
   * the store has beyond that is not this log's.
   */
  #rebuilt(): void {
    this.#isRebuilt = true;
    const { sealedPoints, tailPoints, quarantinedPoints, waitingPoints = 0 } = this.#store.counts();
    const lost = (this.#reader.positionPoints ?? 0) - sealedPoints - tailPoints - quarantinedPoints - waitingPoints;
    this.#droppedAtStart = Math.max(0, lost);
    this.#foreignPoints = Math.max(0, -lost) - this.#reader.repeatedPoints;
    this.#missingAtStart = this.#reader.missingPoints;
  }
}
