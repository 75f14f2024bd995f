import type { Area } from './area.ts';
import type { Extent } from './read-plan.ts';
import type { Refusals } from './refusals.ts';

/** Blocks up to this many cells are not what a device is too small for. */
const SMALL: Readonly<Record<Area['cell'], number>> = { register: 8, bit: 128 };

/**
 * Finds out that a device does not answer long requests, or answers them cut short, where it should refuse them. A block
 * that was not answered twice, while a single tag of it was in between, is too long: half of it is the limit from then on.
 */
export class LearnedLength<T extends Extent> {
  readonly #refusals: Refusals;
  #suspect: T | undefined;
  /** The single tag was answered, so that the next failure is the length's. */
  #isConfirmed = false;

  constructor(refusals: Refusals) {
    this.#refusals = refusals;
  }

  /** The block of which one tag has to be asked for before all others; undefined when nothing is suspected. */
  get toConfirm(): T | undefined {
    return this.#isConfirmed ? undefined : this.#suspect;
  }

  /** That tag was answered. */
  confirmed(): void {
    this.#isConfirmed = true;
  }

  /** A block got no answer, or none that can be believed. @param tags how many tags it has */
  failed(block: T, tags: number): void {
    if (tags < 2 || block.count <= SMALL[block.area.cell]) return this.#forget();
    if (this.#isConfirmed && this.#suspect?.area === block.area && block.count >= this.#suspect.count)
      this.#refusals.limitCount(block.area, block.count >> 1);
    this.#isConfirmed = false;
    this.#suspect = block;
  }

  /** A block was answered: one as long as the suspected one clears it. */
  answered(block: T): void {
    if (this.#suspect?.area === block.area && block.count >= this.#suspect.count) this.#forget();
  }

  /** Nothing was answered, a single tag neither: it is not the length. */
  #forget(): void {
    this.#suspect = undefined;
    this.#isConfirmed = false;
  }
}
