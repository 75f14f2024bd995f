import { NexusError } from '../../src-shared/errors/nexus-error.ts';
import type { Clock } from '../kernel/clock.ts';
import { FairLine } from './fair-line.ts';

/** Polls need no bound: a device whose poll waits skips the next one. */
const MOST_WRITES_WAITING = 256;
/** Writes that may go one after another while polls wait. */
const WRITES_IN_A_ROW = 2;

export type TurnKind = 'poll' | 'write';

/** What the queues of a host count together. */
export interface QueueCounts {
  /** Turns that wait now. */
  waiting: number;
  /** Turns begun, and writes refused because the line was full. */
  total: number;
  refused: number;
  /** Time spent waiting: all of it, and the longest since somebody set it back to 0. */
  waitedMs: number;
  longestWaitMs: number;
}

export const noTurns = (): QueueCounts => ({ waiting: 0, total: 0, refused: 0, waitedMs: 0, longestWaitMs: 0 });

interface Turn {
  readonly begin: () => void;
}

/**
 * The one queue of an endpoint (`host:port` with one or many units behind it): one request at a time, writes before
 * polls but never more than two of them while a poll waits, and the devices take turns.
 */
export class EndpointQueue {
  readonly #clock: Clock;
  readonly #polls = new FairLine<object, Turn>();
  readonly #writes = new FairLine<object, Turn>();
  readonly #capacity: number;
  readonly #counts: QueueCounts;
  #isBusy = false;
  #writesInRow = 0;

  /** @param capacity writes that may wait. */
  constructor(clock: Clock, counts: QueueCounts = noTurns(), capacity = MOST_WRITES_WAITING) {
    this.#clock = clock;
    this.#counts = counts;
    this.#capacity = capacity;
  }

  /** What waits now, and how many writes may. */
  get line(): { readonly polls: number; readonly writes: number; readonly writesMost: number } {
    return { polls: this.#polls.length, writes: this.#writes.length, writesMost: this.#capacity };
  }

  /**
   * Calls `work` when it is its turn and holds the endpoint until it settles.
   * @throws NexusError as `enter`: `work` was not called then. What `work` rejects with passes unchanged.
   */
  async run<T>(device: object, kind: TurnKind, work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    await this.enter(device, kind, signal);
    try {
      return await work();
    } finally {
      this.leave();
    }
  }

  /**
   * Takes the endpoint, or waits for it: polls do it a thousand times a second and rarely wait, so nothing is returned
   * where there is nothing to wait for. Whoever has entered calls `leave`.
   * @param device whose turn it is; compared by identity.
   * @param signal ends the wait. A turn that has begun is not touched by it.
   * @throws NexusError NX_CANCELLED when the wait was ended, NX_DRIVER_BUSY when the line is full.
   */
  enter(device: object, kind: TurnKind, signal: AbortSignal): Promise<void> | undefined {
    if (this.#isBusy) return this.#wait(device, kind, signal);
    this.#isBusy = true;
    this.#begin(kind);
    return undefined;
  }

  /** The endpoint stays busy where somebody waits, so that nobody who comes now goes first. */
  leave(): void {
    const writeFirst = this.#polls.length === 0 || this.#writesInRow < WRITES_IN_A_ROW;
    const turn = (writeFirst ? this.#writes.shift() : undefined) ?? this.#polls.shift() ?? this.#writes.shift();
    if (turn) turn.begin();
    else this.#isBusy = false;
  }

  #begin(kind: TurnKind): void {
    this.#writesInRow = kind === 'write' ? this.#writesInRow + 1 : 0;
    this.#counts.total++;
  }

  #wait(device: object, kind: TurnKind, signal: AbortSignal): Promise<void> {
    const line = kind === 'write' ? this.#writes : this.#polls;
    if (kind === 'write' && line.length >= this.#capacity) {
      this.#counts.refused++;
      const text = `${this.#capacity} writes wait for this endpoint already. Nothing was sent; try again in a moment.`;
      return Promise.reject(new NexusError('NX_DRIVER_BUSY', text, { waiting: this.#capacity }));
    }
    return new Promise((resolve, reject) => {
      const sinceMs = this.#clock.monoMs();
      const end = (): void => {
        signal.removeEventListener('abort', cancel);
        const waitedMs = this.#clock.monoMs() - sinceMs;
        this.#counts.waiting--;
        this.#counts.waitedMs += waitedMs;
        this.#counts.longestWaitMs = Math.max(this.#counts.longestWaitMs, waitedMs);
      };
      const turn: Turn = {
        begin: () => {
          end();
          this.#begin(kind);
          resolve();
        },
      };
      const cancel = (): void => {
        if (!line.remove(device, turn)) return;
        end();
        const text = `It waited ${Math.round(this.#clock.monoMs() - sinceMs)} ms for its turn at the endpoint. Nothing was sent.`;
        reject(new NexusError('NX_CANCELLED', text, {}, { cause: signal.reason }));
      };
      line.push(device, turn);
      this.#counts.waiting++;
      signal.addEventListener('abort', cancel);
      if (signal.aborted) cancel();
    });
  }
}
