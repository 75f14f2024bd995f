import type { Retention } from '../store.ts';

export interface SqliteStoreOptions {
  /** `<project>/.nexus/historian.db`. */
  readonly databasePath: string;
  /** The project that the tags of the log belong to. */
  readonly projectUid: string;
  /** A tag's points are sealed when there are this many, or … */
  readonly sealPoints?: number;
  /** … when the first of them has waited this long. */
  readonly sealAfterUs?: number;
  /** Points that may wait in memory, 21 bytes each; beyond it the oldest are sealed early. */
  readonly tailPoints?: number;
  /** Points that one answer may hold. */
  readonly rawLimit?: number;
  /** 30 days of points and minutes, a year of hours, 5 years of days unless given. */
  readonly retention?: Partial<Retention>;
}

export const DEFAULTS = { sealPoints: 1_000, sealAfterUs: 600e6, tailPoints: 6_000_000 } as const;
