import pg from 'pg';
import { HOUR_US } from '../../split-columns.ts';
import { timeParameter } from '../link/pg-time.ts';

/** Where the points of one transaction lie: one row for each tag, columns of `count` rows. */
export interface StoredStretches {
  readonly count: number;
  readonly tagId: Int32Array;
  /** The latest epoch among its points. */
  readonly epoch: Int32Array;
  /** Time of its first and of its last point, µs since 1970. */
  readonly fromUs: Float64Array;
  readonly toUs: Float64Array;
}

/** Points of one tag in `[fromHour, toHour)`, hours since 1970. */
export interface Stretch {
  readonly tagId: number;
  readonly fromHour: number;
  readonly toHour: number;
}

const BYTES = 12;

export interface LateStretches {
  /** What all of them lie in. */
  readonly fromUs: number;
  readonly toUs: number;
  /** Per tag its number, and hours since 1970. */
  readonly bytes: Buffer;
}

/** The stretches that begin before the line. */
export function encodeLate({ count, tagId, fromUs, toUs }: StoredStretches, lineUs: number): LateStretches {
  const bytes = Buffer.alloc(count * BYTES);
  let [first, last, at] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  for (let row = 0; row < count; row++) {
    if (fromUs[row]! >= lineUs) continue;
    first = Math.min(first, fromUs[row]!);
    last = Math.max(last, toUs[row]!);
    bytes.writeInt32BE(tagId[row]!, at);
    bytes.writeInt32BE(Math.floor(fromUs[row]! / HOUR_US), at + 4);
    bytes.writeInt32BE(Math.floor(toUs[row]! / HOUR_US) + 1, at + 8);
    at += BYTES;
  }
  return { fromUs: first, toUs: last + 1, bytes: bytes.subarray(0, at) };
}

export function decodeLate(encoded: Buffer): Stretch[] {
  return Array.from({ length: Math.floor(encoded.length / BYTES) }, (_, i) => ({
    tagId: encoded.readInt32BE(i * BYTES),
    fromHour: encoded.readInt32BE(i * BYTES + 4),
    toHour: encoded.readInt32BE(i * BYTES + 8),
  }));
}

/**
 * Every transaction that stores points holds this lock shared to its end; who raises the line takes it alone for a moment.
 * @param schema quoted
 */
export function lineLock(schema: string): string {
  return `hashtext('nexus rollup line'), hashtext(${pg.escapeLiteral(schema)})`;
}

/**
 * What intake tells the rollups. They are worked out up to a line; points that come before it are written down in the
 * transaction that stores them. The lock makes sure that of a transaction and the raising of the line one is first: the
 * points are there when the new stretch is worked out, or they are written down.
 */
export class RollupIntake {
  readonly #schema: string;
  readonly #lookAtLine: string;
  /** What `tag_epochs` holds for sure. */
  readonly #epochs = new Map<number, number>();

  /** As it was last seen; it only rises. */
  #lineUs = Number.NEGATIVE_INFINITY;

  /** @param schema quoted. */
  constructor(schema: string) {
    this.#schema = schema;
    // Two statements: one alone would look at the line as it was before it waited for the lock.
    this.#lookAtLine =
      `SELECT pg_advisory_xact_lock_shared(${lineLock(schema)});` +
      `SELECT (extract(epoch FROM at) * 1000000)::text AS us FROM ${schema}.upkeep_state WHERE name = 'line'`;
  }

  /**
   * A statement that stands for `note` in a transaction whose points are all behind the line and of epochs that are
   * known; it ends the transaction with `POINTS_LATE` where the line has risen. Undefined where `note` has to be called.
   */
  inPlaceOfNote({ count, tagId, epoch, fromUs }: StoredStretches): string | undefined {
    let first = Number.POSITIVE_INFINITY;
    for (let row = 0; row < count; row++) {
      if (epoch[row]! > (this.#epochs.get(tagId[row]!) ?? 0)) return undefined;
      first = Math.min(first, fromUs[row]!);
    }
    const isBehind = Number.isFinite(first) && first >= this.#lineUs;
    return isBehind ? `SELECT ${this.#schema}.not_late(${Math.floor(first)})` : undefined;
  }

  /** Called once in each transaction that stores points, anywhere between its begin and its end. */
  async note(client: pg.ClientBase, stretches: StoredStretches): Promise<void> {
    if (stretches.count === 0) return;
    const [, line] = (await client.query(this.#lookAtLine)) as unknown as [unknown, pg.QueryResult<{ us: string }>];
    this.#lineUs = Number(line.rows[0]!.us);
    const late = encodeLate(stretches, this.#lineUs);
    if (late.bytes.length > 0)
      await client.query({
        name: 'nexus-late',
        text: `INSERT INTO ${this.#schema}.rollup_late (from_time, to_time, stretches) VALUES ($1, $2, $3)`,
        values: [timeParameter(late.fromUs), timeParameter(late.toUs), late.bytes],
      });
    await this.#noteEpochs(client, stretches);
  }

  /** A clock that was set back begins a new epoch, and the last point of a tag is that of its latest one. */
  async #noteEpochs(client: pg.ClientBase, { count, tagId, epoch }: StoredStretches): Promise<void> {
    const isNew = (row: number): boolean => epoch[row]! > (this.#epochs.get(tagId[row]!) ?? 0);
    const seen: number[] = [];
    for (let row = 0; row < count; row++) if (isNew(row)) seen.push(row);
    if (seen.length === 0) return;
    // Only what is committed is remembered: what this transaction writes may be undone.
    const known = await client.query<{ tag_id: number; epoch: number }>(
      `SELECT tag_id, epoch FROM ${this.#schema}.tag_epochs WHERE tag_id = ANY ($1)`,
      [seen.map((row) => tagId[row]!)],
    );
    for (const row of known.rows) this.#epochs.set(row.tag_id, row.epoch);
    const unknown = seen.filter(isNew);
    if (unknown.length === 0) return;
    await client.query(
      `INSERT INTO ${this.#schema}.tag_epochs AS e
       SELECT tag_id, max(epoch) FROM unnest($1::int[], $2::int[]) AS t (tag_id, epoch) GROUP BY 1 ORDER BY 1
       ON CONFLICT (tag_id) DO UPDATE SET epoch = excluded.epoch WHERE e.epoch < excluded.epoch`,
      [unknown.map((row) => tagId[row]!), unknown.map((row) => epoch[row]!)],
    );
  }
}
