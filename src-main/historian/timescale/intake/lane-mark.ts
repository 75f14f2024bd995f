import pg, { type ClientBase } from 'pg';
import type { Database } from '../link/database.ts';

/** How far a lane of a log is stored, and what became of its points. */
export interface Mark {
  /** The last record that is stored; 0 for none. */
  readonly seq: number;
  readonly stored: number;
  readonly quarantined: number;
}

/** Names a mark. A lane's old points have one of their own, see `BACKFILL_LANES`. */
export interface LaneKey {
  readonly projectUid: string;
  readonly logId: string;
  readonly lane: number;
}

export const NO_MARK: Mark = { seq: 0, stored: 0, quarantined: 0 };

/** The same mark after some points left the quarantine and were stored. */
export function releasedFrom({ seq, stored, quarantined }: Mark, points: number): Mark {
  return { seq, stored: stored + points, quarantined: quarantined - points };
}

interface MarkRow {
  readonly log_id: string;
  readonly lane: number;
  readonly seq: string;
  readonly stored_points: string;
  readonly quarantined_points: string;
}

/** All marks of a project: log id → lane → mark. */
export async function loadMarks(
  database: Database,
  projectUid: string,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, ReadonlyMap<number, Mark>>> {
  const sql = `SELECT * FROM ${database.schema}.ingest_marks WHERE project_uid = $1`;
  const marks = new Map<string, Map<number, Mark>>();
  for (const row of await database.query<MarkRow>(sql, [projectUid], signal)) {
    const ofLog = marks.get(row.log_id) ?? new Map<number, Mark>();
    marks.set(row.log_id, ofLog.set(row.lane, markOf(row)));
  }
  return marks;
}

/**
 * Where a mark is for certain: a transaction that still holds it is waited for, and one that comes later fails, because
 * it starts from an older place.
 */
export async function readMark(client: ClientBase, schema: string, key: LaneKey): Promise<Mark> {
  const sql = `SELECT * FROM ${schema}.ingest_marks WHERE project_uid = $1 AND log_id = $2 AND lane = $3 FOR UPDATE`;
  const { rows } = await client.query<MarkRow>(sql, [key.projectUid, key.logId, key.lane]);
  return rows[0] ? markOf(rows[0]) : NO_MARK;
}

/** A statement that moves the mark, or ends the transaction where it does not stand at `from` any more. */
export function advanceMark(
  schema: string,
  { projectUid, logId, lane }: LaneKey,
  from: number,
  { seq, stored, quarantined }: Mark,
): string {
  const [project, log] = [projectUid, logId].map((text) => pg.escapeLiteral(text));
  return `SELECT ${schema}.advance_mark(${project}, ${log}, ${lane}, ${from}, ${seq}, ${stored}, ${quarantined})`;
}

function markOf({ seq, stored_points: stored, quarantined_points: quarantined }: MarkRow): Mark {
  return { seq: Number(seq), stored: Number(stored), quarantined: Number(quarantined) };
}
