/** Entries of one topic, and how much of a payload each keeps. */
const MOST_ENTRIES = 200;
const MOST_BYTES = 4_096;

/** A message that was seen while somebody looked at its topic. */
export interface SeenMessage {
  /** From 1. */
  readonly number: number;
  /** Wall clock, ms. */
  readonly timeMs: number;
  readonly bytes: number;
  readonly isRetained: boolean;
  /** Undefined where it is longer than is kept. */
  readonly payload: Uint8Array | undefined;
}

/** The last messages of one topic. */
export class TopicHistory {
  #messages: SeenMessage[] = [];
  #last = 0;
  /** Who looks at the topic now. */
  viewers = 0;

  push(payload: Uint8Array, isRetained: boolean, timeMs: number): void {
    const kept = payload.length <= MOST_BYTES ? Uint8Array.from(payload) : undefined;
    this.#messages.push({ number: ++this.#last, timeMs, bytes: payload.length, isRetained, payload: kept });
    // Taken away in blocks: a shift at every message would move all of them.
    if (this.#messages.length >= 2 * MOST_ENTRIES) this.#messages = this.#messages.slice(-MOST_ENTRIES);
  }

  /** Number of the newest; 0 before the first. */
  get last(): number {
    return this.#last;
  }

  /** The message before the newest. */
  get previous(): SeenMessage | undefined {
    return this.#messages.at(-2);
  }

  /** The last ones that are newer than a number, oldest first. */
  after(number: number): readonly SeenMessage[] {
    return this.#messages.slice(-Math.min(MOST_ENTRIES, this.#last - number)).filter((one) => one.number > number);
  }
}
