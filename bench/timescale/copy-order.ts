import type { PointSource } from '../history/point-source.ts';

export interface BareOrder {
  /** Of a database that is empty, or for `stage` of one that holds the same points. */
  readonly url: string;
  readonly source: PointSource;
  /** `copy`: into the table. `stage`: into a temporary table, and from there what is not there yet. */
  readonly way: 'copy' | 'stage';
}

export interface DrainOrder {
  /** With a log of so many points, and nothing else. */
  readonly folder: string;
  readonly points: number;
  readonly url: string;
  /** Points that the database has been given before. */
  readonly stored: number;
}

export interface PacedOrder {
  /** A folder of its own; stays. */
  readonly folder: string;
  readonly url: string;
  readonly perSecond: number;
  readonly seconds: number;
}

export interface PacedWork {
  readonly points: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
}

export interface CopyWork {
  readonly points: number;
  readonly seconds: number;
  /** Of the contestant alone, without the database. */
  readonly cpuSeconds: number;
}
