import type { ClientBase } from 'pg';
import type { QuarantinedPoint } from '../../../../src-shared/contract/history-quarantine.ts';
import type { QuarantineAnswer, QuarantineAsk, QuarantineList } from '../../quarantine.ts';
import type { Database } from '../link/database.ts';
import { errorKind, seenIn } from '../link/database-error.ts';
import type { RollupIntake } from '../rollups/stored-stretches.ts';

/** Points of one call that changes something. */
const AT_ONCE = 1_000;

interface StoredRow {
  readonly id: string;
  readonly at_us: string;
  readonly topic: string | null;
  readonly tag_uid: string | null;
  readonly time_us: string | null;
  readonly value: number | null;
  readonly value_str: string | null;
  readonly quality: number | null;
  readonly reason: QuarantinedPoint['reason'];
  readonly detail: string | null;
}

interface RetriedRow {
  readonly id: string;
  readonly log_id: string;
  readonly lane: number;
  readonly tag_id: number | null;
  readonly time_us: string | null;
  readonly epoch: number;
}

/** Points that were stored after all, of one lane of one log. */
export interface Released {
  readonly logId: string;
  readonly lane: number;
  readonly points: number;
}

/** The points of one project that its database did not take. */
export class Quarantine {
  readonly #database: Database;
  readonly #projectUid: string;
  readonly #rollups: RollupIntake;
  readonly #released: (released: Released) => void;

  /** @param released is told what left the quarantine and is stored now. */
  constructor(database: Database, projectUid: string, rollups: RollupIntake, released: (released: Released) => void) {
    this.#database = database;
    this.#projectUid = projectUid;
    this.#rollups = rollups;
    this.#released = released;
  }

  /** @throws NexusError NX_HISTORY_UNAVAILABLE */
  async ask(ask: QuarantineAsk): Promise<QuarantineAnswer> {
    if (ask.what === 'list') return { what: 'list', ...(await this.#list(ask.after, ask.limit)) };
    if (ask.what === 'retry') return { what: 'retry', ...(await this.#retry(ask.ids)) };
    return { what: 'drop', dropped: await this.#drop(ask.ids) };
  }

  async #list(after: string, limit: number): Promise<QuarantineList> {
    const { schema } = this.#database;
    const of = [this.#projectUid];
    const count = `SELECT count(*)::int AS total FROM ${schema}.quarantine WHERE project_uid = $1`;
    const [{ total }] = (await this.#database.query<{ total: number }>(count, of)) as [{ total: number }];
    const micros = (column: string): string => `(extract(epoch FROM ${column}) * 1000000)::bigint`;
    const rows = await this.#database.query<StoredRow>(
      `SELECT q.id, ${micros('q.quarantined_at')} AS at_us, t.topic, q.tag_uid, ${micros('q.time')} AS time_us,
         q.value, q.value_str, q.quality, q.reason, q.detail
       FROM ${schema}.quarantine q LEFT JOIN ${schema}.tags t USING (project_uid, tag_uid)
       WHERE q.project_uid = $1 AND q.id > $2 ORDER BY q.id LIMIT $3`,
      [...of, after, limit],
    );
    return { total, rows: rows.map(pointOf) };
  }

  /** One by one, each with a way back: what is refused again stays, with the reason of now. */
  async #retry(ids: readonly string[] | undefined): Promise<{ stored: number; kept: number }> {
    const released = new Map<string, Released>();
    let rows: readonly RetriedRow[] = [];
    try {
      await this.#database.lease(async (client) => {
        await client.query('BEGIN');
        rows = await this.#chosen(client, ids);
        for (const row of rows) {
          if (!(await this.#retryOne(client, row))) continue;
          const { log_id: logId, lane } = row;
          const name = `${lane} ${logId}`;
          released.set(name, { logId, lane, points: (released.get(name)?.points ?? 0) + 1 });
        }
        for (const each of released.values()) await this.#moveCounts(client, each);
        await client.query('COMMIT');
      });
    } catch (error) {
      throw this.#database.fault(error);
    }
    for (const each of released.values()) this.#released(each);
    const stored = [...released.values()].reduce((sum, { points }) => sum + points, 0);
    return { stored, kept: rows.length - stored };
  }

  async #chosen(client: ClientBase, ids: readonly string[] | undefined): Promise<readonly RetriedRow[]> {
    const { schema } = this.#database;
    const { rows } = await client.query<RetriedRow>(
      `SELECT id, log_id, lane, tag_id, (extract(epoch FROM time) * 1000000)::bigint AS time_us, epoch
       FROM ${schema}.quarantine WHERE project_uid = $1 AND ($2::bigint[] IS NULL OR id = ANY ($2))
       ORDER BY id LIMIT ${AT_ONCE} FOR UPDATE`,
      [this.#projectUid, ids ?? null],
    );
    return rows;
  }

  /** @returns whether the point is stored now, or a copy of it was there. */
  async #retryOne(client: ClientBase, row: RetriedRow): Promise<boolean> {
    if (row.tag_id === null || row.time_us === null) return false;
    const { schema } = this.#database;
    await client.query('SAVEPOINT one');
    try {
      await client.query(
        `INSERT INTO ${schema}.samples (time, tag_id, epoch, value, value_str, quality, flags)
         SELECT time, tag_id, epoch, value, value_str, quality, flags FROM ${schema}.quarantine WHERE id = $1
         ON CONFLICT DO NOTHING`,
        [row.id],
      );
      const gone = await client.query(
        `DELETE FROM ${schema}.quarantine q USING ${schema}.samples s
         WHERE q.id = $1 AND s.tag_id = q.tag_id AND s.time = q.time AND s.epoch = q.epoch
           AND (float8send(s.value), s.value_str, s.quality) IS NOT DISTINCT FROM (float8send(q.value), q.value_str, q.quality)`,
        [row.id],
      );
      await client.query('RELEASE SAVEPOINT one');
      if (gone.rowCount === 0) return false;
    } catch (error) {
      if (errorKind(error) !== 'data') throw error;
      await client.query('ROLLBACK TO SAVEPOINT one');
      await client.query(`UPDATE ${schema}.quarantine SET detail = $2 WHERE id = $1`, [row.id, seenIn(error)]);
      return false;
    }
    const us = Number(row.time_us);
    await this.#rollups.note(client, {
      count: 1,
      tagId: Int32Array.of(row.tag_id),
      epoch: Int32Array.of(row.epoch),
      fromUs: Float64Array.of(us),
      toUs: Float64Array.of(us),
    });
    return true;
  }

  async #moveCounts(client: ClientBase, { logId, lane, points }: Released): Promise<void> {
    await client.query(
      `UPDATE ${this.#database.schema}.ingest_marks
       SET stored_points = stored_points + $4, quarantined_points = quarantined_points - $4
       WHERE project_uid = $1 AND log_id = $2 AND lane = $3`,
      [this.#projectUid, logId, lane, points],
    );
  }

  async #drop(ids: readonly string[] | undefined): Promise<number> {
    const { schema } = this.#database;
    const rows = await this.#database.query(
      `DELETE FROM ${schema}.quarantine WHERE id IN (
         SELECT id FROM ${schema}.quarantine WHERE project_uid = $1 AND ($2::bigint[] IS NULL OR id = ANY ($2))
         ORDER BY id LIMIT ${AT_ONCE}) RETURNING id`,
      [this.#projectUid, ids ?? null],
    );
    return rows.length;
  }
}

function pointOf(row: StoredRow): QuarantinedPoint {
  return {
    id: row.id,
    atUs: Number(row.at_us),
    topic: row.topic,
    tag: row.tag_uid,
    timeUs: row.time_us === null ? null : Number(row.time_us),
    value: row.value_str ?? row.value,
    status: (row.quality ?? 0) >>> 0,
    reason: row.reason,
    detail: row.detail ?? '',
  };
}
