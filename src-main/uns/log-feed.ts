import type { Logger } from '../kernel/logger.ts';
import type { CursorFile } from '../log/cursor/cursor-file.ts';
import type { LogDisk } from '../log/log-disk.ts';
import type { LogHead } from '../log/log-messages.ts';
import { type BatchRecord, LogReader } from '../log/log-reader.ts';
import type { Delivery } from './delivery.ts';
import type { TagTable } from './tag-table.ts';

/** Records between two looks at the clock. */
const RECORDS_PER_LOOK = 64;

/** `caught-up`: nothing is left before the head · `full`: as much as was asked for · `more`: the time is over. */
export type FeedState = 'caught-up' | 'full' | 'more';

export interface FeedOptions {
  readonly disk: LogDisk;
  readonly file: CursorFile;
  readonly tags: TagTable;
  readonly delivery: Delivery;
  /** Log, lane and seq in every payload. */
  readonly meta: boolean;
  readonly logger: Logger;
}

/** A record of which not every row is in the window yet; its batch is a view that ends with the next read. */
interface HalfRead {
  readonly record: BatchRecord;
  readonly meta: string;
  row: number;
  cell: number;
}

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

  constructor(options: FeedOptions) {
    this.#options = options;
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
    return this.#reader?.damagedPlaces ?? 0;
  }

  /** False until the first head is told: the counts do not hold before. */
  get hasBegun(): boolean {
    return this.#reader !== undefined;
  }

  /** Pushes at most `limit` messages, until `isOver` says that the turn has lasted long enough. */
  fill(limit: number, isOver: () => boolean): FeedState {
    const { delivery, tags } = this.#options;
    const head = this.#head;
    if (!head || !tags.isTold) return 'caught-up';
    const end = delivery.window.pushed + limit;
    for (let looks = 1; ; looks++) {
      if (delivery.window.pushed >= end || !delivery.hasRoom) return 'full';
      if (looks % RECORDS_PER_LOOK === 0 && isOver()) return 'more';
      if (!this.#half) {
        const record = this.#next(head);
        if (record === 'caught-up') return 'caught-up';
        if (record) this.#enter(record);
      }
      if (this.#half) this.#push(this.#half, end);
    }
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
    const record = reader.next(head);
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

  #enter(record: BatchRecord): void {
    const { delivery, file, meta } = this.#options;
    const { batch, logId, lane, seq } = record;
    const reader = this.#reader!;
    const rowsDone = Math.min(file.cursor.rowsOf(record), batch.count);
    if (!this.#isAligned) this.#align(reader.positionPoints! - batch.count + rowsDone);
    const jump = reader.missingPoints - this.#missingBefore - (reader.repeatedPoints - this.#repeatedBefore);
    this.#missingBefore = reader.missingPoints;
    this.#repeatedBefore = reader.repeatedPoints;
    // What remote gateways published is not published again, nor what was handled and comes once more in a restored log.
    const isPassedOver = batch.origin === 'remote' || file.cursor.has(record);
    delivery.begin({ logId, segment: record.segment, lane, seq }, batch.count, rowsDone, jump, isPassedOver);
    this.#half = {
      record,
      meta: meta ? `,"log":"${logId}","lane":${lane},"seq":${seq}` : '',
      row: isPassedOver ? batch.count : rowsDone,
      cell: 0,
    };
  }

  #push(half: HalfRead, end: number): void {
    const { delivery, tags } = this.#options;
    const { window } = delivery;
    const { batch, names } = half.record;
    const { cells, count } = batch;
    while (half.row < count && window.pushed < end && window.length < window.capacity) {
      const row = half.row++;
      const tag = tags.find(names, batch.tag[row]!);
      if (!tag) continue;
      while (cells && half.cell < cells.length && cells[half.cell]!.row < row) half.cell++;
      const cell = cells?.[half.cell];
      const own = cell?.row === row ? cell : undefined;
      window.push(tag.topic, tag.payload.encode(batch, row, own, half.meta), row);
    }
    if (half.row < count) return;
    delivery.finish();
    this.#half = undefined;
  }

  #align(points: number): void {
    const reader = this.#reader!;
    this.#isAligned = true;
    this.#missingBefore = reader.missingPoints;
    this.#repeatedBefore = reader.repeatedPoints;
    // Without a readable cursor nobody knows what was delivered of what is gone.
    this.#options.file.cursor.alignTo(points, this.#options.file.origin === 'damaged' ? 'before' : 'dropped');
  }

  #cursorFields(): Readonly<Record<string, unknown>> {
    const { cursor, origin } = this.#options.file;
    return { code: 'NX_LOG_CORRUPT', origin, segment: cursor.segment, handledPoints: cursor.handledPoints };
  }
}
