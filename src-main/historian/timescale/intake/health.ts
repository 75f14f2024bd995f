import { NexusError } from '../../../../src-shared/errors/nexus-error.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { Database } from '../link/database.ts';
import { errorKind } from '../link/database-error.ts';

/** A loss that is over within this time is not told. */
const TOLD_AFTER_MS = 1_000;

/** Whether the database takes points, in the eyes of all writers together. */
export class Health {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #changed: (fault: NexusError | undefined) => void;
  readonly #failing = new Map<object, number>();
  #fault: NexusError | undefined;
  #beyondUse: NexusError | undefined;
  #lastWriteUs: number | undefined;

  /** @param changed is told of a fault in plain words, and when it is over. */
  constructor(database: Database, clock: Clock, changed: (fault: NexusError | undefined) => void) {
    this.#database = database;
    this.#clock = clock;
    this.#changed = changed;
  }

  /** What only a person can mend: the store has to be opened anew. */
  get beyondUse(): NexusError | undefined {
    return this.#beyondUse;
  }

  /** The error as a question meets it: with the time of what was stored last. */
  withLastWrite(error: unknown): unknown {
    if (!(error instanceof NexusError) || error.code !== 'NX_HISTORY_UNAVAILABLE') return error;
    if (this.#lastWriteUs === undefined) return error;
    const time = new Date(this.#lastWriteUs / 1_000).toISOString();
    const text = `${error.text} Points were last stored at ${time.slice(0, 19).replace('T', ' ')} UTC.`;
    return new NexusError(error.code, text, { ...error.context, lastWriteUs: this.#lastWriteUs }, { cause: error });
  }

  attempted(writer: object, error?: unknown): void {
    if (error === undefined) return this.#succeeded(writer);
    const since = this.#failing.get(writer) ?? this.#clock.monoMs();
    this.#failing.set(writer, since);
    const fault = this.#database.fault(error);
    if (errorKind(error) === 'refused') this.#beyondUse = fault;
    if (this.#clock.monoMs() - since < TOLD_AFTER_MS && !this.#beyondUse) return;
    if (this.#fault?.message === fault.message) return;
    this.#fault = fault;
    this.#changed(fault);
  }

  #succeeded(writer: object): void {
    this.#lastWriteUs = this.#clock.wallUs();
    this.#failing.delete(writer);
    if (this.#failing.size > 0 || !this.#fault) return;
    this.#fault = undefined;
    this.#changed(undefined);
  }
}
