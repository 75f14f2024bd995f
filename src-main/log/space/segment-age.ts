import type { LogDisk } from '../log-disk.ts';
import { summarise } from '../segment/segment-summary.ts';

interface ClockStep {
  /** The newest segment that was stamped before it. */
  readonly segment: number;
  readonly byUs: number;
}

/** A clock that is set again and again: what it did long ago is told as one step. */
const MOST_STEPS = 32;

/** How old segments are, seen without the steps of the wall clock while this run lasts. */
export class SegmentAge {
  readonly #disk: LogDisk;
  readonly #limitUs: number;
  readonly #wallUs: () => number;
  #steps: ClockStep[] = [];
  /** The oldest segment does not change: it is read once. */
  #known: { readonly ordinal: number; readonly newestUs: number } | undefined;

  constructor(disk: LogDisk, limitUs: number, wallUs: () => number) {
    this.#disk = disk;
    this.#limitUs = limitUs;
    this.#wallUs = wallUs;
  }

  /** The wall clock was set by `byUs` after `segment` was begun. */
  clockStepped(byUs: number, segment: number): void {
    this.#steps.push({ segment, byUs });
    if (this.#steps.length <= MOST_STEPS) return;
    const [first, second, ...rest] = this.#steps;
    this.#steps = [{ segment: second!.segment, byUs: first!.byUs + second!.byUs }, ...rest];
  }

  /** True when the newest point of a closed segment is older than the limit. */
  isOver(ordinal: number): boolean {
    if (this.#known?.ordinal !== ordinal) {
      const newestUs = summarise(this.#disk, ordinal)?.toUs ?? Number.NaN;
      this.#known = { ordinal, newestUs };
    }
    const steppedUs = this.#steps.reduce((sum, { segment, byUs }) => (segment >= ordinal ? sum + byUs : sum), 0);
    return this.#wallUs() - steppedUs - this.#known.newestUs > this.#limitUs;
  }
}
