import type { TagDescription } from '../../store.ts';
import type { Database } from '../link/database.ts';

/** Tags of one statement. */
const AT_ONCE = 2_000;

/**
 * The tags of one project: a slot of ours for each, at once, and its id in the database as soon as that is known. Ids
 * are allocated by the database, so that several gateways may write into it.
 */
export class TagIds {
  readonly #projectUid: string;
  readonly #slots = new Map<string, number>();
  readonly #uids: string[] = [];
  #ids = new Int32Array(64);
  #known = 0;
  /** Work on ids goes one at a time: two writers that miss the same tags ask once. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(projectUid: string) {
    this.#projectUid = projectUid;
  }

  /** Tags that have an id. */
  get count(): number {
    return this.#known;
  }

  /** Slot → id; 0 where it is not known yet. */
  get ids(): Int32Array {
    return this.#ids;
  }

  uidOf(slot: number): string | undefined {
    return this.#uids[slot];
  }

  slotOf(uid: string): number {
    const known = this.#slots.get(uid);
    if (known !== undefined) return known;
    const slot = this.#uids.push(uid) - 1;
    this.#slots.set(uid, slot);
    if (slot >= this.#ids.length) {
      const grown = new Int32Array(this.#ids.length * 2);
      grown.set(this.#ids);
      this.#ids = grown;
    }
    return slot;
  }

  /** Reads what the project has. */
  async load(database: Database, signal: AbortSignal): Promise<void> {
    const sql = `SELECT tag_uid, tag_id FROM ${database.schema}.tags WHERE project_uid = $1`;
    this.#learn(await database.query(sql, [this.#projectUid], signal));
  }

  /** Resolves when every one of the slots has its id. */
  async ensure(database: Database, slots: Iterable<number>, signal: AbortSignal): Promise<void> {
    const missing = new Set([...slots].filter((slot) => this.#ids[slot] === 0));
    if (missing.size === 0) return;
    await this.#next(async () => {
      const uids = [...missing].filter((slot) => this.#ids[slot] === 0).map((slot) => this.#uids[slot]!);
      for (let from = 0; from < uids.length; from += AT_ONCE)
        await this.#allocate(database, uids.slice(from, from + AT_ONCE), signal);
    });
  }

  /** Writes down how tags are called now; those that are new get their ids with it. */
  describe(database: Database, tags: readonly TagDescription[], signal: AbortSignal): Promise<void> {
    return this.#next(async () => {
      for (let from = 0; from < tags.length; from += AT_ONCE)
        await this.#describeSome(database, tags.slice(from, from + AT_ONCE), signal);
    });
  }

  /** Two statements, because one that finds a row of another transaction in its way returns nothing of it. */
  async #allocate(database: Database, uids: readonly string[], signal: AbortSignal): Promise<void> {
    const { schema } = database;
    // In one order everywhere, so that two gateways never wait for each other.
    const values = [this.#projectUid, [...uids].sort()];
    const insert = `INSERT INTO ${schema}.tags (project_uid, tag_uid) SELECT $1, unnest($2::text[]) ON CONFLICT DO NOTHING`;
    await database.query(insert, values, signal);
    const select = `SELECT tag_uid, tag_id FROM ${schema}.tags WHERE project_uid = $1 AND tag_uid = ANY ($2)`;
    this.#learn(await database.query(select, values, signal));
  }

  async #describeSome(database: Database, tags: readonly TagDescription[], signal: AbortSignal): Promise<void> {
    const rows = [...tags].sort((a, b) => (a.tagUid < b.tagUid ? -1 : 1));
    const sql = `INSERT INTO ${database.schema}.tags AS t
        (project_uid, tag_uid, device_uid, topic, device, name, unit, description, data_type)
      SELECT $1, * FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[])
      ON CONFLICT (project_uid, tag_uid) DO UPDATE SET (device_uid, topic, device, name, unit, description, data_type) =
        ROW (excluded.device_uid, excluded.topic, excluded.device, excluded.name, excluded.unit, excluded.description, excluded.data_type)
      WHERE (t.device_uid, t.topic, t.device, t.name, t.unit, t.description, t.data_type) IS DISTINCT FROM
        (excluded.device_uid, excluded.topic, excluded.device, excluded.name, excluded.unit, excluded.description, excluded.data_type)`;
    const columns = [
      rows.map((tag) => tag.tagUid),
      rows.map((tag) => tag.deviceUid),
      rows.map((tag) => tag.topic),
      rows.map((tag) => tag.device),
      rows.map((tag) => tag.name),
      rows.map((tag) => tag.unit ?? null),
      rows.map((tag) => tag.description ?? null),
      rows.map((tag) => tag.dataType),
    ];
    await database.query(sql, [this.#projectUid, ...columns], signal);
  }

  #learn(rows: readonly { readonly tag_uid: string; readonly tag_id: number }[]): void {
    for (const { tag_uid: uid, tag_id: id } of rows) {
      const slot = this.slotOf(uid);
      if (this.#ids[slot] === 0) this.#known++;
      this.#ids[slot] = id;
    }
  }

  #next(work: () => Promise<void>): Promise<void> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => undefined);
    return done;
  }
}
