import { setImmediate } from 'node:timers/promises';
import { NexusError } from '../../src-shared/errors/nexus-error.ts';

/** A question works about this long before others on the thread have their turn. */
const TURN_MS = 8;

/** Lets a long question share its thread, and end when nobody waits for its answer any more. */
export class QueryTurn {
  readonly #now: () => number;
  readonly #signal: AbortSignal | undefined;
  #endMs: number;

  /** @param now monotonic ms. */
  constructor(now: () => number, signal?: AbortSignal) {
    this.#now = now;
    this.#signal = signal;
    this.#endMs = now() + TURN_MS;
  }

  /** True when it is time to `rest`. Asked often, so that the wait costs nothing where there is none. */
  get isOver(): boolean {
    return this.#now() >= this.#endMs;
  }

  /** @throws NexusError NX_CANCELLED once the signal is aborted. */
  async rest(): Promise<void> {
    await setImmediate();
    this.check();
    this.#endMs = this.#now() + TURN_MS;
  }

  check(): void {
    if (this.#signal?.aborted)
      throw new NexusError('NX_CANCELLED', 'The question was called off before its answer was whole.');
  }
}
