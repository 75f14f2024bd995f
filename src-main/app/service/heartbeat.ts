import type { Clock } from '../../kernel/clock.ts';
import type { Disposable } from '../../kernel/lifetime.ts';

export interface HeartbeatOptions {
  /** A service manager gives up on a service that was silent for this long. */
  readonly watchdogMs: number;
  /** Names what does not answer; asked before every beat. */
  readonly stuck: (deadlineMs: number) => Promise<readonly string[]>;
  readonly beat: () => Promise<void>;
  /** Once when the beats are withheld, and once (with nothing) when they go on. */
  readonly told: (stuck: readonly string[]) => void;
}

/**
 * A sign of life only while the main thread and every worker host answer: a service whose threads hang looks alive from
 * outside for ever. Three chances to beat lie in the time of the watchdog, so that one slow answer ends nothing.
 */
export class Heartbeat implements Disposable {
  readonly #options: HeartbeatOptions;
  readonly #timer: Disposable;
  readonly #periodMs: number;
  #isAsking = false;
  #stuck: readonly string[] = [];

  constructor(options: HeartbeatOptions, clock: Clock) {
    this.#options = options;
    this.#periodMs = options.watchdogMs / 3;
    this.#timer = clock.every(this.#periodMs, () => void this.#ask());
    void this.#ask();
  }

  dispose(): void {
    void this.#timer.dispose();
  }

  async #ask(): Promise<void> {
    if (this.#isAsking) return;
    this.#isAsking = true;
    try {
      const stuck = await this.#options.stuck(this.#periodMs);
      if (stuck.join() !== this.#stuck.join()) this.#options.told(stuck);
      this.#stuck = stuck;
      if (stuck.length === 0) await this.#options.beat();
    } finally {
      this.#isAsking = false;
    }
  }
}
