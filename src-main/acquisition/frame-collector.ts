import type { FrameListener } from '../drivers/driver.ts';
import type { Clock } from '../kernel/clock.ts';
import type { TrafficFrame } from './traffic-batch.ts';

/** Frames of one read that are kept; more than a large one has. */
const MOST_FRAMES = 200;

/** Passes the frames of a driver on, and keeps those of a moment that somebody asks for. */
export class FrameCollector {
  readonly #clock: Clock;
  readonly #next: FrameListener | undefined;
  #kept: TrafficFrame[] | undefined;

  /** @param next who else listens. */
  constructor(clock: Clock, next: FrameListener | undefined) {
    this.#clock = clock;
    this.#next = next;
  }

  readonly listener: FrameListener = (direction, bytes, link) => {
    if (this.#kept && this.#kept.length < MOST_FRAMES) {
      const timeUs = this.#clock.wallUs();
      this.#kept.push({ timeUs, isSent: direction === 'sent', link: 0, bytes: Uint8Array.from(bytes) });
    }
    this.#next?.(direction, bytes, link);
  };

  /** The frames from here until `end` is called. One moment at a time. */
  begin(): { readonly end: () => readonly TrafficFrame[] } {
    const kept: TrafficFrame[] = [];
    this.#kept = kept;
    return {
      end: () => {
        if (this.#kept === kept) this.#kept = undefined;
        return kept;
      },
    };
  }
}
