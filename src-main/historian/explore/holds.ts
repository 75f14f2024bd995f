import type { QualityFilter } from '../../../src-shared/contract/history-question.ts';
import type { TimeRange } from '../query.ts';
import { isUsable, type Points } from './history-source.ts';

export interface HoldOptions extends TimeRange {
  readonly quality: QualityFilter;
  /** In the order of their start, cut to the range. */
  readonly gaps: readonly TimeRange[];
}

/** A value and the stretch `[fromUs, toUs)` that it held for. */
export type OnHold = (value: number, fromUs: number, toUs: number) => void;

/**
 * For how long each value held: a sample holds until the next one, at most to the end of the range. A sample that the
 * filter does not let pass ends the hold before it and begins none. A hold ends where a known gap begins; what is inside
 * a gap holds nothing, and after it only the next sample does. Of samples of one time the last one holds.
 */
export class Holds {
  readonly #options: HoldOptions;
  readonly #onHold: OnHold;
  #value = Number.NaN;
  #sinceUs = Number.NaN;
  #gap = 0;

  constructor(options: HoldOptions, onHold: OnHold) {
    this.#options = options;
    this.#onHold = onHold;
  }

  /** Takes the samples that follow, in the order of time. One before the range holds from its begin on. */
  add({ timeUs, value, status }: Points): void {
    const { quality } = this.#options;
    for (let row = 0; row < timeUs.length; row++) {
      this.#end(timeUs[row]!);
      const isHeld = isUsable(value[row]!, status[row]!, quality);
      this.#value = isHeld ? value[row]! : Number.NaN;
      this.#sinceUs = timeUs[row]!;
    }
  }

  /** The range is over: the last value held to its end. */
  finish(): void {
    this.#end(this.#options.toUs);
  }

  #end(atUs: number): void {
    if (Number.isNaN(this.#value)) return;
    const { gaps, fromUs, toUs } = this.#options;
    const sinceUs = Math.max(this.#sinceUs, fromUs);
    while (gaps[this.#gap] !== undefined && gaps[this.#gap]!.toUs <= this.#sinceUs) this.#gap++;
    const gapUs = gaps[this.#gap]?.fromUs ?? Number.POSITIVE_INFINITY;
    const untilUs = Math.min(atUs, toUs, gapUs);
    if (untilUs > sinceUs) this.#onHold(this.#value, sinceUs, untilUs);
    this.#value = Number.NaN;
  }
}
