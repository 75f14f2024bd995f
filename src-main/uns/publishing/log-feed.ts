import type { LogHead } from '../../log/log-messages.ts';
import { type BatchRecord, LogReader } from '../../log/log-reader.ts';
import { RecordRows } from '../format/record-rows.ts';
import type { FeedOptions } from './feed-options.ts';
import { LossTeller } from './loss-teller.ts';

/** Records between two looks at the clock. */
const RECORDS_PER_LOOK = 64;

/**
 * `caught-up`: nothing is left before the head · `full`: as much as was asked for · `more`: the time is over · `held`: the
 * format holds back.
 */
export type FeedState = 'caught-up' | 'full' | 'more' | 'held';

/** How much may be pushed at once. */
export interface FeedLimit {
  readonly messages: number;
  /** The message that reaches it is the last one; it may go beyond. */
  readonly points: number;
}

/** A record of which not every row is in the window yet; its batch is a view that ends with the next read. */
interface HalfRead {
  readonly rows: RecordRows;
  row: number;
}

type LogRecord = NonNullable<ReturnType<LogReader['next']>>;

/** Turns the log, from the cursor to the head, into messages of the window. */
export class LogFeed {
  readonly #options: FeedOptions;
  #reader: LogReader | undefined;
  #head: LogHead | undefined;
  #half: HalfRead | undefined;
  /** True once it is certain that the cursor's segment is still the one it was. */
  #isVerified = false;
  /** True once the counts of the cursor and the numbering of the log agree. */
  #isAligned = false;
  #missingBefore = 0;
  #repeatedBefore = 0;
  #cursorFaults: number;
  /** Since when the connection stands, µs since 1970 UTC; what was received before is a replay. */
  #connectedUs = Number.POSITIVE_INFINITY;
  #hasCaughtUp = false;
  #damagedBefore = 0;
  readonly #losses: LossTeller;
  /** Without a readable cursor nobody knows what was delivered of what is gone. */
  #gone: 'before' | 'dropped';
  #isAhead: boolean;
  /** The place, in points, from which on another feed reads the log; undefined: this one reads all of it. */
  #endPoints: number | undefined;
  #isAtEnd = false;

  constructor(options: FeedOptions) {
    this.#options = options;
    this.#losses = new LossTeller(options.delivery.window, options.notice);
    this.#isAhead = options.isAhead ?? false;
    this.#gone = options.file.origin === 'damaged' ? 'before' : 'dropped';
    this.#cursorFaults = options.file.damagedFiles;
    if (this.#cursorFaults > 0) options.logger.warn('the cursor of the publisher is damaged', this.#cursorFields());
  }

  /** How far the log may be read. The first one is where a sink that is new begins, connected or not. */
  set head(head: LogHead) {
    this.#head = head;
    this.#reader ??= this.#begin(head);
  }

  get totalPoints(): number {
    return this.#head?.totalPoints ?? 0;
  }

  /** Cursor files that were damaged, and cursors ahead of their log. */
  get cursorFaults(): number {
    return this.#cursorFaults;
  }

  get damagedPlaces(): number {
    return this.#damagedBefore + (this.#reader?.damagedPlaces ?? 0);
  }

  /** False until the first head is told: the counts do not hold before. */
  get hasBegun(): boolean {
    return this.#reader !== undefined;
  }

  /** How far it may be read; undefined before the first one is told. */
  get toldHead(): LogHead | undefined {
    return this.#head;
  }

  /** True when all before the place where another feed began is read. */
  get isAtEnd(): boolean {
    return this.#isAtEnd;
  }

  /** From `points` of the folder's life on another feed reads the log: this one is the backlog before it. */
  endAt(points: number): void {
    this.#endPoints = points;
  }

  /** The backlog is gone: goes on alone from where the cursor is now, which is the present. */
  goOn(): void {
    this.#endPoints = undefined;
    this.#isAhead = true;
    this.rewind();
  }

  /** A connection begins to take messages. @param sinceUs wall clock, µs since 1970 UTC. */
  connected(sinceUs: number): void {
    this.#connectedUs = sinceUs;
    this.#hasCaughtUp = false;
    this.#isAhead = this.#options.isAhead ?? false;
  }

  /** Pushes messages into the window, until `isOver` says that the turn has lasted long enough. */
  fill({ messages, points }: FeedLimit, isOver: () => boolean): FeedState {
    const { delivery, format, tags } = this.#options;
    const { window } = delivery;
    const head = this.#head;
    if (!head || !tags.isTold) return 'caught-up';
    const end = window.pushed + messages;
    const endPoints = window.pushedPoints + points;
    for (let looks = 1; ; looks++) {
      if (window.pushed >= end || window.pushedPoints >= endPoints || !delivery.hasRoom) return 'full';
      if (looks % RECORDS_PER_LOOK === 0 && isOver()) return 'more';
      const own = format.own?.();
      if (own) {
        window.push(own.topic, own.payload, 0, 0);
        continue;
      }
      if (!this.#half) {
        const record = this.#next(head);
        if (record === 'caught-up') {
          if (this.#hasCaughtUp || this.#isAtEnd) return 'caught-up';
          this.#hasCaughtUp = true;
          format.caughtUp?.();
          continue;
        }
        if (record) this.#enter(record);
      }
      if (this.#half && !this.#push(this.#half, end, endPoints)) return 'held';
    }
  }

  /** Forgets what is on its way, and goes back to the cursor. */
  rewind(): void {
    const { delivery, disk, file } = this.#options;
    delivery.reset();
    this.#half = undefined;
    this.#losses.forget();
    this.#isAtEnd = false;
    if (!this.#reader) return;
    this.#damagedBefore += this.#reader.damagedPlaces;
    this.#reader.close();
    this.#isAligned = false;
    this.#isVerified = false;
    const { segment } = file.cursor;
    this.#reader = segment > this.#head!.segment ? this.#fromOldest() : new LogReader(disk, segment);
  }

  close(): void {
    this.#reader?.close();
  }

  #begin(head: LogHead): LogReader {
    const { disk, file } = this.#options;
    const { cursor, origin } = file;
    if (origin === 'damaged') return this.#fromOldest();
    if (origin === 'none') return this.#fromHead(head);
    if (cursor.segment <= head.segment && cursor.handledPoints <= head.totalPoints) {
      return new LogReader(disk, cursor.segment);
    }
    this.#cursorFaults++;
    this.#options.logger.warn('the cursor of the publisher is ahead of the log, as after a restore', {
      ...this.#cursorFields(),
      headSegment: head.segment,
      totalPoints: head.totalPoints,
    });
    if (cursor.handledPoints > head.totalPoints) cursor.alignTo(head.totalPoints, 'dropped');
    return this.#fromOldest();
  }

  /** A sink that is new takes what is accepted from now on. */
  #fromHead(head: LogHead): LogReader {
    const { disk, file } = this.#options;
    const reader = new LogReader(disk, head.segment);
    for (let record = reader.next(head); record; record = reader.next(head)) {
      if (record.kind === 'batch') file.cursor.pass(record);
    }
    file.cursor.begin(head.segment, head.totalPoints);
    file.mark();
    this.#isVerified = true;
    return reader;
  }

  /** Everything the log still has, but for the records that the cursor knows as handled. */
  #fromOldest(): LogReader {
    this.#isVerified = true;
    return new LogReader(this.#options.disk);
  }

  /** The next record to publish; undefined for one that is passed over. */
  #next(head: LogHead): BatchRecord | undefined | 'caught-up' {
    const { cursor } = this.#options.file;
    const reader = this.#reader!;
    if (this.#isAtEnd) return 'caught-up';
    const record = reader.next(head);
    if (this.#endPoints !== undefined && this.#isBehind(record, this.#endPoints)) {
      this.#isAtEnd = true;
      return 'caught-up';
    }
    if (!record) {
      if (!this.#isAligned && reader.positionPoints !== undefined) this.#align(reader.positionPoints);
      return 'caught-up';
    }
    if (!this.#isVerified) {
      this.#isVerified = true;
      const isSame = record.segment === cursor.segment && record.logId === cursor.logId;
      if (!isSame && cursor.logId !== '') {
        // The folder was put back to an older state, or the segment is gone: what is handled is told by the records.
        reader.close();
        this.#reader = this.#fromOldest();
        return undefined;
      }
    }
    if (record.kind !== 'batch' || (cursor.has(record) && !this.#isAligned)) return undefined;
    return record;
  }

  /** True when `record` is none of the backlog that ends at `endPoints`. */
  #isBehind(record: LogRecord | undefined, endPoints: number): boolean {
    if (!record) return true;
    return record.kind === 'batch' && this.#reader!.positionPoints! - record.batch.count >= endPoints;
  }

  #enter(record: BatchRecord): void {
    const { delivery, file } = this.#options;
    const { batch, logId, lane, seq } = record;
    const reader = this.#reader!;
    const rowsDone = Math.min(file.cursor.rowsOf(record), batch.count);
    const gone = this.#isAligned ? 0 : this.#align(reader.positionPoints! - batch.count + rowsDone);
    const jump = reader.missingPoints - this.#missingBefore - (reader.repeatedPoints - this.#repeatedBefore);
    this.#missingBefore = reader.missingPoints;
    this.#repeatedBefore = reader.repeatedPoints;
    this.#losses.passed(gone + jump, batch.receivedUs);
    // What remote gateways published is not published again, nor what was imported, nor what was handled and comes once more in a restored log.
    const isPassedOver = batch.origin !== 'local' || file.cursor.has(record);
    const isExcluded = !isPassedOver && batch.reach !== undefined;
    const place = { logId, segment: record.segment, lane, seq };
    delivery.begin(place, batch.count, rowsDone, jump, isPassedOver, isExcluded);
    const isReplay = (!this.#hasCaughtUp && !this.#isAhead) || batch.receivedUs < this.#connectedUs;
    this.#half = { rows: new RecordRows(record, isReplay), row: isPassedOver || isExcluded ? batch.count : rowsDone };
  }

  /** @returns false when the format holds back. */
  #push(half: HalfRead, end: number, endPoints: number): boolean {
    const { delivery, format } = this.#options;
    const { window } = delivery;
    const { rows } = half;
    const { count } = rows.batch;
    while (half.row < count && window.pushed < end && window.pushedPoints < endPoints && window.hasRoom) {
      const next = format.encode(rows, half.row, window);
      if (next === half.row) return false;
      half.row = next;
    }
    if (half.row < count) return true;
    delivery.finish();
    this.#half = undefined;
    return true;
  }

  /** @returns how many points were dropped without this sink's having seen it. */
  #align(points: number): number {
    const reader = this.#reader!;
    this.#isAligned = true;
    this.#missingBefore = reader.missingPoints;
    this.#repeatedBefore = reader.repeatedPoints;
    const { cursor } = this.#options.file;
    const gone = this.#gone === 'dropped' ? points - cursor.handledPoints : 0;
    cursor.alignTo(points, this.#gone);
    this.#gone = 'dropped';
    return gone;
  }

  #cursorFields(): Readonly<Record<string, unknown>> {
    const { cursor, origin } = this.#options.file;
    return { code: 'NX_LOG_CORRUPT', origin, segment: cursor.segment, handledPoints: cursor.handledPoints };
  }
}
