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
  lastEpoch = new Uint16Array(64);
  /** The longest block of each tag, in µs. */
  spanUs = new Float64Array(64);
  /** The latest sealed time of each tag, of whatever epoch. */
  endUs = new Float64Array(64).fill(NEVER_US);
  /** Small blocks that begin before this are merged. */
  compactedUs = new Float64Array(64).fill(NEVER_US);
  readonly #slotById = new Map<number, number>();
  readonly #byKey = new Map<string, number>();
  readonly #keys: (readonly [project: string, uid: string])[] = [];
  readonly #save: StatementSync;
  #nextId = 1;

  constructor(database: DatabaseSync) {
    this.#save = database.prepare(
      `INSERT INTO tags (id, project, uid, span_us, last_us, last_value, last_status, last_epoch, end_us, compacted_us)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET span_us = excluded.span_us, last_us = excluded.last_us,
         last_value = excluded.last_value, last_status = excluded.last_status, last_epoch = excluded.last_epoch,
         end_us = excluded.end_us, compacted_us = excluded.compacted_us`,
    );
    for (const row of database.prepare('SELECT * FROM tags ORDER BY id').iterate()) {
      const slot = this.#add(Number(row.id), String(row.project), String(row.uid));
      this.spanUs[slot] = Number(row.span_us);
      this.lastUs[slot] = Number(row.last_us);
      this.lastValue[slot] = row.last_value === null ? Number.NaN : Number(row.last_value);
      this.lastStatus[slot] = Number(row.last_status);
      this.lastEpoch[slot] = Number(row.last_epoch);
      this.endUs[slot] = Number(row.end_us);
      this.compactedUs[slot] = Number(row.compacted_us);
    }
  }

  get count(): number {
    return this.#byKey.size;
  }

  find(project: string, uid: string): number | undefined {
    return this.#byKey.get(keyOf(project, uid));
  }

  /** The slot of a row of `tags`. */
  slotOfId(id: number): number | undefined {
    return this.#slotById.get(id);
  }

  /** The slot of a tag. A new one gets its row with its first block. */
  slotOf(project: string, uid: string): number {
    return this.find(project, uid) ?? this.#add(this.#nextId, project, uid);
  }

  /**
   * Notes a point that came. Within an epoch the latest time counts; of another epoch whatever came last, because the
   * clock was set back.
   */
  noteLast(slot: number, timeUs: number, value: number, status: number, epoch: number): void {
    if (timeUs <= this.lastUs[slot]! && epoch === this.lastEpoch[slot]) return;
    this.lastUs[slot] = timeUs;
    this.lastValue[slot] = value;
    this.lastStatus[slot] = status;
    this.lastEpoch[slot] = epoch;
  }

  /** Notes what is being sealed. */
  noteSealed(slot: number, startUs: number, endUs: number): void {
    this.spanUs[slot] = Math.max(this.spanUs[slot]!, endUs - startUs);
    this.endUs[slot] = Math.max(this.endUs[slot]!, endUs);
  }

  /** Writes the row of a slot; inside the transaction of its block. */
  save(slot: number): void {
    const last = [this.lastUs, this.lastValue, this.lastStatus, this.lastEpoch, this.endUs, this.compactedUs];
    this.#save.run(this.ids[slot]!, ...this.#keys[slot]!, this.spanUs[slot]!, ...last.map((column) => column[slot]!));
  }

  #add(id: number, project: string, uid: string): number {
    const slot = this.#byKey.size;
    if (slot >= this.ids.length) this.#grow();
    this.ids[slot] = id;
    this.#nextId = id + 1;
    this.#keys.push([project, uid]);
    this.#byKey.set(keyOf(project, uid), slot);
    this.#slotById.set(id, slot);
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
    this.lastEpoch = grow(this.lastEpoch, new Uint16Array(length));
    this.spanUs = grow(this.spanUs, new Float64Array(length));
    this.endUs = grow(this.endUs, new Float64Array(length).fill(NEVER_US));
    this.compactedUs = grow(this.compactedUs, new Float64Array(length).fill(NEVER_US));
  }
}

/** Before every time; a number that SQLite keeps exactly. */
const NEVER_US = -9e15;

/** A line break cannot stand in a uid. */
const keyOf = (project: string, uid: string): string => `${project}\n${uid}`;
