import type { ClientBase } from 'pg';
import type { Clock } from '../../../kernel/clock.ts';
import { BelievedClock } from '../../believed-clock.ts';
import { DAY_US, HOUR_US } from '../../split-columns.ts';
import type { Retention as Kept } from '../../store.ts';
import type { Database } from '../link/database.ts';
import { timeParameter } from '../link/pg-time.ts';
import type { RollupKeeper } from '../rollups/rollup-keeper.ts';
import { dropBefore, dropChunks } from './drop-chunks.ts';
import { RowRemoval } from './row-removal.ts';

/** Not at once after a start: a machine may begin with a clock that is still to be set. */
const FIRST_AFTER_MS = 600_000;
const EVERY_MS = 3_600_000;

/** Does a little, and says whether there is more to do of the same. */
type Step = () => Promise<boolean>;

/**
 * Removes what was kept long enough: by whole chunks where there are chunks, elsewhere some rows at a time. Points go when
 * the rollups know them. A clock that was set forward is only believed a round later: the mistake of a moment must cost
 * no data.
 */
export class Retention {
  readonly #database: Database;
  readonly #kept: Kept;
  readonly #clock: Clock;
  readonly #believed: BelievedClock;
  /** Who keeps the cells that go. */
  keeper: RollupKeeper = 'tables';
  #nextRoundMs: number;
  /** What is left to do of this round, in order. */
  #steps: Step[] = [];

  constructor(database: Database, kept: Kept, clock: Clock) {
    this.#database = database;
    this.#kept = kept;
    this.#clock = clock;
    this.#believed = new BelievedClock(clock);
    this.#nextRoundMs = clock.monoMs() + FIRST_AFTER_MS;
  }

  /** Removes a little. Returns false when nothing is due. */
  async step(): Promise<boolean> {
    const step = this.#steps[0];
    if (step) {
      if (!(await step())) this.#steps.shift();
      return true;
    }
    if (this.#clock.monoMs() < this.#nextRoundMs) return false;
    this.#nextRoundMs = this.#clock.monoMs() + EVERY_MS;
    await this.#begin(this.#believed.nowUs());
    return true;
  }

  async #begin(nowUs: number): Promise<void> {
    const { schema, edition } = this.#database;
    const rawUs = nowUs - this.#kept.rawMs * 1_000;
    const hourlyUs = Math.floor((nowUs - this.#kept.hourlyMs * 1_000) / DAY_US) * DAY_US;
    const dailyUs = Math.floor((nowUs - this.#kept.dailyMs * 1_000) / DAY_US) * DAY_US;
    // Known before the first point goes: a question then takes hours for what lies before it. What is gone stays gone,
    // also when more is to be kept from now on.
    await this.#database.query(
      `INSERT INTO ${schema}.upkeep_state AS u VALUES ('raw_from', $1), ('hour_from', $2)
       ON CONFLICT (name) DO UPDATE SET at = greatest(u.at, excluded.at)`,
      [timeParameter(rawUs), timeParameter(hourlyUs)],
    );
    const rows = new RowRemoval(this.#database);
    const [dayUs, hourUs] = [DAY_US, HOUR_US].map((unit) => Math.floor(rawUs / unit) * unit) as [number, number];
    const points: readonly Step[] =
      edition === 'plain'
        ? [() => rows.points(hourUs), () => rows.cells('samples_1min', hourUs)]
        : [this.#once((client) => dropChunks(client, this.#database, dayUs))];
    const cells = this.#cellSteps(rows, hourlyUs, dailyUs);
    const gaps = this.#once((client) =>
      client.query(`DELETE FROM ${schema}.gaps WHERE to_us < $1`, [Math.floor(dailyUs)]),
    );
    this.#steps = [...points, ...cells, gaps];
  }

  #cellSteps(rows: RowRemoval, hourlyUs: number, dailyUs: number): readonly Step[] {
    const isAggregate = this.keeper === 'aggregates';
    const into = isAggregate ? 'added' : 'samples';
    const drop = (table: string, untilUs: number): Step =>
      this.#once((client) => dropBefore(client, this.#database, table, untilUs));
    return [
      ...(isAggregate ? [drop('samples_1hour', hourlyUs), drop('samples_1day', dailyUs)] : []),
      () => rows.cells(`${into}_1hour`, hourlyUs),
      () => rows.cells(`${into}_1day`, dailyUs),
    ];
  }

  #once(work: (client: ClientBase) => Promise<unknown>): Step {
    return async () => {
      await this.#database.lease(work);
      return false;
    };
  }
}
