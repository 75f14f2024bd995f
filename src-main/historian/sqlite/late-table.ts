import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Columns } from '../columns.ts';
import type { Piece, TimeRange } from '../query.ts';
import { decodeBlock, encodeBlock } from './block-codec.ts';
import { soundOrNothing } from './block-table.ts';

/** Late points of one tag and epoch; of a lower id, the earlier accepted. */
export interface LatePiece extends Piece {
  readonly id: number;
}

const NOTHING: readonly LatePiece[] = [];

/** Points that came after others of their time were sealed, until they are merged; seen through one connection. */
export class LateTable {
  readonly #insert: StatementSync | undefined;
  readonly #remove: StatementSync | undefined;
  readonly #selectOldest: StatementSync;
  readonly #selectRange: StatementSync;
  readonly #selectData: StatementSync;
  readonly #selectTags: StatementSync;

  constructor(database: DatabaseSync, access: 'read' | 'write') {
    if (access === 'write') {
      this.#insert = database.prepare(
        'INSERT INTO late (tag, epoch, start_us, end_us, rows, data) VALUES (?, ?, ?, ?, ?, ?)',
      );
      this.#remove = database.prepare('DELETE FROM late WHERE id = ?');
    }
    const columns = 'SELECT id, epoch, start_us, end_us, rows FROM late';
    this.#selectOldest = database.prepare(`${columns} WHERE tag = ? ORDER BY id LIMIT ?`);
    this.#selectRange = database.prepare(
      `${columns} WHERE tag = ? AND start_us <= ? AND end_us >= ? ORDER BY start_us`,
    );
    this.#selectData = database.prepare('SELECT data FROM late WHERE id = ?');
    this.#selectTags = database.prepare('SELECT tag, count(*) AS count FROM late GROUP BY tag');
  }

  /** How many there are, by tag. */
  tags(): Map<number, number> {
    return new Map(this.#selectTags.all().map((row) => [Number(row.tag), Number(row.count)]));
  }

  /** Inside a transaction, as `remove`. The points are sorted, each time once. */
  insert(tag: number, epoch: number, columns: Columns): void {
    const { timeUs } = columns;
    this.#insert!.run(tag, epoch, timeUs[0]!, timeUs.at(-1)!, timeUs.length, encodeBlock(columns));
  }

  remove({ id }: LatePiece): void {
    this.#remove!.run(id);
  }

  oldest(tag: number, limit: number): LatePiece[] {
    return this.#selectOldest.all(tag, limit).map((row) => this.#piece(row));
  }

  /** What touches the range, its end included, in the order of its start. */
  pieces(tag: number, { fromUs, toUs }: TimeRange): readonly LatePiece[] {
    const rows = this.#selectRange.all(tag, toUs, fromUs);
    return rows.length === 0 ? NOTHING : rows.map((row) => this.#piece(row));
  }

  #piece(row: Record<string, unknown>): LatePiece {
    const id = Number(row.id);
    return {
      id,
      startUs: Number(row.start_us),
      endUs: Number(row.end_us),
      epoch: Number(row.epoch),
      rank: id,
      count: Number(row.rows),
      load: () => soundOrNothing(() => decodeBlock(this.#selectData.get(id)?.data as Uint8Array)),
    };
  }
}
