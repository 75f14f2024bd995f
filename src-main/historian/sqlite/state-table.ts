import type { DatabaseSync, StatementSync } from 'node:sqlite';

type StateName = 'blocks' | 'late' | 'collided' | 'raw_from_us' | 'hour_from_us';

/** A few numbers of the whole file, in memory as they were committed last. */
export class StateTable {
  readonly #save: StatementSync;
  readonly #values: Record<StateName, number> = {
    blocks: 0,
    late: 0,
    collided: 0,
    raw_from_us: Number.NEGATIVE_INFINITY,
    hour_from_us: Number.NEGATIVE_INFINITY,
  };
  #changed: Partial<Record<StateName, number>> = {};

  constructor(database: DatabaseSync) {
    this.#save = database.prepare('INSERT INTO state VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value');
    for (const { name, value } of database.prepare('SELECT name, value FROM state').iterate())
      this.#values[name as StateName] = Number(value);
  }

  get(name: StateName): number {
    return this.#values[name];
  }

  /** `get` gives the new value once the transaction is committed. */
  set(name: StateName, value: number): void {
    this.#changed[name] = value;
  }

  add(name: 'blocks' | 'late' | 'collided', count: number): void {
    this.set(name, (this.#changed[name] ?? this.#values[name]) + count);
  }

  /** Writes what changed; inside the transaction. */
  save(): void {
    for (const [name, value] of Object.entries(this.#changed)) this.#save.run(name, value);
  }

  committed(): void {
    Object.assign(this.#values, this.#changed);
    this.#changed = {};
  }

  rolledBack(): void {
    this.#changed = {};
  }
}
