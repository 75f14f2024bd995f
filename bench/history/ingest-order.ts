import type { PointSource } from './point-source.ts';

export interface IngestOrder {
  /** Where the store is made; stays. */
  readonly folder: string;
  readonly source: PointSource;
}

export interface IngestWork {
  readonly points: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** Of the finished store, for each point that is stored for good. */
  readonly bytesPerPoint: number;
}
