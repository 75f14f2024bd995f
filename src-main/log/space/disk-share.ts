import type { DiskSpace } from '../log-disk.ts';
import type { Ballast } from './ballast.ts';
import type { LogRoomOptions } from './log-room.ts';

/** The least free space, whatever the size of the disk, and as a part of it. */
const LOW_BYTES = 512 * 1024 * 1024;
const LOW_PART = 0.05;
/** The disk counts as low until it has this much more than the limit, so that the state does not flicker. */
const AMPLE = 1.1;
/** On a low disk the budget goes down by this part at each look, and not below the least. */
const STEP = 0.25;
const LEAST = 0.25;
/** The ballast is given up when even this part of the limit is no longer free. */
const SCARCE_PART = 1 / 8;
/** After the start, when there is more urgent work for the disk. */
const FIRST_REST_LOOKS = 10;
/** After a ballast that could not be made. */
const REST_LOOKS = 60;

/** How much of its budget the log may use on the disk as it is, and when the ballast goes and comes. */
export class DiskShare {
  space: DiskSpace = { freeBytes: Number.POSITIVE_INFINITY, totalBytes: Number.POSITIVE_INFINITY };
  readonly #options: LogRoomOptions;
  readonly #ballast: Ballast;
  #share = 1;
  /** Looks to wait before the ballast is tried again. */
  #rest = FIRST_REST_LOOKS;

  constructor(options: LogRoomOptions, ballast: Ballast) {
    this.#options = options;
    this.#ballast = ballast;
  }

  get budgetBytes(): number {
    return this.#options.budgetBytes * this.#share;
  }

  /** What the budget is never cut below. */
  get leastBytes(): number {
    return this.#options.budgetBytes * LEAST;
  }

  get isLow(): boolean {
    return this.#share < 1;
  }

  /** The space as it is now: the whole budget holds again as soon as there is ample room. */
  learn(space: DiskSpace): void {
    this.space = space;
    if (space.freeBytes >= this.#limit() * AMPLE) this.#share = 1;
  }

  /** To be told the space once a second, which is the pace at which the budget goes down. */
  look(space: DiskSpace): void {
    this.learn(space);
    const limit = this.#limit();
    if (space.freeBytes < limit) {
      if (this.#share <= LEAST && space.freeBytes < limit * SCARCE_PART) this.#ballast.release();
      this.#share = Math.max(LEAST, this.#share - STEP);
    }
  }

  /** Makes the next piece of the ballast where there is ample room for it. */
  tendBallast(): void {
    if (this.#rest > 0) this.#rest--;
    const { missingBytes } = this.#ballast;
    if (missingBytes === 0 || this.isLow || this.#rest > 0) return;
    if (this.space.freeBytes - missingBytes < this.#limit() * AMPLE) return;
    try {
      this.#ballast.grow();
    } catch {
      // A quota, perhaps: the room is worth more to the log.
      this.#rest = REST_LOOKS;
      this.#ballast.release();
    }
  }

  /** After the disk said that it is full. @returns false when there was no ballast to give up. */
  giveUpBallast(): boolean {
    this.#share = LEAST;
    return this.#ballast.release();
  }

  #limit(): number {
    return this.#options.lowDiskBytes ?? Math.max(LOW_BYTES, this.space.totalBytes * LOW_PART);
  }
}
