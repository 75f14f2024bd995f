import type { Clock, Timer } from './clock.ts';

/** Lines that are remembered; older ones are forgotten, which at worst shows one twice. */
const REMEMBERED = 500;
const ONCE_PER_MS = 1_000;

interface Seen<T> {
  readonly line: T;
  shownMs: number;
  held: number;
}

/**
 * Lets the same line through once a second. What comes again within that second is held back and counted, and told in
 * one line when the second is over.
 */
export class RepeatFilter<T> {
  readonly #clock: Clock;
  readonly #show: (line: T, repeated: number) => void;
  /** In the order shown last. */
  readonly #seen = new Map<string, Seen<T>>();
  #timer: Timer | undefined;

  /** @param show writes a line; `repeated`: how often it came since it was shown last, 0 for one that is new. */
  constructor(clock: Clock, show: (line: T, repeated: number) => void) {
    this.#clock = clock;
    this.#show = show;
  }

  /** @param same two lines are the same when this is. */
  take(same: string, line: T): void {
    const nowMs = this.#clock.monoMs();
    const seen = this.#seen.get(same);
    if (seen && nowMs - seen.shownMs < ONCE_PER_MS) {
      seen.held++;
      this.#timer ??= this.#clock.after(ONCE_PER_MS, () => this.#tick());
      return;
    }
    this.#seen.delete(same);
    // What was held before this second and not told yet comes with this line.
    this.#show(line, seen?.held ?? 0);
    this.#seen.set(same, { line, shownMs: nowMs, held: 0 });
    this.#forget();
  }

  /** Tells what is held back, now. */
  flush(): void {
    this.#timer?.dispose();
    this.#timer = undefined;
    for (const seen of this.#seen.values()) this.#tell(seen);
  }

  #tick(): void {
    this.#timer = undefined;
    const nowMs = this.#clock.monoMs();
    for (const seen of this.#seen.values()) {
      if (seen.held > 0 && nowMs - seen.shownMs >= ONCE_PER_MS) {
        this.#tell(seen);
        seen.shownMs = nowMs;
      }
    }
    if ([...this.#seen.values()].some(({ held }) => held > 0))
      this.#timer = this.#clock.after(ONCE_PER_MS, () => this.#tick());
  }

  #tell(seen: Seen<T>): void {
    if (seen.held === 0) return;
    const repeated = seen.held;
    seen.held = 0;
    this.#show(seen.line, repeated);
  }

  #forget(): void {
    if (this.#seen.size <= REMEMBERED) return;
    const [oldest, seen] = this.#seen.entries().next().value!;
    this.#tell(seen);
    this.#seen.delete(oldest);
  }
}
