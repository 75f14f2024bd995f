import { type Clock, systemClock, type Timer } from '../../../src-main/kernel/clock.ts';

/** Turns of the event loop in which bytes that were written here have reached a client here. */
const TURNS = 12;

interface Armed {
  readonly ms: number;
  readonly call: () => void;
}

/**
 * Time for the client of a peer that knows when it has nothing more to say: deadlines pass then, at once, and never before,
 * however busy the machine is. A client that goes on waiting all the same hangs.
 */
export class PeerClock implements Clock {
  #skippedMs = 0;
  readonly #armed = new Set<Armed>();

  wallUs(): number {
    return systemClock.wallUs();
  }

  every(ms: number, call: () => void): Timer {
    return systemClock.every(ms, call);
  }

  monoMs(): number {
    return systemClock.monoMs() + this.#skippedMs;
  }

  after(ms: number, call: () => void): Timer {
    const armed: Armed = { ms, call };
    this.#armed.add(armed);
    return { dispose: () => void this.#armed.delete(armed) };
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    this.#skippedMs += ms;
    await nextTurn();
    signal?.throwIfAborted();
  }

  /** The peer is done: whoever waits for it now has waited in vain, once what was sent had its turn. */
  async lapse(): Promise<void> {
    const waiting = [...this.#armed];
    for (let turn = 0; turn < TURNS; turn++) await nextTurn();
    for (const each of waiting) {
      if (!this.#armed.delete(each)) continue;
      this.#skippedMs += each.ms;
      each.call();
    }
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
