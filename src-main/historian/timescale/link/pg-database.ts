import { connect } from 'node:net';
import pg from 'pg';
import { NexusError } from '../../../../src-shared/errors/nexus-error.ts';
import type { Place } from '../../../kernel/postgres/connection-config.ts';
import type { Database, Edition } from './database.ts';
import { databaseFault } from './database-fault.ts';

/** A statement of which nobody says how long it may take. */
const STATEMENT_MS = 60_000;
/** How long the server may take to cancel a statement before its connection is cut. */
const CANCEL_MS = 2_000;
const CANCEL_REQUEST_CODE = 80_877_102;

/** What was learned of the server when it was opened. */
export interface DatabaseFacts {
  readonly edition: Edition;
  /** Without quotes. */
  readonly schemaName: string;
  readonly extensionSchema: string;
  readonly product: string;
}

/** A leased connection with what the driver's types leave out. */
type LeasedClient = pg.PoolClient & { readonly processID?: number | null; readonly secretKey?: number | null };

/** A database over a pool of connections. */
export class PgDatabase implements Database {
  readonly #pool: pg.Pool;
  readonly #place: Place;
  readonly #facts: DatabaseFacts;
  readonly #leased = new Set<LeasedClient>();

  constructor(pool: pg.Pool, place: Place, facts: DatabaseFacts) {
    this.#pool = pool;
    this.#place = place;
    this.#facts = facts;
    // A connection that ends while nobody uses it is replaced when one is needed.
    pool.on('error', () => undefined);
  }

  get edition(): Edition {
    return this.#facts.edition;
  }

  get product(): string {
    return this.#facts.product;
  }

  get schema(): string {
    return pg.escapeIdentifier(this.#facts.schemaName);
  }

  get extensionSchema(): string {
    return pg.escapeIdentifier(this.#facts.extensionSchema);
  }

  async query<Row extends object>(text: string, values: readonly unknown[] = [], signal?: AbortSignal): Promise<Row[]> {
    const deadline = AbortSignal.timeout(STATEMENT_MS);
    const ends = signal ? AbortSignal.any([signal, deadline]) : deadline;
    try {
      return await this.lease(async (client) => (await client.query<Row>(text, [...values])).rows, ends);
    } catch (error) {
      if (signal?.aborted) throw new NexusError('NX_CANCELLED', 'The question was called off.', {}, { cause: error });
      throw this.fault(error);
    }
  }

  fault(error: unknown): NexusError {
    return databaseFault(error, this.#place, this.#facts.schemaName);
  }

  async lease<Result>(work: (client: pg.ClientBase) => Promise<Result>, signal?: AbortSignal): Promise<Result> {
    if (signal?.aborted) throw new NexusError('NX_CANCELLED', 'The work was called off before it began.');
    const client: LeasedClient = await this.#connect();
    this.#leased.add(client);
    // Without a listener an error between two statements would end the process; the next statement meets it.
    const ignore = (): void => undefined;
    client.on('error', ignore);
    let cut: NodeJS.Timeout | undefined;
    const cancel = (): void => {
      this.#cancel(client);
      cut = setTimeout(() => client.connection.stream.destroy(), CANCEL_MS);
    };
    if (signal?.aborted) cancel();
    signal?.addEventListener('abort', cancel);
    let isHealthy = false;
    try {
      const result = await work(client);
      isHealthy = !cut && client.getTransactionStatus() === 'I';
      return result;
    } finally {
      clearTimeout(cut);
      signal?.removeEventListener('abort', cancel);
      client.off('error', ignore);
      this.#leased.delete(client);
      // Whatever state it is in: a new one costs some ms, and cannot be in a wrong one.
      if (!isHealthy) client.connection.stream.destroy();
      client.release(!isHealthy);
    }
  }

  /** Ends all connections, those too that are in use. */
  async close(): Promise<void> {
    for (const client of this.#leased) client.connection.stream.destroy();
    await this.#pool.end();
  }

  async #connect(): Promise<pg.PoolClient> {
    try {
      return await this.#pool.connect();
    } catch (error) {
      throw this.fault(error);
    }
  }

  /** Asks the server over a connection of its own, as the protocol wants it; it is plain even where TLS is used. */
  #cancel({ processID, secretKey }: LeasedClient): void {
    if (typeof processID !== 'number' || typeof secretKey !== 'number') return;
    const { host, port } = this.#place;
    const socket = host.startsWith('/') ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, host);
    const request = Buffer.alloc(16);
    request.writeInt32BE(16, 0);
    request.writeInt32BE(CANCEL_REQUEST_CODE, 4);
    request.writeInt32BE(processID, 8);
    request.writeInt32BE(secretKey, 12);
    socket.on('error', () => socket.destroy());
    socket.setTimeout(CANCEL_MS, () => socket.destroy());
    socket.end(request);
  }
}
