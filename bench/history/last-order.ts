import type { PointSource } from './point-source.ts';

export interface LastOrder {
  /** With the store that an ingest contestant made of the source. */
  readonly folder: string;
  readonly source: PointSource;
  /** Where the store is in a database, its address; the folder is empty then. */
  readonly url?: string;
  readonly repeats: number;
}

export interface LastWork {
  /** From the start of the host, its thread included, to its first answer; the log is empty of anything unread. */
  readonly openedMs: number;
  /** Times of single questions for the last value of every tag of the source, the first left out. */
  readonly lastMs: readonly number[];
  /** Tags that had one. */
  readonly found: number;
}
