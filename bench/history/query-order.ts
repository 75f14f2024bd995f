import type { PointSource } from './point-source.ts';

export interface QueryOrder {
  /** With the store that an ingest contestant made of the source. */
  readonly folder: string;
  readonly source: PointSource;
  /** Where the store is in a database, its address; the folder is empty then. */
  readonly url?: string;
  /** How often each query is asked; the tags take turns. */
  readonly repeats: number;
  /** Buckets of the query of one tag, and of each pen of the eight. */
  readonly buckets: number;
  readonly penBuckets: number;
}

/** Times of single queries over the whole source, ms; the first of each kind, which meets cold caches, is left out. */
export interface QueryWork {
  readonly oneTagMs: readonly number[];
  readonly eightPensMs: readonly number[];
  /** Points that the buckets of one query of one tag stand for. */
  readonly counted: number;
}

export const PENS = 8;
