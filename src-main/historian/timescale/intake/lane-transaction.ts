import type { ClientBase } from 'pg';
import { crashPoint } from '../../../kernel/crash-point.ts';
import type { Database } from '../link/database.ts';
import { errorKind, POINTS_LATE, seenIn, sqlState } from '../link/database-error.ts';
import type { RollupIntake } from '../rollups/stored-stretches.ts';
import { type OrderedBatch, orderBatch, type PutAside } from './batch-order.ts';
import { copyIn } from './copy-in.ts';
import { copyRows } from './copy-rows.ts';
import type { LaneBatch } from './lane-batch.ts';
import { advanceMark, type LaneKey, type Mark } from './lane-mark.ts';
import { putAside } from './put-aside.ts';
import { STAGE, storeStage } from './stage-piece.ts';
import type { TagIds } from './tag-ids.ts';

/**
 * How a batch is stored. `fast`: straight into the table, which fails where a key is there already. `stage`: by way of
 * a table of the session, which passes over what is there. `isolate`: the same without the rows that the database names
 * when it refuses them; where it names none, in halves, until they stand alone.
 */
export type StorePath = 'fast' | 'stage' | 'isolate';

/** Rows that the server names one by one; where there are more, halves find them sooner. */
const MOST_NAMED = 8;

/** What a writer of a lane works with. */
export interface TransactionParts {
  readonly database: Database;
  readonly tags: TagIds;
  /** Told of what a transaction stores, inside of it, so that rollups learn of late points. */
  readonly rollups: RollupIntake;
}

/** One batch of a lane, and where its mark stands before it. */
export interface LaneTask {
  readonly key: LaneKey;
  readonly batch: LaneBatch;
  readonly mark: Mark;
  /** The first so many rows were stored by an attempt of which nobody heard. */
  readonly skip: number;
  /** What rows are encoded into, where they fit; nobody else may touch it before the transaction ended well. */
  readonly wire?: Buffer;
}

/**
 * Stores a batch and moves its mark in one transaction.
 * @returns the mark after it. Rejects with the error of the database; the transaction is over then, or its outcome not
 * known.
 */
export async function storeBatch(
  client: ClientBase,
  parts: TransactionParts,
  task: LaneTask,
  path: StorePath,
): Promise<Mark> {
  const order = orderBatch(task.batch, parts.tags.ids, task.skip);
  const transaction = new LaneTransaction(client, parts, task);
  const after = path === 'fast' ? await transaction.fast(order) : await transaction.stage(order, path === 'isolate');
  crashPoint('historian.afterCommit');
  return after;
}

class LaneTransaction {
  readonly #client: ClientBase;
  readonly #parts: TransactionParts;
  readonly #task: LaneTask;

  constructor(client: ClientBase, parts: TransactionParts, task: LaneTask) {
    this.#client = client;
    this.#parts = parts;
    this.#task = task;
  }

  async fast({ rows, aside, stretches }: OrderedBatch): Promise<Mark> {
    const { schema } = this.#parts.database;
    const after = this.#markAfter(aside.length);
    const advance = advanceMark(schema, this.#task.key, this.#task.mark.seq, this.#step(after));
    const copy = `${advance}; COPY ${schema}.samples FROM STDIN (FORMAT binary)`;
    const data = this.#encode(rows, this.#task.wire);
    const check = aside.length === 0 ? this.#parts.rollups.inPlaceOfNote(stretches) : undefined;
    if (check !== undefined && (await this.#atOnce(`${check}; ${copy}`, data))) return after;
    await copyIn(this.#client, `BEGIN; ${copy}`, data);
    await this.#parts.rollups.note(this.#client, stretches);
    await this.#putAside(aside);
    await this.#client.query('COMMIT');
    return after;
  }

  /** One transaction without a word of it: one way there and back. @returns false when its points turn out to be late. */
  async #atOnce(text: string, data: Buffer): Promise<boolean> {
    try {
      await copyIn(this.#client, text, data);
      return true;
    } catch (error) {
      // The transaction is over, the connection is good: the server passes over the data that nobody asked for.
      if (sqlState(error) === POINTS_LATE) return false;
      throw error;
    }
  }

  async stage({ rows, aside, stretches }: OrderedBatch, isolates: boolean): Promise<Mark> {
    const { schema } = this.#parts.database;
    const { key, mark } = this.#task;
    // First of all, so that whoever asks for the mark waits for the end of this.
    const held = { seq: this.#task.batch.lastSeq, stored: 0, quarantined: 0 };
    // With the constraints of the table a COPY into it fails at the very row that they refuse.
    const table = isolates
      ? `DROP TABLE IF EXISTS ${STAGE};
         CREATE TEMP TABLE nexus_stage (LIKE ${schema}.samples INCLUDING CONSTRAINTS) ON COMMIT DROP`
      : `CREATE TEMP TABLE IF NOT EXISTS nexus_stage (LIKE ${schema}.samples) ON COMMIT DELETE ROWS`;
    await this.#client.query(`BEGIN; ${advanceMark(schema, key, mark.seq, held)}; ${table}`);
    const refused: PutAside[] = [];
    const conflicts = isolates ? await this.#isolate(rows, refused) : await this.#piece(rows, this.#task.wire);
    await this.#parts.rollups.note(this.#client, stretches);
    await this.#putAside([...aside, ...refused]);
    const after = this.#markAfter(aside.length + refused.length + conflicts);
    crashPoint('historian.beforeCommit');
    await this.#client.query(`${advanceMark(schema, key, held.seq, this.#step(after))}; COMMIT`);
    return after;
  }

  /** Stores rows by way of the stage. @returns how many of them differ from what is stored under their key. */
  async #piece(rows: Uint32Array, wire?: Buffer, before = ''): Promise<number> {
    if (rows.length === 0) return 0;
    const { schema } = this.#parts.database;
    const { batch, key } = this.#task;
    await copyIn(
      this.#client,
      `${before}DELETE FROM ${STAGE}; COPY ${STAGE} FROM STDIN (FORMAT binary)`,
      this.#encode(rows, wire),
    );
    crashPoint('historian.afterCopy');
    return await storeStage(this.#client, schema, key, batch.lastSeq, rows.length, timesOf(batch, rows));
  }

  /** Stores all but the rows that the database refuses. @returns how many differ from what is stored under their key. */
  async #isolate(rows: Uint32Array, refused: PutAside[]): Promise<number> {
    let left = rows;
    let before = 'SAVEPOINT whole; ';
    for (let named = 0; left.length > 0; named++) {
      try {
        // In memory of its own: of what is refused the rest may still be on its way.
        return await this.#piece(left, undefined, before);
      } catch (error) {
        if (errorKind(error) !== 'data') throw error;
        const row = left[refusedLine(error) - 1];
        if (row === undefined || named === MOST_NAMED) break;
        refused.push({ row, reason: 'refused', detail: seenIn(error) });
        left = left.filter((other) => other !== row);
        before = 'ROLLBACK TO SAVEPOINT whole; ';
      }
    }
    await this.#client.query('ROLLBACK TO SAVEPOINT whole');
    return left.length === 0 ? 0 : await this.#halve(left, refused);
  }

  async #halve(rows: Uint32Array, refused: PutAside[]): Promise<number> {
    await this.#client.query('SAVEPOINT piece');
    try {
      const conflicts = await this.#piece(rows);
      await this.#client.query('RELEASE SAVEPOINT piece');
      return conflicts;
    } catch (error) {
      if (errorKind(error) !== 'data') throw error;
      await this.#client.query('ROLLBACK TO SAVEPOINT piece; RELEASE SAVEPOINT piece');
      if (rows.length === 1) {
        refused.push({ row: rows[0]!, reason: 'refused', detail: seenIn(error) });
        return 0;
      }
      const middle = rows.length >>> 1;
      const first = await this.#halve(rows.subarray(0, middle), refused);
      return first + (await this.#halve(rows.subarray(middle), refused));
    }
  }

  #encode(rows: Uint32Array, wire?: Buffer): Buffer {
    const { batch } = this.#task;
    return copyRows(batch, rows, this.#parts.tags.ids, wire);
  }

  async #putAside(rows: readonly PutAside[]): Promise<void> {
    if (rows.length === 0) return;
    const { database, tags } = this.#parts;
    await putAside(this.#client, database.schema, this.#task.key, this.#task.batch, tags, rows);
  }

  /** Copies of points count as stored: they are. */
  #markAfter(quarantined: number): Mark {
    const { batch, mark, skip } = this.#task;
    return {
      seq: batch.lastSeq,
      stored: mark.stored + batch.count - skip - quarantined,
      quarantined: mark.quarantined + quarantined,
    };
  }

  /** What is to be added to the counts of the mark. */
  #step(after: Mark): Mark {
    const { mark } = this.#task;
    return {
      seq: after.seq,
      stored: after.stored - mark.stored,
      quarantined: after.quarantined - mark.quarantined,
    };
  }
}

/** Which row of a COPY into the stage the server refused, from 1; 0 where it does not say. In every language of it. */
function refusedLine(error: unknown): number {
  const { where } = (error ?? {}) as { readonly where?: unknown };
  return typeof where === 'string' ? Number(/^COPY nexus_stage, \D*(\d+)/m.exec(where)?.[1] ?? 0) : 0;
}

/** Of the first and the last point, µs since 1970. */
function timesOf({ timeUs }: LaneBatch, rows: Uint32Array): readonly [number, number] {
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const row of rows) {
    from = Math.min(from, timeUs[row]!);
    to = Math.max(to, timeUs[row]!);
  }
  return [from, to];
}
