import type { Retention } from '../store.ts';
import type { DatabaseOptions } from './link/database-options.ts';

/** A store in PostgreSQL: plain data, so that it can be handed to the thread of the historian. */
export interface TimescaleOptions extends DatabaseOptions {
  /** Transactions that store points at a time, 4 unless given. */
  readonly writers?: number;
  /** A batch is sent with this many points, 5,000 unless given … */
  readonly batchPoints?: number;
  /** … or after this long, 100 ms unless given. With 0 `tend` sends what there is and waits for it. */
  readonly batchMs?: number;
  /** The first pause of the back-off, 1,000 unless given. */
  readonly retryMs?: number;
  /** For how long late points settle before rollups take them in, 10 s unless given. */
  readonly settleMs?: number;
  /** Chunks older than this are compressed, where the edition can. */
  readonly compressAfterMs?: number;
}

/** What a store is opened with. */
export interface TimescaleStoreOptions {
  readonly projectUid: string;
  readonly database: TimescaleOptions;
  readonly retention?: Partial<Retention>;
  /** Points that one answer may hold; 2,000,000 unless given. */
  readonly rawLimit?: number;
}
