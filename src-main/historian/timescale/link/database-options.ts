/** Where a database is and how it is used: plain data, so that it can be handed to the thread of the historian. */
export interface DatabaseOptions {
  /** `postgres://user@host:5432/database?sslmode=verify-full`, without a password. */
  readonly url: string;
  readonly password?: string;
  /** PEM texts. With `ca` the server's certificate is checked against it. */
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  /** `nexus` unless given. */
  readonly schema?: string;
  /** Connections of the pool, 10 unless given. */
  readonly pool?: number;
  /** Shown by the server in `pg_stat_activity`. */
  readonly applicationName?: string;
}

export const DEFAULT_SCHEMA = 'nexus';
export const DEFAULT_POOL = 10;
