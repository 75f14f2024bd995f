import pg from 'pg';
import type { FleetInstance } from '../../src-shared/contract/fleet.ts';
import type { PartitionFacts } from '../../src-shared/domain/fleet-partition.ts';
import { Emitter } from '../kernel/emitter.ts';
import type { Disposable } from '../kernel/lifetime.ts';
import { connectionConfig, type PostgresOptions } from '../kernel/postgres/connection-config.ts';
import { makeFleetTables } from './fleet-schema.ts';

/** A device in the form of its file. */
export type DeviceForm = Readonly<Record<string, unknown>>;

/** A device as the store has it. */
export interface FleetRow extends PartitionFacts {
  readonly id: string;
  readonly form: DeviceForm;
  readonly isRemoved: boolean;
  readonly version: number;
  readonly by: string;
  /** µs since 1970 UTC. */
  readonly atUs: number;
}

/** Who changes a device, and which version he had before him; undefined: there must be none. */
export interface FleetEdit {
  readonly by: string;
  readonly base: number | undefined;
  /** Set where the device is new. */
  readonly instance: string;
}

interface Row {
  readonly id: string;
  readonly instance: string | null;
  readonly protocol: string;
  readonly uns_prefix: string;
  readonly host: string;
  readonly form: DeviceForm;
  readonly removed: boolean;
  readonly version: string;
  readonly changed_by: string;
  readonly changed_at: Date;
}

const STATEMENT_MS = 20_000;

/** The configuration store of a fleet over one connection, which also listens: statements one after another. */
export class FleetStore implements Disposable {
  /** Something changed there. */
  readonly changed = new Emitter<void>();
  /** The connection is gone; nothing works any more. */
  readonly lost = new Emitter<Error>();
  readonly #client: pg.Client;
  readonly #schema: string;
  #isOver = false;

  private constructor(client: pg.Client, schema: string) {
    this.#client = client;
    this.#schema = schema;
  }

  /** Connects, makes what is missing and listens. @throws the error of the driver; nothing is left open then. */
  static async open(options: PostgresOptions & { readonly schema: string }): Promise<FleetStore> {
    const client = new pg.Client({ ...connectionConfig(options), statement_timeout: STATEMENT_MS });
    const schema = client.escapeIdentifier(options.schema);
    const store = new FleetStore(client, schema);
    client.on('error', (error) => store.#lose(error));
    client.on('end', () => store.#lose(new Error('The connection ended.')));
    client.on('notification', () => store.changed.emit());
    try {
      await client.connect();
      await makeFleetTables(client, schema, options.schema);
      await client.query(`LISTEN ${schema}`);
      return store;
    } catch (error) {
      await store.dispose();
      throw error;
    }
  }

  /** Devices that changed after a version, removed ones too, rising by version; 0 for all. */
  async changedSince(version: number): Promise<readonly FleetRow[]> {
    const text = `SELECT * FROM ${this.#schema}.devices WHERE version > $1 ORDER BY version`;
    const { rows } = await this.#client.query<Row>(text, [version]);
    return rows.map(rowOf);
  }

  /** @returns undefined where the store never had it. */
  async device(id: string): Promise<FleetRow | undefined> {
    const { rows } = await this.#client.query<Row>(`SELECT * FROM ${this.#schema}.devices WHERE id = $1`, [id]);
    return rows[0] && rowOf(rows[0]);
  }

  /** Writes a device where it still is as the one who edits it knew it. @returns its version; undefined: somebody was faster. */
  async save(id: string, form: DeviceForm, { by, base, instance }: FleetEdit): Promise<number | undefined> {
    const json = JSON.stringify(form);
    const made = `INSERT INTO ${this.#schema}.devices (id, instance, protocol, uns_prefix, form, changed_by)
      VALUES ($1, $2, '', '', $3, $4) ON CONFLICT (id) DO NOTHING RETURNING version`;
    const changed = `UPDATE ${this.#schema}.devices SET form = $3, removed = false, changed_by = $4,
      instance = CASE WHEN removed THEN $2 ELSE instance END WHERE id = $1 AND version = $5 RETURNING version`;
    const { rows } =
      base === undefined
        ? await this.#client.query<Pick<Row, 'version'>>(made, [id, instance, json, by])
        : await this.#client.query<Pick<Row, 'version'>>(changed, [id, instance, json, by, base]);
    return rows[0] && Number(rows[0].version);
  }

  /** Marks a device as removed; everybody lets go of it. @returns as `save`. */
  async remove(id: string, by: string, base: number): Promise<number | undefined> {
    const text = `UPDATE ${this.#schema}.devices SET removed = true, changed_by = $2 WHERE id = $1 AND version = $3 RETURNING version`;
    const { rows } = await this.#client.query<Pick<Row, 'version'>>(text, [id, by, base]);
    return rows[0] && Number(rows[0].version);
  }

  /** Assigns devices that are not removed. @returns how many there are. */
  async assign(ids: readonly string[], instance: string | null, by: string): Promise<number> {
    const text = `UPDATE ${this.#schema}.devices SET instance = $2, changed_by = $3 WHERE id = ANY($1) AND NOT removed`;
    return (await this.#client.query(text, [ids, instance, by])).rowCount ?? 0;
  }

  /** Says that this gateway is there. */
  async report({ name, version, revision, devices, tags }: Omit<FleetInstance, 'seenUs'>): Promise<void> {
    const text = `INSERT INTO ${this.#schema}.instances (name, version, revision, devices, tags) VALUES ($1, $2, $3, $4, $5)
      ON CONFLICT (name) DO UPDATE SET version = $2, revision = $3, devices = $4, tags = $5, seen_at = now()`;
    await this.#client.query(text, [name, version, revision, devices, tags]);
  }

  async instances(): Promise<readonly FleetInstance[]> {
    const { rows } = await this.#client.query<Omit<FleetInstance, 'seenUs'> & { readonly seen_at: Date }>(
      `SELECT * FROM ${this.#schema}.instances ORDER BY name LIMIT 1000`,
    );
    return rows.map(({ seen_at, ...row }) => ({ ...row, seenUs: seen_at.getTime() * 1_000 }));
  }

  async dispose(): Promise<void> {
    if (this.#isOver) return;
    this.#isOver = true;
    await this.#client.end().catch(() => undefined);
  }

  #lose(error: Error): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.lost.emit(error);
    void this.#client.end().catch(() => undefined);
  }
}

function rowOf(row: Row): FleetRow {
  return {
    id: row.id,
    instance: row.instance,
    protocol: row.protocol,
    unsPrefix: row.uns_prefix,
    host: row.host,
    form: row.form,
    isRemoved: row.removed,
    version: Number(row.version),
    by: row.changed_by,
    atUs: row.changed_at.getTime() * 1_000,
  };
}
