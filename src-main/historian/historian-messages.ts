import type { SeriesAnswer } from '../../src-shared/domain/series.ts';
import type { LogHead } from '../log/log-messages.ts';
import type { IngestBalance } from './ingest.ts';
import type { SqliteStoreOptions } from './sqlite/sqlite-store.ts';
import type { LastAnswer, LastQuery, SeriesQuery, StoreCounts } from './store.ts';

/** What the historian host is started with. */
export interface HistorianHostData extends SqliteStoreOptions {
  /** `<project>/.nexus/log`. */
  readonly logFolder: string;
}

/** Engine → host: how far the log may be read. */
export interface ToHistorianHost {
  readonly type: 'head';
  readonly head: LogHead;
}

/** Host → engine, at most every 250 ms and only when something changed. Not before the store is rebuilt. */
export interface HistorianProgress extends IngestBalance, StoreCounts {
  readonly type: 'progress';
  /** Segments of the log below this ordinal are not needed by this sink. */
  readonly trimBelow: number;
  readonly damagedPlaces: number;
}

/** Calls of the host by name. `progress` is undefined until the store is rebuilt. */
export interface HistorianCalls {
  readonly series: { readonly argument: SeriesQuery; readonly result: SeriesAnswer };
  readonly last: { readonly argument: LastQuery; readonly result: LastAnswer };
  readonly progress: {
    readonly argument: Readonly<Record<never, never>>;
    readonly result: HistorianProgress | undefined;
  };
}
