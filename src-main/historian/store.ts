import type { Gap, RawSeries, SeriesAnswer } from '../../src-shared/domain/series.ts';
import type { BatchRecord, GapRecord } from '../log/log-reader.ts';
import type { QuarantineAnswer, QuarantineAsk } from './quarantine.ts';

export interface SeriesQuery {
  readonly projectUid: string;
  readonly tagUid: string;
  /** The device of the tag: its gaps are part of the answer. */
  readonly deviceUid: string;
  /** `[fromUs, toUs)`, µs since 1970 UTC. */
  readonly fromUs: number;
  readonly toUs: number;
  /** At most how many equal buckets; left out, every point is returned. */
  readonly buckets?: number;
  /**
   * `latest` (unless given): of two points of one time the one of the later epoch. `all`: both, and the epoch of each
   * row; only without buckets.
   */
  readonly epochs?: 'latest' | 'all';
}

export interface ScanQuery {
  readonly projectUid: string;
  readonly tagUid: string;
  /** `[fromUs, toUs)`, µs since 1970 UTC. */
  readonly fromUs: number;
  readonly toUs: number;
  /** As of a series: `latest` unless given. */
  readonly epochs?: 'latest' | 'all';
  /** At most so many rows a piece, 10,000 unless given; points of one time are never parted. */
  readonly rows?: number;
}

/** Some of the points of a scan. It has none only where it tells of damage. */
export interface ScanPiece extends RawSeries {
  /** Stretches that are stored and cannot be read. */
  readonly damaged?: readonly Gap[];
}

export interface LastQuery {
  readonly projectUid: string;
  readonly tagUids: readonly string[];
}

/** The latest point of each tag that was asked for, in that order; `timeUs` is NaN where there is none. */
export interface LastAnswer {
  readonly timeUs: Float64Array;
  readonly value: Float64Array;
  readonly status: Uint32Array;
}

export interface StoreCounts {
  readonly tags: number;
  /** Points that are here for good. */
  readonly sealedPoints: number;
  /** Points that are taken, and that the log still keeps for a restart. */
  readonly tailPoints: number;
  /** Points that are taken and on their way to a store elsewhere; they count as queued. */
  readonly waitingPoints?: number;
  /**
   * Points that cannot be stored: their time is not a number, nothing says which tag they belong to, or their tag has
   * another point of the same time and epoch that came first and differs.
   */
  readonly quarantinedPoints: number;
  readonly sealedBlocks: number;
  /** Stretches of late points that are stored and wait to be merged into their place. */
  readonly lateBlocks: number;
}

/** How a tag is called, for stores that people and other programs read by themselves. */
export interface TagDescription {
  readonly tagUid: string;
  readonly deviceUid: string;
  readonly topic: string;
  readonly device: string;
  readonly name: string;
  readonly dataType: string;
  readonly unit?: string;
  readonly description?: string;
}

/** For how long what is kept; ms. */
export interface Retention {
  /** Every point, and with them the minutes. */
  readonly rawMs: number;
  readonly hourlyMs: number;
  readonly dailyMs: number;
}

export interface BackupProgress {
  readonly totalBytes: number;
  readonly copiedBytes: number;
}

export interface BackupAnswer {
  readonly path: string;
  readonly bytes: number;
}

/**
 * A place for history. It is fed by one reader of the log, in the order of the log, and again with the same records
 * after a restart: what it has it passes over. A point is named by its tag, its time and its epoch: of several with one
 * name the first that was accepted is kept. Calls come one at a time, except for questions and backups, which go on
 * beside the others.
 */
export interface HistoryStore {
  /** True for a store whose answers need nothing that only the log has: it answers before the log was read. */
  readonly isWhole?: boolean;
  /** What it is, for people, in one line. */
  readonly product: string;
  /** Takes what it does not have of a record. The columns are only lent; they are good until this resolves. */
  take(record: BatchRecord): void | Promise<void>;
  takeGap(record: GapRecord): void | Promise<void>;
  /**
   * Called after some records and at least once a second: makes durable what is due. Returns false when it has no room
   * for more; then `take` is not called until a later `tend` returns true.
   */
  tend(): boolean | Promise<boolean>;
  /** Makes durable, with the next calls of `tend`, what it took of segments below this ordinal. */
  release(belowOrdinal: number): void;
  /** Of a log, as far as it is stored; only of stores that are whole. */
  countsOfLog?(logId: string): Pick<StoreCounts, 'sealedPoints' | 'quarantinedPoints'>;
  /** The points that it could not store, where it keeps them. @throws NexusError NX_HISTORY_UNAVAILABLE */
  quarantine?(ask: QuarantineAsk): Promise<QuarantineAnswer>;
  /** Tells how tags are called now, for stores that people read by themselves. */
  describe?(tags: readonly TagDescription[]): Promise<void>;
  /**
   * One short piece of the work that nobody waits for: late points into their place, small blocks into full ones,
   * removal of what is kept long enough. Returns true while there is more to do.
   */
  maintain(): boolean | Promise<boolean>;
  /** The oldest segment that the store still needs, given that the log was read up to `readSegment`. */
  oldestNeeded(readSegment: number): number;
  counts(): StoreCounts;
  /**
   * @throws NexusError NX_HISTORY_TOO_LARGE, with an estimate and a way out in its text; NX_CANCELLED once the signal
   * is aborted; NX_HISTORY_UNAVAILABLE where what is stored cannot be read.
   */
  series(query: SeriesQuery, signal?: AbortSignal): SeriesAnswer | Promise<SeriesAnswer>;
  last(query: LastQuery): LastAnswer | Promise<LastAnswer>;
  /**
   * Every stored point of a range of any size, in pieces that rise in time and own their buffers. The next piece is read
   * when it is asked for, so that a few pieces are in memory however long the range is; one that is asked for no more
   * holds nothing. Points that come meanwhile are part of it where their time is still to come.
   *
   * @throws NexusError NX_CANCELLED once the signal is aborted; NX_HISTORY_UNAVAILABLE where what is stored cannot be read.
   */
  scan(query: ScanQuery, signal?: AbortSignal): AsyncIterable<ScanPiece>;
  /**
   * Writes all that is sealed to a new file, checked and synced, while everything else goes on.
   * @throws NexusError NX_BACKUP.
   */
  backup(path: string, progressed: (progress: BackupProgress) => void): Promise<BackupAnswer>;
  close(): void | Promise<void>;
}
