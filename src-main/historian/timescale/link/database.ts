import type { ClientBase } from 'pg';
import type { NexusError } from '../../../../src-shared/errors/nexus-error.ts';

/**
 * What the database can do for us. `community`: TimescaleDB with its own licence (compression, continuous aggregates,
 * policies). `apache`: TimescaleDB with chunks only. `plain`: PostgreSQL without the extension, or with a table that
 * was made before the extension was there.
 */
export type Edition = 'community' | 'apache' | 'plain';

/** One opened database: its edition, its schema, and connections out of a bounded pool. */
export interface Database {
  readonly edition: Edition;
  /** The quoted name of the schema, to be written into SQL: `"nexus"`. */
  readonly schema: string;
  /** The quoted name of the schema that the functions of TimescaleDB are in; `public` where there is none. */
  readonly extensionSchema: string;
  /** For people: `TimescaleDB 2.19.3 (Apache edition), PostgreSQL 17.11`. */
  readonly product: string;
  /**
   * One statement on any connection.
   * @throws NexusError NX_HISTORY_UNAVAILABLE with what was seen and the next step; NX_CANCELLED once the signal is
   * aborted (the statement is cancelled in the server). Its `cause` is the error of the driver.
   */
  query<Row extends object>(text: string, values?: readonly unknown[], signal?: AbortSignal): Promise<Row[]>;
  /**
   * Lends a connection. It is given back healthy, or destroyed when `work` fails or leaves a transaction open. Errors of
   * `work` pass as they are; those of getting a connection are NX_HISTORY_UNAVAILABLE.
   * @param signal cancels the statement that runs; the connection ends when that takes more than 2 s.
   */
  lease<Result>(work: (client: ClientBase) => Promise<Result>, signal?: AbortSignal): Promise<Result>;
  /** An error of the driver in plain words: NX_HISTORY_UNAVAILABLE, with the error as its cause. */
  fault(error: unknown): NexusError;
  close(): Promise<void>;
}
