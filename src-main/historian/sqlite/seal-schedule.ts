import type { Tail } from './tail.ts';

/** Tags seal at slightly different sizes and ages, so that those polled in step do not all seal at once. */
const SIZE_SPREAD = 0.25;
const AGE_SPREAD = 0.2;
/** The golden ratio spreads any number of slots evenly over 0…1. */
const GOLDEN = 0.618_033_988_749_895;
const SWEEP_AFTER_US = 1e6;
/** When the memory for the tail is used up, this share of it is freed at a time. */
const EARLY_SHARE = 0.1;

/** Decides when a tag's points are sealed. Its time is that of the log (`receivedUs`), so that a restart changes no age. */
export class SealSchedule {
  /** `receivedUs` of the record being taken. */
  nowUs = 0;
  readonly #sealPoints: number;
  readonly #sealAfterUs: number;
  readonly #tailPoints: number;
  #firstUs = new Float64Array(0);
  #firstSegment = new Float64Array(0);
  #full: number[] = [];
  #sweptUs = 0;

  constructor(options: { readonly sealPoints: number; readonly sealAfterUs: number; readonly tailPoints: number }) {
    this.#sealPoints = options.sealPoints;
    this.#sealAfterUs = options.sealAfterUs;
    this.#tailPoints = options.tailPoints;
  }

  reserve(slots: number): void {
    if (slots <= this.#firstUs.length) return;
    const length = Math.max(slots, this.#firstUs.length * 2, 64);
    const [firstUs, firstSegment] = [new Float64Array(length), new Float64Array(length)];
    firstUs.set(this.#firstUs);
    firstSegment.set(this.#firstSegment);
    [this.#firstUs, this.#firstSegment] = [firstUs, firstSegment];
  }

  /** Notes a point of a slot that now has `count`. */
  took(slot: number, count: number, segment: number): void {
    if (count === 1) {
      this.#firstUs[slot] = this.nowUs;
      this.#firstSegment[slot] = segment;
    }
    if (count === this.#sizeLimit(slot)) this.#full.push(slot);
  }

  /** Slots to be sealed now. Those that could not be are due again after the next sweep. */
  due(tail: Tail, slots: number): number[] {
    const full = this.#full.filter((slot) => tail.count(slot) > 0);
    this.#full = [];
    if (tail.points > this.#tailPoints) return this.#oldest(tail, slots);
    if (Math.abs(this.nowUs - this.#sweptUs) < SWEEP_AFTER_US) return full;
    this.#sweptUs = this.nowUs;
    const due: number[] = [];
    for (let slot = 0; slot < slots; slot++) {
      const count = tail.count(slot);
      if (count === 0) continue;
      // The clock may have been set back: then an age is negative, and as good a reason.
      const ageUs = Math.abs(this.nowUs - this.#firstUs[slot]!);
      if (count >= this.#sizeLimit(slot) || ageUs >= this.#ageLimitUs(slot)) due.push(slot);
    }
    return due;
  }

  /** Slots that hold an unsealed point of a segment below this ordinal. */
  heldBelow(ordinal: number, tail: Tail, slots: number): number[] {
    const held: number[] = [];
    for (let slot = 0; slot < slots; slot++)
      if (tail.count(slot) > 0 && this.#firstSegment[slot]! < ordinal) held.push(slot);
    return held;
  }

  /** The oldest segment that holds an unsealed point. */
  oldestSegment(tail: Tail, slots: number): number | undefined {
    let oldest = Number.POSITIVE_INFINITY;
    for (let slot = 0; slot < slots; slot++) {
      if (tail.count(slot) > 0 && this.#firstSegment[slot]! < oldest) oldest = this.#firstSegment[slot]!;
    }
    return Number.isFinite(oldest) ? oldest : undefined;
  }

  /** As many of the slots that wait longest as must be sealed to bring the tail below its budget. */
  #oldest(tail: Tail, slots: number): number[] {
    const candidates: number[] = [];
    for (let slot = 0; slot < slots; slot++) if (tail.count(slot) > 0) candidates.push(slot);
    candidates.sort((a, b) => this.#firstUs[a]! - this.#firstUs[b]!);
    let excess = tail.points - this.#tailPoints * (1 - EARLY_SHARE);
    const end = candidates.findIndex((slot) => (excess -= tail.count(slot)) <= 0);
    return candidates.slice(0, end < 0 ? candidates.length : end + 1);
  }

  #sizeLimit(slot: number): number {
    return Math.floor(this.#sealPoints * (1 + SIZE_SPREAD * ((slot * GOLDEN) % 1)));
  }

  #ageLimitUs(slot: number): number {
    return this.#sealAfterUs * (1 - AGE_SPREAD * ((slot * GOLDEN) % 1));
  }
}
