import type { SeriesAnswer } from '../../src-shared/domain/series.ts';
import type { BatchRecord, GapRecord } from '../log/log-reader.ts';

export interface SeriesQuery {
  readonly projectUid: string;
  readonly tagUid: string;
  /** The device of the tag: its gaps are part of the answer. */
  readonly deviceUid: string;
  /** `[fromUs, toUs)`, µs since 1970 UTC. */
  readonly fromUs: number;
  readonly toUs: number;
  /** How many equal buckets; left out, every point is returned. */
  readonly buckets?: number;
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
  /** Points that cannot be stored: their time is not a number, or nothing says which tag they belong to. */
  readonly quarantinedPoints: number;
  readonly sealedBlocks: number;
}

/**
 * A place for history. It is fed by one reader of the log, in the order of the log, and again with the same records
 * after a restart: what it has it passes over, so that every point is here exactly once. Calls come one at a time.
 */
export interface HistoryStore {
  /** Takes what it does not have of a record. The columns are only lent; they are good until this resolves. */
  take(record: BatchRecord): void | Promise<void>;
  takeGap(record: GapRecord): void | Promise<void>;
  /**
   * Called after some records and at least once a second: makes durable what is due. Returns false when it has no room
   * for more; then `take` is not called until a later `tend` returns true.
   */
  tend(): boolean | Promise<boolean>;
  /** The oldest segment that the store still needs, given that the log was read up to `readSegment`. */
  oldestNeeded(readSegment: number): number;
  counts(): StoreCounts;
  /** @throws NexusError NX_HISTORY_TOO_LARGE, with an estimate and a way out in its text. */
  series(query: SeriesQuery): SeriesAnswer | Promise<SeriesAnswer>;
  last(query: LastQuery): LastAnswer | Promise<LastAnswer>;
  close(): void | Promise<void>;
}
