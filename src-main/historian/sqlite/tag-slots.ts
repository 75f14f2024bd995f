import type { DatabaseSync, StatementSync } from 'node:sqlite';

/**
 * The tags of one database, each with a slot: its index in the columns below and in the tail. Slots are given in the
 * order of the ids and live as long as this object.
 */
export class TagSlots {
  /** Rows of `tags`. */
  ids = new Int32Array(64);
  /** The latest point of each tag, sealed or not; `lastUs` is NaN where there is none. */
  lastUs = new Float64Array(64).fill(Number.NaN);
  lastValue = new Float64Array(64);
  lastStatus = new Uint32Array(64);
  /** The longest block of each tag, in µs. */
  spanUs = new Float64Array(64);
  readonly #byKey = new Map<string, number>();
  readonly #keys: (readonly [project: string, uid: string])[] = [];
  readonly #save: StatementSync;
  #nextId = 1;

  constructor(database: DatabaseSync) {
    this.#save = database.prepare(
      `INSERT INTO tags (id, project, uid, span_us, last_us, last_value, last_status) VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET span_us = excluded.span_us, last_us = excluded.last_us,
         last_value = excluded.last_value, last_status = excluded.last_status`,
    );
    for (const row of database.prepare('SELECT * FROM tags ORDER BY id').iterate()) {
      const slot = this.#add(Number(row.id), String(row.project), String(row.uid));
      this.spanUs[slot] = Number(row.span_us);
      this.lastUs[slot] = Number(row.last_us);
      this.lastValue[slot] = row.last_value === null ? Number.NaN : Number(row.last_value);
      this.lastStatus[slot] = Number(row.last_status);
    }
  }

  get count(): number {
    return this.#byKey.size;
  }

  find(project: string, uid: string): number | undefined {
    return this.#byKey.get(keyOf(project, uid));
  }

  /** The slot of a tag. A new one gets its row with its first block. */
  slotOf(project: string, uid: string): number {
    return this.find(project, uid) ?? this.#add(this.#nextId, project, uid);
  }

  /** Writes the row of a slot; inside the transaction of its block. */
  save(slot: number): void {
    const last = [this.lastUs[slot]!, this.lastValue[slot]!, this.lastStatus[slot]!] as const;
    this.#save.run(this.ids[slot]!, ...this.#keys[slot]!, this.spanUs[slot]!, ...last);
  }

  #add(id: number, project: string, uid: string): number {
    const slot = this.#byKey.size;
    if (slot >= this.ids.length) this.#grow();
    this.ids[slot] = id;
    this.#nextId = id + 1;
    this.#keys.push([project, uid]);
    this.#byKey.set(keyOf(project, uid), slot);
    return slot;
  }

  #grow(): void {
    const length = this.ids.length * 2;
    const grow = <T extends { set(from: T): void }>(from: T, into: T): T => {
      into.set(from);
      return into;
    };
    this.ids = grow(this.ids, new Int32Array(length));
    this.lastUs = grow(this.lastUs, new Float64Array(length).fill(Number.NaN));
    this.lastValue = grow(this.lastValue, new Float64Array(length));
    this.lastStatus = grow(this.lastStatus, new Uint32Array(length));
    this.spanUs = grow(this.spanUs, new Float64Array(length));
  }
}

/** A line break cannot stand in a uid. */
const keyOf = (project: string, uid: string): string => `${project}\n${uid}`;
