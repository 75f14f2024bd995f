import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { Clock } from '../../kernel/clock.ts';
import { QueryTurn } from '../query-turn.ts';
import { BlockTable } from './block-table.ts';
import { LateTable } from './late-table.ts';
import { openReader } from './open-database.ts';
import { isDamage, openFault } from './open-fault.ts';
import { RollupTable } from './rollup-table.ts';

/** Questions that wait for the one before them; the next one is refused. */
const MOST_WAITING = 1_000;

/**
 * Answers questions one after the other on a connection of its own. While one is answered it sees the file as it was
 * when it began, whatever is sealed, merged or removed meanwhile.
 */
export class HistoryReader {
  readonly blocks: BlockTable;
  readonly late: LateTable;
  readonly rollups: RollupTable;
  readonly #path: string;
  readonly #database: DatabaseSync;
  readonly #look: StatementSync;
  readonly #clock: Clock;
  readonly #closing = new AbortController();
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  constructor(path: string, clock: Clock) {
    this.#path = path;
    this.#clock = clock;
    this.#database = openReader(path);
    this.blocks = new BlockTable(this.#database, 'read');
    this.late = new LateTable(this.#database, 'read');
    this.rollups = new RollupTable(this.#database, 'read');
    this.#look = this.#database.prepare('SELECT count(*) FROM state');
  }

  /**
   * @param work gets its turn to rest in; what it reads of memory before its first rest fits what it reads of the file.
   * @throws NexusError NX_CANCELLED, and NX_HISTORY_UNAVAILABLE where the file cannot be read.
   */
  async read<T>(signal: AbortSignal | undefined, work: (turn: QueryTurn) => Promise<T>): Promise<T> {
    if (this.#waiting >= MOST_WAITING) {
      const text = `${MOST_WAITING} questions wait for the historian already. Ask again in a moment.`;
      throw new NexusError('NX_HISTORY_UNAVAILABLE', text, { waiting: this.#waiting });
    }
    this.#waiting++;
    const ended = AbortSignal.any([this.#closing.signal, ...(signal ? [signal] : [])]);
    const answer = this.#last.then(() => this.#answer(ended, work));
    this.#last = answer.catch(() => undefined);
    return answer.finally(() => this.#waiting--);
  }

  /** Ends the question that is being answered and those that wait. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#last;
    this.#database.close();
  }

  async #answer<T>(signal: AbortSignal, work: (turn: QueryTurn) => Promise<T>): Promise<T> {
    const turn = new QueryTurn(() => this.#clock.monoMs(), signal);
    turn.check();
    try {
      this.#database.exec('BEGIN');
      // The first look fixes what the transaction sees.
      this.#look.get();
      return await work(turn);
    } catch (error) {
      throw error instanceof NexusError ? error : openFault(error, this.#path);
    } finally {
      this.#end();
    }
  }

  /** Damage may have ended the transaction already, or not let it end. */
  #end(): void {
    try {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
    } catch (error) {
      if (!isDamage(error)) throw error;
    }
  }
}
