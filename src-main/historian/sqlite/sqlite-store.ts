import type { DatabaseSync } from 'node:sqlite';
import type { SeriesAnswer } from '../../../src-shared/domain/series.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Logger } from '../../kernel/logger.ts';
import type { LogNames } from '../../log/log-names.ts';
import type { BatchRecord, GapRecord } from '../../log/log-reader.ts';
import { splitLate } from '../columns.ts';
import { bucketSeries, clipGaps, type Piece, rawSeries } from '../query.ts';
import type { HistoryStore, LastAnswer, LastQuery, SeriesQuery, StoreCounts } from '../store.ts';
import { BlockTable } from './block-table.ts';
import { GapTable } from './gap-table.ts';
import { isDamage, moveAside, openDatabase } from './open-database.ts';
import { SealMarks } from './seal-marks.ts';
import { SealSchedule } from './seal-schedule.ts';
import { TagSlots } from './tag-slots.ts';
import { Tail } from './tail.ts';
import { inTransaction } from './transaction.ts';

export interface SqliteStoreOptions {
  /** `<project>/.nexus/historian.db`. */
  readonly databasePath: string;
  /** The project that the tags of the log belong to. */
  readonly projectUid: string;
  /** A tag's points are sealed when there are this many, or … */
  readonly sealPoints?: number;
  /** … when the first of them has waited this long. */
  readonly sealAfterUs?: number;
  /** Points that may wait in memory, 20 bytes each; beyond it the oldest are sealed early. */
  readonly tailPoints?: number;
  /** Points that one answer may hold. */
  readonly rawLimit?: number;
}

const DEFAULTS = { sealPoints: 1_000, sealAfterUs: 600e6, tailPoints: 6_000_000, rawLimit: 2_000_000 };
/** Blocks of one transaction: enough to share its sync, few enough that queries wait for some 30 ms at most. */
const BLOCKS_PER_COMMIT = 200;
const RETRY_AFTER_MS = 1_000;

/**
 * History in one SQLite file: sealed, compressed blocks on disk, the points since then in memory. The log is the journal
 * of those: they are taken from it again after a start, except for what the marks say is sealed.
 */
export class SqliteStore implements HistoryStore {
  readonly #options: Required<SqliteStoreOptions>;
  readonly #database: DatabaseSync;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #tail = new Tail();
  readonly #tags: TagSlots;
  readonly #blocks: BlockTable;
  readonly #gaps: GapTable;
  readonly #marks: SealMarks;
  readonly #schedule: SealSchedule;
  /** Slots that wait for their seal. */
  #due: number[] = [];
  #logId = '';
  #names: LogNames | undefined;
  /** Tag number of the log → slot, -1 where it was not looked up yet. */
  #slotOfNumber = new Int32Array(0);
  #sealedPoints: number;
  #sealedBlocks: number;
  #quarantinedPoints = 0;
  #retryAtMs = 0;
  #isFaulty = false;

  /** Opens the file; a damaged one is moved aside and a new one begun, which the log then fills again. */
  static open(options: SqliteStoreOptions, clock: Clock, logger: Logger): SqliteStore {
    try {
      return new SqliteStore(options, clock, logger);
    } catch (error) {
      if (!isDamage(error)) throw error;
      const movedTo = moveAside(options.databasePath, clock.wallUs() / 1_000);
      logger.error('the historian file is damaged; it was moved aside and a new one begun', {
        movedTo,
        error: String(error),
      });
      return new SqliteStore(options, clock, logger);
    }
  }

  private constructor(options: SqliteStoreOptions, clock: Clock, logger: Logger) {
    this.#options = { ...DEFAULTS, ...options };
    this.#clock = clock;
    this.#logger = logger;
    this.#database = openDatabase(options.databasePath);
    this.#schedule = new SealSchedule(this.#options);
    try {
      this.#tags = new TagSlots(this.#database);
      this.#blocks = new BlockTable(this.#database);
      this.#gaps = new GapTable(this.#database);
      this.#marks = new SealMarks(this.#database);
      this.#sealedPoints = this.#marks.sealedPoints();
      this.#sealedBlocks = this.#blocks.count();
    } catch (error) {
      this.#database.close();
      throw error;
    }
    this.#reserve();
  }

  take(record: BatchRecord): void {
    const { batch, names, lane, seq, segment } = record;
    if (record.logId !== this.#logId) this.#enterLog(record.logId);
    if (names !== this.#names) this.#slotOfNumber = new Int32Array(this.#slotOfNumber.length).fill(-1);
    this.#names = names;
    this.#schedule.nowUs = batch.receivedUs;
    if (this.#marks.isDone(lane, seq)) return;
    const { tag, timeUs, value, status, count } = batch;
    let nextCell = 0;
    for (let row = 0; row < count; row++) {
      const time = timeUs[row]!;
      const cell = batch.cells?.[nextCell]?.row === row ? batch.cells[nextCell++] : undefined;
      const slot = this.#slotOf(tag[row]!);
      if (slot < 0 || !Number.isFinite(time)) {
        this.#quarantinedPoints++;
        continue;
      }
      if (this.#marks.isSealed(slot, lane, seq)) continue;
      this.#tail.append(slot, time, value[row]!, status[row]!);
      if (cell) this.#tail.attach(slot, cell);
      this.#marks.took(slot, lane, seq);
      this.#schedule.took(slot, this.#tail.count(slot), segment);
      if (time < this.#tags.lastUs[slot]!) continue;
      this.#tags.lastUs[slot] = time;
      this.#tags.lastValue[slot] = value[row]!;
      this.#tags.lastStatus[slot] = status[row]!;
    }
  }

  takeGap(record: GapRecord): void {
    this.#gaps.take(record);
  }

  tend(): boolean {
    if (this.#clock.monoMs() >= this.#retryAtMs) this.#seal();
    // Twice the budget is only reached while the disk takes nothing: then the log keeps the rest.
    return this.#tail.points < this.#options.tailPoints * 2;
  }

  oldestNeeded(readSegment: number): number {
    const oldestPoint = this.#schedule.oldestSegment(this.#tail, this.#tags.count) ?? readSegment;
    return Math.min(oldestPoint, this.#gaps.oldestSegment);
  }

  counts(): StoreCounts {
    return {
      tags: this.#tags.count,
      sealedPoints: this.#sealedPoints,
      tailPoints: this.#tail.points,
      quarantinedPoints: this.#quarantinedPoints,
      sealedBlocks: this.#sealedBlocks,
    };
  }

  series(query: SeriesQuery): SeriesAnswer {
    const gaps = clipGaps(this.#gaps.find(query.deviceUid, query), query);
    const pieces = this.#pieces(query);
    const answer =
      query.buckets === undefined
        ? rawSeries(pieces, query, this.#options.rawLimit)
        : bucketSeries(pieces, query, query.buckets);
    return { series: answer.series, gaps: [...gaps, ...clipGaps(answer.gaps, query)] };
  }

  last({ projectUid, tagUids }: LastQuery): LastAnswer {
    const slots = tagUids.map((uid) => this.#tags.find(projectUid, uid) ?? -1);
    return {
      timeUs: Float64Array.from(slots, (slot) => this.#tags.lastUs[slot] ?? Number.NaN),
      value: Float64Array.from(slots, (slot) => this.#tags.lastValue[slot] ?? Number.NaN),
      status: Uint32Array.from(slots, (slot) => this.#tags.lastStatus[slot] ?? 0),
    };
  }

  close(): void {
    this.#database.close();
  }

  #enterLog(logId: string): void {
    const slotById = new Map<number, number>();
    for (let slot = 0; slot < this.#tags.count; slot++) slotById.set(this.#tags.ids[slot]!, slot);
    this.#marks.enter(logId, slotById);
    this.#logId = logId;
  }

  #slotOf(tagNumber: number): number {
    const known = this.#slotOfNumber[tagNumber];
    if (known !== undefined && known >= 0) return known;
    const uid = this.#names!.tag(tagNumber);
    if (uid === undefined) return -1;
    if (tagNumber >= this.#slotOfNumber.length) {
      const grown = new Int32Array(Math.max(tagNumber + 1, this.#slotOfNumber.length * 2, 64)).fill(-1);
      grown.set(this.#slotOfNumber);
      this.#slotOfNumber = grown;
    }
    const slot = this.#tags.slotOf(this.#options.projectUid, uid);
    this.#reserve();
    this.#slotOfNumber[tagNumber] = slot;
    return slot;
  }

  #reserve(): void {
    this.#tail.reserve(this.#tags.count);
    this.#marks.reserve(this.#tags.count);
    this.#schedule.reserve(this.#tags.count);
  }

  #pieces(query: SeriesQuery): Piece[] {
    const slot = this.#tags.find(query.projectUid, query.tagUid);
    if (slot === undefined) return [];
    const sealed = this.#blocks.pieces(this.#tags.ids[slot]!, this.#tags.spanUs[slot]!, query);
    if (this.#tail.count(slot) === 0) return sealed;
    const open = splitLate(this.#tail.copy(slot)).map((columns) => ({
      startUs: columns.timeUs[0]!,
      endUs: columns.timeUs.at(-1)!,
      count: columns.timeUs.length,
      load: () => columns,
    }));
    const inRange = open.filter(({ startUs, endUs }) => endUs >= query.fromUs && startUs < query.toUs);
    return [...sealed, ...inRange].sort((a, b) => a.startUs - b.startUs);
  }

  /** Seals some of what is due. A disk that takes nothing is tried again after a second; nothing is forgotten meanwhile. */
  #seal(): void {
    if (this.#due.length === 0) this.#due = this.#schedule.due(this.#tail, this.#tags.count);
    try {
      const slots = this.#due.slice(0, BLOCKS_PER_COMMIT);
      if (slots.length > 0 || this.#gaps.isWaiting) this.#sealTogether(slots);
      this.#due = this.#due.slice(slots.length);
      this.#marks.fold();
      if (this.#isFaulty) this.#logger.info('the historian is written again');
      this.#isFaulty = false;
    } catch (error) {
      if (isDamage(error)) this.#abandon(error);
      if (!this.#isFaulty)
        this.#logger.error('the historian could not be written; points wait in the log', { error: String(error) });
      this.#isFaulty = true;
      this.#retryAtMs = this.#clock.monoMs() + RETRY_AFTER_MS;
    }
  }

  #sealTogether(slots: readonly number[]): void {
    let blocks = 0;
    inTransaction(this.#database, () => {
      for (const slot of slots) {
        for (const columns of splitLate(this.#tail.copy(slot))) {
          this.#blocks.insert(this.#tags.ids[slot]!, columns);
          const spanUs = columns.timeUs.at(-1)! - columns.timeUs[0]!;
          this.#tags.spanUs[slot] = Math.max(this.#tags.spanUs[slot]!, spanUs);
          blocks++;
        }
        this.#tags.save(slot);
      }
      this.#marks.save(slots, this.#tags.ids);
      this.#gaps.save();
    });
    this.#sealedBlocks += blocks;
    for (const slot of slots) {
      this.#sealedPoints += this.#tail.count(slot);
      this.#tail.clear(slot);
    }
    this.#marks.saved(slots);
    this.#gaps.saved();
  }

  /** The file got damaged while in use: the next start begins a new one, and the log still has what is not sealed. */
  #abandon(error: unknown): never {
    this.#database.close();
    const movedTo = moveAside(this.#options.databasePath, this.#clock.wallUs() / 1_000);
    throw new NexusError(
      'NX_HISTORY_UNAVAILABLE',
      `The historian file is damaged and was moved to ${movedTo}.`,
      { movedTo },
      { cause: error },
    );
  }
}
