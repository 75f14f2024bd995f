import type { SeriesAnswer } from '../../src-shared/domain/series.ts';
import type { ErrorShape } from '../../src-shared/errors/nexus-error.ts';
import type { LogHead } from '../log/log-messages.ts';
import type { IngestBalance } from './ingest.ts';
import type { QuarantineAnswer, QuarantineAsk } from './quarantine.ts';
import type { SqliteStoreOptions } from './sqlite/options.ts';
import type {
  BackupAnswer,
  BackupProgress,
  LastAnswer,
  LastQuery,
  ScanPiece,
  ScanQuery,
  SeriesQuery,
  StoreCounts,
  TagDescription,
} from './store.ts';
import type { TimescaleOptions } from './timescale/timescale-options.ts';

/** What the historian host is started with. */
export interface HistorianHostData extends SqliteStoreOptions {
  /** `<project>/.nexus/log`. */
  readonly logFolder: string;
  /** A database server in the place of the embedded file. */
  readonly database?: TimescaleOptions;
}

export type ToHistorianHost =
  /** How far the log may be read. */
  | { readonly type: 'head'; readonly head: LogHead }
  /** The log runs short of room: what was read of the segments below is to be sealed, so that they can go. */
  | { readonly type: 'release'; readonly belowOrdinal: number }
  /** How all tags are called now. */
  | { readonly type: 'tags'; readonly tags: readonly TagDescription[] }
  /** Nobody waits for the answer to this question, or for more of this scan, any more. */
  | { readonly type: 'cancel'; readonly queryId: number };

/** Host → engine, at most every 250 ms and only when something changed. Not before the store is rebuilt. */
export interface HistorianProgress extends IngestBalance, StoreCounts {
  readonly type: 'progress';
  /** Segments of the log below this ordinal are not needed by this sink. */
  readonly trimBelow: number;
  readonly damagedPlaces: number;
}

export type FromHistorianHost =
  | HistorianProgress
  /** What history is kept in, for people. */
  | { readonly type: 'store'; readonly product: string }
  /** Why there is no history at present; without `fault`, that there is again. */
  | { readonly type: 'fault'; readonly fault?: ErrorShape }
  | ({ readonly type: 'backup' } & BackupProgress);

/** Calls of the host by name. `progress` is undefined until the store is rebuilt. */
export interface HistorianCalls {
  /** `queryId` names the question for `cancel`. */
  readonly series: { readonly argument: SeriesQuery & { readonly queryId?: number }; readonly result: SeriesAnswer };
  readonly last: { readonly argument: LastQuery; readonly result: LastAnswer };
  /** The next piece of a scan, which its first call begins; undefined at its end. `cancel` ends it before. */
  readonly scan: {
    readonly argument: { readonly scanId: number; readonly query?: ScanQuery };
    readonly result: ScanPiece | undefined;
  };
  readonly quarantine: { readonly argument: QuarantineAsk; readonly result: QuarantineAnswer };
  readonly backup: { readonly argument: { readonly path: string }; readonly result: BackupAnswer };
  readonly progress: {
    readonly argument: Readonly<Record<never, never>>;
    readonly result: HistorianProgress | undefined;
  };
}
