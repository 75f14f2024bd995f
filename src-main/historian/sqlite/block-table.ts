import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { type BlockStats, statsOf } from '../block-stats.ts';
import type { Columns } from '../columns.ts';
import type { Piece, TimeRange } from '../query.ts';
import { cellsOf, MINUTE_US } from '../rollup-cells.ts';
import { decodeBlock, encodeBlock } from './block-codec.ts';
import { decodeMinutes, encodeMinutes, type Minute } from './minutes-codec.ts';

/** A block keeps its minutes when there are this many points in each: reading fewer points costs as little. */
const POINTS_PER_MINUTE = 4;
const MOST_MINUTES = 0xffff;

/** A block as the table holds it. */
export interface StoredBlock extends Piece {
  readonly id: number;
  readonly stats: BlockStats;
}

/** The sealed blocks of one database, seen through one connection. Blocks of one tag and epoch share no time. */
export class BlockTable {
  readonly #statements:
    | Record<'data' | 'minutes' | 'block' | 'dropData' | 'dropMinutes' | 'dropBlock', StatementSync>
    | undefined;
  readonly #selectRange: StatementSync;
  readonly #selectTouching: StatementSync;
  readonly #selectAfter: StatementSync;
  readonly #selectEnded: StatementSync;
  readonly #selectData: StatementSync;
  readonly #selectMinutes: StatementSync;

  /** @param access a reader must not prepare what writes. */
  constructor(database: DatabaseSync, access: 'read' | 'write') {
    const prepare = (sql: string): StatementSync => database.prepare(sql);
    this.#statements =
      access === 'read'
        ? undefined
        : {
            data: prepare('INSERT INTO block_data (data) VALUES (?)'),
            minutes: prepare('INSERT OR REPLACE INTO block_minutes (id, data) VALUES (?, ?)'),
            block: prepare('INSERT INTO blocks VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)'),
            dropData: prepare('DELETE FROM block_data WHERE id = ?'),
            dropMinutes: prepare('DELETE FROM block_minutes WHERE id = ?'),
            dropBlock: prepare('DELETE FROM blocks WHERE tag = ? AND start_us = ? AND id = ?'),
          };
    const select = 'SELECT * FROM blocks WHERE tag = ? AND';
    this.#selectRange = prepare(`${select} start_us >= ? AND start_us < ? AND end_us >= ? ORDER BY start_us, id`);
    this.#selectTouching = prepare(`${select} start_us >= ? AND start_us <= ? AND end_us >= ? ORDER BY start_us, id`);
    this.#selectAfter = prepare(`${select} start_us >= ? ORDER BY start_us, id LIMIT ?`);
    this.#selectEnded = prepare(`${select} start_us < ?2 AND end_us < ?2 ORDER BY start_us, id LIMIT ?3`);
    this.#selectData = prepare('SELECT data FROM block_data WHERE id = ?');
    this.#selectMinutes = prepare('SELECT data FROM block_minutes WHERE id = ?');
  }

  /**
   * Adds a block of sorted points, each time once; inside a transaction.
   * @param hasMinutes false for a block that will be merged with others soon.
   */
  insert(tag: number, epoch: number, columns: Columns, hasMinutes: boolean): void {
    const { data, block } = this.#statements!;
    const { min, max, first, last, sum, count, bad } = statsOf(columns);
    const rows = columns.timeUs.length;
    const [startUs, endUs] = [columns.timeUs[0]!, columns.timeUs[rows - 1]!];
    const { lastInsertRowid: id } = data.run(encodeBlock(columns));
    // SQLite keeps NaN as NULL.
    block.run(tag, startUs, id, endUs, epoch, rows, min, max, first, last, sum, count, bad);
    if (hasMinutes) this.addMinutes(Number(id), columns);
  }

  /** Adds the minutes of a block where they are worth it; inside a transaction. */
  addMinutes(id: number, columns: Columns): void {
    const { timeUs } = columns;
    if (Math.floor(timeUs[0]! / MINUTE_US) === Math.floor(timeUs.at(-1)! / MINUTE_US)) return;
    const cells = cellsOf(columns, MINUTE_US);
    const isWorthIt = timeUs.length >= cells.length * POINTS_PER_MINUTE && cells.length <= MOST_MINUTES;
    if (isWorthIt) this.#statements!.minutes.run(id, encodeMinutes(cells));
  }

  /** Inside a transaction. */
  remove(tag: number, { id, startUs }: StoredBlock): void {
    const { dropData, dropMinutes, dropBlock } = this.#statements!;
    dropData.run(id);
    dropMinutes.run(id);
    dropBlock.run(tag, startUs, id);
  }

  /** What touches the range, in the order of its start. `spanUs` is the longest block of the tag. */
  *pieces(tag: number, spanUs: number, { fromUs, toUs }: TimeRange): Generator<StoredBlock> {
    for (const row of this.#selectRange.iterate(tag, fromUs - spanUs, toUs, fromUs)) yield this.#block(row);
  }

  /** What shares a stretch of time with `[startUs, endUs]`, both ends included. */
  overlapping(tag: number, spanUs: number, startUs: number, endUs: number): StoredBlock[] {
    return this.#selectTouching.all(tag, startUs - spanUs, endUs, startUs).map((row) => this.#block(row));
  }

  /** Blocks that begin at `startUs` or later, in the order of their start. */
  after(tag: number, startUs: number, limit: number): StoredBlock[] {
    return this.#selectAfter.all(tag, startUs, limit).map((row) => this.#block(row));
  }

  /** Blocks whose last point lies before `us`, the oldest first. */
  endedBefore(tag: number, us: number, limit: number): StoredBlock[] {
    return this.#selectEnded.all(tag, us, limit).map((row) => this.#block(row));
  }

  #block(row: Record<string, unknown>): StoredBlock {
    const id = Number(row.id);
    return {
      id,
      startUs: Number(row.start_us),
      endUs: Number(row.end_us),
      epoch: Number(row.epoch),
      rank: 0,
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
      load: () => soundOrNothing(() => decodeBlock(this.#selectData.get(id)?.data as Uint8Array)),
      loadMinutes: () => this.#minutes(id),
    };
  }

  #minutes(id: number): Minute[] | undefined {
    const row = this.#selectMinutes.get(id);
    return row && soundOrNothing(() => decodeMinutes(row.data as Uint8Array));
  }
}

/** A block that cannot be decoded is shown as a gap; a file that cannot be read is for others to judge. */
export function soundOrNothing<T>(decode: () => T): T | undefined {
  try {
    return decode();
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_SQLITE_ERROR') throw error;
    return undefined;
  }
}

const numberOf = (value: unknown): number => (value === null ? Number.NaN : Number(value));
