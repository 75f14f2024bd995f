import { NexusError } from '../../src-shared/errors/nexus-error.ts';
import type { Clock } from '../kernel/clock.ts';

interface Pending {
  readonly sinceMs: number;
  readonly patienceMs: number;
  readonly abort: AbortController;
}

/**
 * Lets so many connects be pending at once, first come first served. A connect that takes long gives its place up as
 * soon as another device waits for it: dead devices, whose connects last ten seconds, would otherwise keep those
 * that are back waiting for minutes. At most one connect of each device comes here, so the line needs no other bound.
 */
export class ConnectGate {
  #limit: number;
  readonly #clock: Clock;
  readonly #pending = new Set<Pending>();
  readonly #waiting = new Set<() => void>();
  /** Waiting too, and before the others. */
  readonly #urgent = new Set<() => void>();
  /** Places taken, those just handed over included. */
  #taken = 0;
  #total = 0;

  constructor(limit: number, clock: Clock) {
    this.#limit = limit;
    this.#clock = clock;
  }

  /** Connects pending and waiting now, and let through since the start. */
  get counts(): { readonly pending: number; readonly waiting: number; readonly total: number } {
    return { pending: this.#pending.size, waiting: this.#length, total: this.#total };
  }

  /** What is pending above a new limit goes on; nobody follows it. */
  setLimit(limit: number): void {
    this.#limit = limit;
    while (this.#taken < this.#limit && this.#length > 0) {
      this.#taken++;
      this.#leave();
    }
  }

  /**
   * Calls `connect` when a place is free.
   * @param patienceMs how long it may keep the place while others wait.
   * @param isUrgent goes before those that wait and are not.
   * @throws NexusError NX_NET_TIMEOUT when it had to give its place up, NX_CANCELLED when `signal` ended the wait;
   * what `connect` rejects with passes unchanged.
   */
  async pass(
    connect: (signal: AbortSignal) => Promise<void>,
    signal: AbortSignal,
    patienceMs: number,
    isUrgent = false,
  ): Promise<void> {
    if (this.#taken < this.#limit) this.#taken++;
    else await this.#wait(signal, isUrgent ? this.#urgent : this.#waiting);
    const own: Pending = { sinceMs: this.#clock.monoMs(), patienceMs, abort: new AbortController() };
    this.#pending.add(own);
    this.#total++;
    const forward = (): void => own.abort.abort(signal.reason);
    signal.addEventListener('abort', forward);
    if (signal.aborted) forward();
    const timer = this.#clock.after(patienceMs, () => this.#hurry());
    try {
      await connect(own.abort.signal);
    } catch (error) {
      throw !signal.aborted && own.abort.signal.aborted ? (own.abort.signal.reason as Error) : error;
    } finally {
      timer.dispose();
      signal.removeEventListener('abort', forward);
      this.#pending.delete(own);
      this.#leave();
    }
  }

  get #length(): number {
    return this.#urgent.size + this.#waiting.size;
  }

  /** Resolves when a place was handed over. */
  #wait(signal: AbortSignal, line: Set<() => void>): Promise<void> {
    return new Promise((resolve, reject) => {
      const enter = (): void => {
        signal.removeEventListener('abort', cancel);
        resolve();
      };
      const cancel = (): void => {
        line.delete(enter);
        const text = 'The connect was called off before its turn.';
        reject(new NexusError('NX_CANCELLED', text, {}, { cause: signal.reason }));
      };
      if (signal.aborted) return cancel();
      line.add(enter);
      signal.addEventListener('abort', cancel);
      this.#hurry();
    });
  }

  /** Hands a place over to the first who waits, or gives it back. */
  #leave(): void {
    const line = this.#urgent.size > 0 ? this.#urgent : this.#waiting;
    const next = this.#taken <= this.#limit ? line.values().next().value : undefined;
    if (!next) {
      this.#taken--;
      return;
    }
    line.delete(next);
    next();
  }

  /** Takes the place from as many overdue connects as devices wait, the oldest first. */
  #hurry(): void {
    let wanted = this.#length;
    for (const pending of this.#pending) {
      if (wanted <= 0) return;
      const tookMs = this.#clock.monoMs() - pending.sinceMs;
      if (!pending.abort.signal.aborted && tookMs < pending.patienceMs) continue;
      wanted--;
      if (pending.abort.signal.aborted) continue;
      const text = `No connection stood after ${Math.round(tookMs)} ms, and other devices wait to be connected. It is tried again. Check power, cable, address and firewall.`;
      pending.abort.abort(new NexusError('NX_NET_TIMEOUT', text, { tookMs }));
    }
  }
}
