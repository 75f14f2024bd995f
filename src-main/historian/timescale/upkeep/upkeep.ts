import type { Clock } from '../../../kernel/clock.ts';
import type { Logger } from '../../../kernel/logger.ts';
import type { Retention as Kept } from '../../store.ts';
import type { Database } from '../link/database.ts';
import { Refresher } from '../rollups/refresher.ts';
import { rollupKeeper } from '../rollups/rollup-keeper.ts';
import { ensurePolicies } from './policies.ts';
import { Retention } from './retention.ts';

const RETRY_AFTER_MS = 60_000;
const SETTLE_MS = 10_000;

export interface UpkeepOptions {
  readonly kept: Kept;
  /** A day of points is compressed when it is this old, where the edition can. */
  readonly compressAfterMs: number;
  /** For how long late points settle before they are worked in; 10 s unless given. */
  readonly settleMs?: number;
}

/** The work on what is stored that nobody waits for, one short transaction at a time. */
export class Upkeep {
  readonly #database: Database;
  readonly #options: UpkeepOptions;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #retention: Retention;
  #refresher: Refresher | undefined;
  #retryAtMs = Number.NEGATIVE_INFINITY;

  constructor(database: Database, options: UpkeepOptions, clock: Clock, logger: Logger) {
    this.#database = database;
    this.#options = options;
    this.#clock = clock;
    this.#logger = logger;
    this.#retention = new Retention(database, options.kept, clock);
  }

  /** A piece of some 100 ms. Returns false when there is nothing to do. A fault costs a minute's pause. */
  async step(): Promise<boolean> {
    if (this.#clock.monoMs() < this.#retryAtMs) return false;
    try {
      this.#refresher ??= await this.#begin();
      return (await this.#refresher.step()) || (await this.#retention.step());
    } catch (error) {
      this.#retryAtMs = this.#clock.monoMs() + RETRY_AFTER_MS;
      this.#logger.error('the database of the historian could not be tidied up; it goes on without', {
        error: String(error),
      });
      return false;
    }
  }

  async #begin(): Promise<Refresher> {
    const keeper = await rollupKeeper(this.#database);
    this.#retention.keeper = keeper;
    await ensurePolicies(this.#database, keeper, this.#options);
    const { settleMs = SETTLE_MS } = this.#options;
    return new Refresher(this.#database, keeper, this.#clock, { settleMs });
  }
}
