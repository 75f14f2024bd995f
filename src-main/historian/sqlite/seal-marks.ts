import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { LANES, noLanes } from '../../log/lane.ts';
import { inTransaction } from './transaction.ts';

/** Unsealed points of one tag from one lane of a log that has ended. */
interface OlderPoints {
  readonly log: number;
  readonly lane: number;
  readonly seq: number;
  readonly points: number;
}

/** A log that was read to its end. */
interface EndedLog {
  readonly lastSeq: readonly number[];
  /** Entries of `OlderPoints` that still wait for their seal. */
  waiting: number;
}

/**
 * Which points of which log are sealed, tag by tag: the reason why every point is stored exactly once, although the log
 * is read again after each start. Works on the log that is being read; what earlier logs left unsealed stays on a list.
 * Columns have one entry per slot and lane, at `slot * LANES + lane`.
 */
export class SealMarks {
  readonly #database: DatabaseSync;
  readonly #saveLog: StatementSync;
  readonly #saveMark: StatementSync;
  /** Logs without a row yet: they get it with their first mark. */
  readonly #newLogs = new Map<number, string>();
  #nextLog: number;
  #sealedSeq = new Float64Array(0);
  #lastSeq = new Float64Array(0);
  #points = new Uint32Array(0);
  #done: readonly number[] = noLanes();
  #log = 0;
  #logLastSeq = noLanes();
  readonly #older = new Map<number, OlderPoints[]>();
  readonly #ended = new Map<number, EndedLog>();

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#nextLog = Number(database.prepare('SELECT coalesce(max(id), 0) + 1 AS id FROM logs').get()!.id);
    this.#saveLog = database.prepare('INSERT INTO logs (id, log_id) VALUES (?, ?)');
    this.#saveMark = database.prepare(
      `INSERT INTO marks (log, tag, lane, seq, points) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET seq = excluded.seq, points = points + excluded.points`,
    );
  }

  /** Points stored for good, of all logs. */
  sealedPoints(): number {
    const sql =
      'SELECT (SELECT coalesce(sum(points), 0) FROM marks) + (SELECT coalesce(sum(points), 0) FROM logs) AS points';
    return Number(this.#database.prepare(sql).get()!.points);
  }

  reserve(slots: number): void {
    if (slots * LANES <= this.#points.length) return;
    const length = Math.max(slots * LANES, this.#points.length * 2, 256);
    const [sealedSeq, lastSeq, points] = [new Float64Array(length), new Float64Array(length), new Uint32Array(length)];
    sealedSeq.set(this.#sealedSeq);
    lastSeq.set(this.#lastSeq);
    points.set(this.#points);
    [this.#sealedSeq, this.#lastSeq, this.#points] = [sealedSeq, lastSeq, points];
  }

  /** Goes over to another log. `slotById` finds the slot of a row of `tags`. */
  enter(logId: string, slotById: ReadonlyMap<number, number>): void {
    this.#leave();
    const row = this.#database.prepare('SELECT * FROM logs WHERE log_id = ?').get(logId);
    this.#log = row ? Number(row.id) : this.#nextLog++;
    if (!row) this.#newLogs.set(this.#log, logId);
    this.#done = noLanes().map((_, lane) => Number(row?.[`done${lane}`] ?? 0));
    this.#sealedSeq.fill(0);
    for (const mark of this.#database.prepare('SELECT tag, lane, seq FROM marks WHERE log = ?').iterate(this.#log)) {
      const slot = slotById.get(Number(mark.tag));
      if (slot !== undefined) this.#sealedSeq[slot * LANES + Number(mark.lane)] = Number(mark.seq);
    }
  }

  /** True when the whole record is sealed. To be called for every record. */
  isDone(lane: number, seq: number): boolean {
    this.#logLastSeq[lane] = seq;
    return seq <= this.#done[lane]!;
  }

  isSealed(slot: number, lane: number, seq: number): boolean {
    return seq <= this.#sealedSeq[slot * LANES + lane]!;
  }

  /** Notes a point that was taken and is not sealed yet. */
  took(slot: number, lane: number, seq: number): void {
    const at = slot * LANES + lane;
    this.#lastSeq[at] = seq;
    this.#points[at]!++;
  }

  /** Writes the marks of slots whose points are all being sealed; inside the transaction of their blocks. */
  save(slots: readonly number[], tagIds: Int32Array): void {
    for (const [log, logId] of this.#newLogs) this.#saveLog.run(log, logId);
    for (const slot of slots) {
      const tag = tagIds[slot]!;
      for (const { log, lane, seq, points } of this.#older.get(slot) ?? [])
        this.#saveMark.run(log, tag, lane, seq, points);
      for (let lane = 0; lane < LANES; lane++) {
        const at = slot * LANES + lane;
        if (this.#points[at]! > 0) this.#saveMark.run(this.#log, tag, lane, this.#lastSeq[at]!, this.#points[at]!);
      }
    }
  }

  /** After that transaction was committed. */
  saved(slots: readonly number[]): void {
    this.#newLogs.clear();
    for (const slot of slots) {
      for (const { log } of this.#older.get(slot) ?? []) this.#ended.get(log)!.waiting--;
      this.#older.delete(slot);
      this.#points.fill(0, slot * LANES, (slot + 1) * LANES);
    }
  }

  /** Replaces the marks of ended logs of which nothing is open any more by four numbers each. */
  fold(): void {
    for (const [log, ended] of this.#ended) {
      if (ended.waiting > 0) continue;
      if (!this.#newLogs.has(log)) this.#foldLog(log, ended.lastSeq);
      this.#ended.delete(log);
    }
  }

  #leave(): void {
    if (this.#log === 0) return;
    let waiting = 0;
    for (let at = 0; at < this.#points.length; at++) {
      const points = this.#points[at]!;
      if (points === 0) continue;
      const slot = Math.floor(at / LANES);
      const list = this.#older.get(slot) ?? [];
      list.push({ log: this.#log, lane: at % LANES, seq: this.#lastSeq[at]!, points });
      this.#older.set(slot, list);
      waiting++;
    }
    this.#points.fill(0);
    this.#ended.set(this.#log, { lastSeq: this.#logLastSeq, waiting });
    this.#logLastSeq = noLanes();
  }

  /** Only marks that the four numbers cover go: a folder put back to an older state may end before others of them. */
  #foldLog(log: number, lastSeq: readonly number[]): void {
    inTransaction(this.#database, () => {
      for (const [lane, seq] of lastSeq.entries()) {
        this.#database
          .prepare(
            `UPDATE logs SET done${lane} = max(done${lane}, ?2), points = points +
             (SELECT coalesce(sum(points), 0) FROM marks WHERE log = ?1 AND lane = ?3 AND seq <= ?2) WHERE id = ?1`,
          )
          .run(log, seq, lane);
        this.#database.prepare('DELETE FROM marks WHERE log = ? AND lane = ? AND seq <= ?').run(log, lane, seq);
      }
    });
  }
}
