import type { Clock } from '../../kernel/clock.ts';
import type { Logger } from '../../kernel/logger.ts';
import type { Retention as Kept } from '../store.ts';
import { Compaction } from './compaction.ts';
import type { HistorianFile } from './historian-file.ts';
import { LateMerge } from './late-merge.ts';
import { Retention } from './retention.ts';
import type { Sealer } from './sealer.ts';
import { vacuumStep } from './vacuum.ts';

const RETRY_AFTER_MS = 60_000;

/** The work on what is stored that nobody waits for, one short transaction at a time. */
export class Maintenance {
  readonly compaction: Compaction;
  readonly #file: HistorianFile;
  readonly #lateMerge: LateMerge;
  readonly #retention: Retention;
  readonly #clock: Clock;
  readonly #logger: Logger;
  #retryAtMs = 0;

  constructor(file: HistorianFile, sealer: Sealer, blockPoints: number, kept: Kept, clock: Clock, logger: Logger) {
    this.#file = file;
    this.#clock = clock;
    this.#logger = logger;
    this.compaction = new Compaction(file, sealer, blockPoints);
    this.#lateMerge = new LateMerge(file, sealer, logger);
    this.#retention = new Retention(file, kept, clock);
  }

  /** Returns false when there is nothing to do. A fault costs a minute's pause, and what it undid is done again. */
  step(): boolean {
    if (this.#clock.monoMs() < this.#retryAtMs) return false;
    try {
      return (
        this.#lateMerge.step() || this.compaction.step() || this.#retention.step() || vacuumStep(this.#file.database)
      );
    } catch (error) {
      this.#retryAtMs = this.#clock.monoMs() + RETRY_AFTER_MS;
      this.#logger.error('the historian could not be tidied up; it goes on without', { error: String(error) });
      return false;
    }
  }
}
