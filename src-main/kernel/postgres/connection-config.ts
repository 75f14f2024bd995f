import type { PoolConfig } from 'pg';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';

/** Where a PostgreSQL is and who we are to it: plain data, so that it can be handed to a thread. */
export interface PostgresOptions {
  /** `postgres://user@host:5432/database?sslmode=verify-full`, without a password. */
  readonly url: string;
  readonly password?: string;
  /** PEM texts. With `ca` the server's certificate is checked against it. */
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  /** Connections of the pool, 10 unless given. */
  readonly pool?: number;
  /** Shown by the server in `pg_stat_activity`. */
  readonly applicationName?: string;
}

export const DEFAULT_POOL = 10;

/** A connection has to stand after this long. */
const CONNECT_MS = 10_000;
/** Whoever waits longer for a lock of another session says so, and tries again. */
const LOCK_MS = 5_000;
const IDLE_MS = 60_000;
const DEFAULT_PORT = 5432;

/** Where a database is, for people: never with the password. */
export interface Place {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly name: string;
}

/** @throws NexusError NX_HISTORY_UNAVAILABLE for an address that is none. */
export function placeOf({ url }: Pick<PostgresOptions, 'url'>): Place {
  const parsed = URL.parse(url);
  if (!parsed || !/^postgres(ql)?:$/.test(parsed.protocol)) {
    const text = `“${url}” is no address of a database. Write postgres://user@host:5432/database.`;
    throw new NexusError('NX_HISTORY_UNAVAILABLE', text, { url });
  }
  const socket = parsed.searchParams.get('host');
  const host = decodeURIComponent(parsed.hostname).replaceAll(/^\[|\]$/g, '');
  const user = decodeURIComponent(parsed.username) || 'postgres';
  return {
    host: socket ?? (host || '127.0.0.1'),
    port: Number(parsed.port || DEFAULT_PORT),
    user,
    name: decodeURIComponent(parsed.pathname.slice(1)) || user,
  };
}

/**
 * What connections are made with. The certificate of the server is checked where `ca` is given or the address says
 * `sslmode=verify-ca` or `verify-full`; `sslmode=require` only encrypts, as everywhere with PostgreSQL.
 */
export function connectionConfig(options: PostgresOptions): PoolConfig {
  const { host, port, user, name } = placeOf(options);
  const mode =
    URL.parse(options.url)!.searchParams.get('sslmode') ?? (options.ca === undefined ? 'disable' : 'verify-full');
  const { ca, cert, key, password = '' } = options;
  const isChecked = ca !== undefined || mode.startsWith('verify');
  return {
    host,
    port,
    user,
    database: name,
    // A function, because without one the driver would look for a password of somebody else in ~/.pgpass.
    password: () => password,
    application_name: options.applicationName ?? 'nexus-edge',
    max: options.pool ?? DEFAULT_POOL,
    connectionTimeoutMillis: CONNECT_MS,
    lock_timeout: LOCK_MS,
    idleTimeoutMillis: IDLE_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: CONNECT_MS,
    ssl:
      mode === 'disable'
        ? false
        : {
            rejectUnauthorized: isChecked,
            ...(ca !== undefined && { ca }),
            ...(cert !== undefined && { cert }),
            ...(key !== undefined && { key }),
            // verify-ca: signed by the authority, whatever its name.
            ...(mode === 'verify-ca' && { checkServerIdentity: () => undefined }),
          },
  };
}
