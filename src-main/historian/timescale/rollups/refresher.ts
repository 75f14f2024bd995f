import type { ClientBase } from 'pg';
import type { Clock } from '../../../kernel/clock.ts';
import type { Database } from '../link/database.ts';
import { LateNotes, merge } from './late-notes.ts';
import { refreshAggregates } from './refresh-aggregates.ts';
import type { RollupKeeper } from './rollup-keeper.ts';
import { RollupLine } from './rollup-line.ts';
import type { Stretch } from './stored-stretches.ts';
import { absorb, hourTime, workOut } from './work-out.ts';

/** A piece of work shall take about this long, … */
const PIECE_MS = 60;
/** … which is learned in hours of a tag. */
const FIRST_HOURS = 24;
const MOST_HOURS = 1_000;
const HOURS_A_DAY = 24;

export interface RefresherOptions {
  /** Late points are worked in when none came to their hour for so long: not anew with each batch of a backlog. */
  readonly settleMs: number;
}

/** A stretch that waits, and where its first point is. */
interface Waiting extends Stretch {
  /** Hour since 1970; undefined when it has no points. */
  readonly nextHour: number | undefined;
  readonly goneHour: number;
}

/** Keeps minutes, hours and days up with the points, one short transaction at a time. Of several engines one works. */
export class Refresher {
  readonly #database: Database;
  readonly #notes: LateNotes;
  readonly #line: RollupLine;
  readonly #keeper: RollupKeeper;
  readonly #settleMs: number;
  readonly #clock: Clock;
  #hoursAtOnce = FIRST_HOURS;

  constructor(database: Database, keeper: RollupKeeper, clock: Clock, { settleMs }: RefresherOptions) {
    this.#database = database;
    this.#keeper = keeper;
    this.#clock = clock;
    this.#settleMs = settleMs;
    this.#notes = new LateNotes(database.schema);
    this.#line = new RollupLine(database, clock);
  }

  /** Does a little. Returns false when there is nothing to do. */
  async step(): Promise<boolean> {
    if (await this.#line.step()) return true;
    return this.#database.lease((client) =>
      this.#keeper === 'aggregates' ? this.#refresh(client) : this.#transaction(client),
    );
  }

  async #transaction(client: ClientBase): Promise<boolean> {
    await client.query('BEGIN');
    const isDone =
      (await this.#isAlone(client, 'xact_')) && ((await this.#notes.sort(client)) || (await this.#workOut(client)));
    await client.query('COMMIT');
    return isDone;
  }

  /** Continuous aggregates are refreshed outside of transactions. */
  async #refresh(client: ClientBase): Promise<boolean> {
    if (!(await this.#isAlone(client, ''))) return false;
    try {
      await client.query('BEGIN');
      const isSorted = await this.#notes.sort(client);
      await client.query('COMMIT');
      if (isSorted) return true;
      return await this.#aggregateDay(client);
    } finally {
      await client.query(`SELECT pg_advisory_unlock(${this.#lock})`, [this.#database.schema]);
    }
  }

  /** The first day that waits, of all tags at once. */
  async #aggregateDay(client: ClientBase): Promise<boolean> {
    const waiting = await this.#waiting(client, MOST_HOURS);
    if (waiting.length === 0) return false;
    const first = Math.min(...waiting.map(({ nextHour }) => nextHour ?? Number.POSITIVE_INFINITY));
    const endHour = (Math.floor(first / HOURS_A_DAY) + 1) * HOURS_A_DAY;
    const done = waiting.filter(({ nextHour = first }) => nextHour < endHour);
    const [whole, gone, rest]: [Stretch[], Stretch[], Stretch[]] = [[], [], []];
    for (const { tagId, nextHour, toHour, goneHour } of done) {
      if (nextHour === undefined) continue;
      const end = Math.min(toHour, endHour);
      if (nextHour < goneHour) gone.push({ tagId, fromHour: nextHour, toHour: Math.min(end, goneHour) });
      // An aggregate that is made anew where points are gone would forget them.
      if (end > goneHour) whole.push({ tagId, fromHour: Math.max(nextHour, goneHour), toHour: end });
      if (end < toHour) rest.push({ tagId, fromHour: end, toHour });
    }
    await refreshAggregates(client, this.#database, whole);
    await client.query('BEGIN');
    await absorb(client, this.#database.schema, 'added', merge(gone));
    await this.#remove(client, done);
    await this.#notes.add(client, merge(rest), 'worked on');
    await client.query('COMMIT');
    return true;
  }

  readonly #lock = "hashtext('nexus rollup refresh'), hashtext($1)";

  async #isAlone(client: ClientBase, kind: 'xact_' | ''): Promise<boolean> {
    const text = `SELECT pg_try_advisory_${kind}lock(${this.#lock}) AS alone`;
    const { rows } = await client.query<{ alone: boolean }>(text, [this.#database.schema]);
    return rows[0]!.alone;
  }

  async #workOut(client: ClientBase): Promise<boolean> {
    const startedMs = this.#clock.monoMs();
    const waiting = await this.#waiting(client, this.#hoursAtOnce);
    if (waiting.length === 0) return false;
    const each = Math.max(1, Math.floor(this.#hoursAtOnce / waiting.length));
    const [whole, gone, rest]: Stretch[][] = [[], [], []];
    for (const { tagId, toHour, nextHour, goneHour } of waiting) {
      if (nextHour === undefined) continue;
      const isGone = nextHour < goneHour;
      const endHour = Math.min(toHour, nextHour + each, isGone ? goneHour : toHour);
      (isGone ? gone! : whole!).push({ tagId, fromHour: nextHour, toHour: endHour });
      if (endHour < toHour) rest!.push({ tagId, fromHour: endHour, toHour });
    }
    // Stretches that were written down at different times may overlap.
    await workOut(client, this.#database.schema, merge(whole!));
    await absorb(client, this.#database.schema, 'samples', merge(gone!));
    await this.#remove(client, waiting);
    await this.#notes.add(client, merge(rest!), 'worked on');
    const tookMs = Math.max(1, this.#clock.monoMs() - startedMs);
    const learned = Math.round(this.#hoursAtOnce * Math.min(2, Math.max(0.25, PIECE_MS / tookMs)));
    this.#hoursAtOnce = Math.min(MOST_HOURS, Math.max(1, learned));
    return true;
  }

  async #waiting(client: ClientBase, most: number): Promise<Waiting[]> {
    const { schema } = this.#database;
    const { rows } = await client.query<{
      tag_id: number;
      from_hour: number;
      to_hour: number;
      next: number | null;
      gone: number;
    }>(
      `SELECT i.tag_id, i.from_hour, i.to_hour, floor(extract(epoch FROM p.time) / 3600)::int AS next,
         greatest(g.until_hour, (SELECT until_hour FROM ${schema}.raw_gone WHERE tag_id = 0), -2147483648) AS gone
       FROM (SELECT * FROM ${schema}.rollup_invalid WHERE touched_at <= now() - $1::float8 * interval '1 ms' LIMIT $2) i
       LEFT JOIN ${schema}.raw_gone g ON g.tag_id = i.tag_id
       LEFT JOIN LATERAL (
         SELECT s.time FROM ${schema}.samples s
         WHERE s.tag_id = i.tag_id AND s.time >= ${hourTime('i.from_hour')} AND s.time < ${hourTime('i.to_hour')}
         ORDER BY s.time LIMIT 1) p ON true`,
      [this.#settleMs, most],
    );
    return rows.map((row) => ({
      tagId: row.tag_id,
      fromHour: row.from_hour,
      toHour: row.to_hour,
      nextHour: row.next ?? undefined,
      goneHour: row.gone,
    }));
  }

  async #remove(client: ClientBase, done: readonly Stretch[]): Promise<void> {
    await client.query(
      `DELETE FROM ${this.#database.schema}.rollup_invalid i USING unnest($1::int[], $2::int[]) AS d (tag_id, from_hour)
       WHERE i.tag_id = d.tag_id AND i.from_hour = d.from_hour`,
      [done.map(({ tagId }) => tagId), done.map(({ fromHour }) => fromHour)],
    );
  }
}
