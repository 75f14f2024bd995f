import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { statsOf } from '../block-stats.ts';
import type { Columns } from '../columns.ts';
import type { Piece, TimeRange } from '../query.ts';
import { decodeBlock, encodeBlock } from './block-codec.ts';

/** The sealed blocks of one database. */
export class BlockTable {
  readonly #database: DatabaseSync;
  readonly #insertData: StatementSync;
  readonly #insertBlock: StatementSync;
  readonly #selectBlocks: StatementSync;
  readonly #selectData: StatementSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#insertData = database.prepare('INSERT INTO block_data (data) VALUES (?)');
    this.#insertBlock = database.prepare('INSERT INTO blocks VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
    this.#selectBlocks = database.prepare(
      `SELECT * FROM blocks WHERE tag = ? AND start_us >= ? AND start_us < ? AND end_us >= ? ORDER BY start_us, id`,
    );
    this.#selectData = database.prepare('SELECT data FROM block_data WHERE id = ?');
  }

  /** Blocks are never deleted, so the highest number is their count. */
  count(): number {
    return Number(this.#database.prepare('SELECT coalesce(max(id), 0) AS count FROM block_data').get()!.count);
  }

  /** Adds a block of sorted points; inside a transaction. */
  insert(tag: number, columns: Columns): void {
    const { min, max, first, last, sum, count, bad } = statsOf(columns);
    const rows = columns.timeUs.length;
    const id = this.#insertData.run(encodeBlock(columns)).lastInsertRowid;
    // SQLite keeps NaN as NULL.
    this.#insertBlock.run(
      tag,
      columns.timeUs[0]!,
      id,
      columns.timeUs[rows - 1]!,
      rows,
      min,
      max,
      first,
      last,
      sum,
      count,
      bad,
    );
  }

  /** What touches the range, in the order of its start. `spanUs` is the longest block of the tag. */
  pieces(tag: number, spanUs: number, { fromUs, toUs }: TimeRange): Piece[] {
    const pieces: Piece[] = [];
    for (const row of this.#selectBlocks.iterate(tag, fromUs - spanUs, toUs, fromUs)) {
      pieces.push({
        startUs: Number(row.start_us),
        endUs: Number(row.end_us),
        count: Number(row.rows),
        stats: {
          min: numberOf(row.min),
          max: numberOf(row.max),
          first: numberOf(row.first),
          last: numberOf(row.last),
          sum: numberOf(row.sum),
          count: Number(row.count),
          bad: Number(row.bad),
        },
        load: () => this.#load(Number(row.id)),
      });
    }
    return pieces;
  }

  #load(id: number): Columns | undefined {
    try {
      return decodeBlock(this.#selectData.get(id)?.data as Uint8Array);
    } catch {
      return undefined;
    }
  }
}

const numberOf = (value: unknown): number => (value === null ? Number.NaN : Number(value));
