import type { TraceOutcome } from '../../acquisition/trace-tag.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { LogHead } from '../../log/log-messages.ts';
import type { Storage } from '../storage.ts';

/** What became of a traced point in the engine and in the log; times are of the wall clock, µs. */
export interface TakenPoint {
  /** When the engine had it, and gave it to live values and to the log. */
  readonly engineUs: number;
  /** Undefined: the log did not take it. */
  readonly accepted: { readonly us: number; readonly head: LogHead } | undefined;
}

export interface FollowedTrace {
  readonly outcome: TraceOutcome;
  /** Undefined where there is no point. */
  readonly taken: TakenPoint | undefined;
}

/** Longer than a commit of the log ever takes. */
const ACCEPT_MS = 2_000;

/** Joins traced reads with the batches that their points come in. Costs nothing while nobody traces. */
export class TracedBatches {
  readonly #clock: Clock;
  readonly #storage: Pick<Storage, 'logHead'>;
  readonly #waiting = new Map<number, (taken: TakenPoint) => void>();
  #last = 0;

  constructor(clock: Clock, storage: Pick<Storage, 'logHead'>) {
    this.#clock = clock;
    this.#storage = storage;
  }

  /** Traces, and waits until the log has the point. @param trace reads; the batch of this number is its. */
  async follow(trace: (number: number) => Promise<TraceOutcome>): Promise<FollowedTrace> {
    const number = ++this.#last;
    const arrived = new Promise<TakenPoint>((resolve) => this.#waiting.set(number, resolve));
    try {
      const outcome = await trace(number);
      if (outcome.kind !== 'read') return { outcome, taken: undefined };
      const none: TakenPoint = { engineUs: this.#clock.wallUs(), accepted: undefined };
      const late = new AbortController();
      const waited = this.#clock.sleep(ACCEPT_MS, late.signal).then(
        () => none,
        () => none,
      );
      const taken = await Promise.race([arrived, waited]);
      late.abort();
      return { outcome, taken };
    } finally {
      this.#waiting.delete(number);
    }
  }

  /** The batch of a trace came in. @returns what is told when the log has settled it; undefined where nobody waits. */
  take(number: number): ((isAccepted: boolean) => void) | undefined {
    const resolve = this.#waiting.get(number);
    if (!resolve) return undefined;
    const engineUs = this.#clock.wallUs();
    return (isAccepted) => {
      const head = this.#storage.logHead();
      resolve({ engineUs, accepted: isAccepted && head ? { us: this.#clock.wallUs(), head } : undefined });
    };
  }
}
