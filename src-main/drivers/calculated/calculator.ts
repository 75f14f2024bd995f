import type { PointBatch } from '../../../src-shared/domain/point-batch.ts';
import { isBad, STATUS } from '../../../src-shared/domain/quality.ts';
import type { DriverTag } from '../driver.ts';
import { compileTags, type TagCode } from './compile-tags.ts';
import type { DuePlaces } from './due-places.ts';
import type { InputColumns } from './input-columns.ts';
import { type CalculatedReadings, ReadingsOut } from './readings-out.ts';

/**
 * The tags of one calculated device: takes batches of their inputs and calculates, in the order in which they are made of
 * one another, what has an input that changed. A tag is calculated once for all that came at one time, and once more where
 * a second reading of the same input comes in the same batch, so that no reading is passed over.
 */
export class Calculator {
  readonly #codes: readonly TagCode[];
  readonly #inputs: InputColumns;
  readonly #nowUs: Float64Array;
  readonly #wallUs: () => number;
  readonly #due: DuePlaces;
  readonly #out: ReadingsOut;
  #isReady = false;

  /** @param tags in the order of the plan; each with `made` */
  constructor(tags: readonly DriverTag[], wallUs: () => number) {
    const compiled = compileTags(tags);
    this.#codes = compiled.codes;
    this.#inputs = compiled.inputs;
    this.#nowUs = compiled.nowUs;
    this.#due = compiled.due;
    this.#wallUs = wallUs;
    this.#out = new ReadingsOut(tags.length);
  }

  /** Numbers of the tags that it is to be given. */
  get inputs(): readonly number[] {
    return this.#inputs.numbers;
  }

  /** How often tags are looked at that time alone changes, ms. */
  get paces(): readonly number[] {
    return [...new Set(this.#codes.filter(({ code }) => code.isTimed).map(({ everyMs }) => everyMs))];
  }

  /**
   * Takes a batch. Before the first snapshot nothing is calculated: half of the inputs would only be unknown yet.
   * @returns what came of it, valid until the next call; undefined when there is nothing
   */
  take(batch: PointBatch, isSnapshot = false): CalculatedReadings | undefined {
    if (!this.#isReady && !isSnapshot) return undefined;
    if (!this.#isReady) this.#due.addAll();
    this.#isReady = true;
    this.#begin();
    const { tag, count, cells = [] } = batch;
    let isWaiting = false;
    for (let row = 0, cell = 0; row < count; row++) {
      while (cell < cells.length && cells[cell]!.row < row) cell++;
      const input = this.#inputs.find(tag[row]!);
      if (input < 0) continue;
      if (isWaiting && this.#inputs.isFresh(input)) {
        this.#calculate();
        isWaiting = false;
      }
      if (!this.#inputs.take(input, batch, row, cells[cell]?.row === row ? cells[cell] : undefined)) continue;
      isWaiting = true;
      this.#due.addUsersOf(input);
    }
    this.#calculate();
    return this.#out.taken;
  }

  /** Calculates what time alone changes. @param paceMs of the tags that look so often */
  tick(paceMs: number): CalculatedReadings | undefined {
    if (!this.#isReady) return undefined;
    this.#begin();
    this.#codes.forEach(({ code, everyMs }, place) => {
      if (code.isTimed && everyMs === paceMs) this.#due.add(place);
    });
    this.#calculate();
    return this.#out.taken;
  }

  /** Why rows are Bad now. */
  reasons(): ReadonlyMap<number, string> {
    const reasons = new Map<number, string>();
    for (const { row, code } of this.#codes) {
      const { reason } = code;
      if (reason !== undefined && isBad(this.#inputs.slots.status[row]!)) reasons.set(row, reason);
    }
    return reasons;
  }

  /** What the tags remember over a restart, by identity. */
  keep(): ReadonlyMap<string, KeptTag> {
    const kept = new Map<string, KeptTag>();
    for (const { uid, expression, code } of this.#codes) {
      const memories = code.memories.map((memory) => memory.keep());
      if (memories.some((numbers) => numbers.length > 0)) kept.set(uid, { expression, memories });
    }
    return kept;
  }

  /** Takes back what was kept. What an expression counted before it was changed is let go. */
  restore(kept: ReadonlyMap<string, KeptTag>): void {
    for (const { uid, expression, code } of this.#codes) {
      const own = kept.get(uid);
      if (own?.expression !== expression) continue;
      code.memories.forEach((memory, index) => {
        const numbers = own.memories[index] ?? [];
        if (numbers.length > 0) memory.restore(numbers);
      });
    }
  }

  #begin(): void {
    this.#out.clear();
    this.#nowUs[0] = this.#wallUs();
  }

  #calculate(): void {
    const { slots } = this.#inputs;
    this.#inputs.settle();
    for (let place = 0; place < this.#codes.length; place++) {
      if (!this.#due.take(place)) continue;
      const { row, code } = this.#codes[place]!;
      code.calculate(slots, row);
      // What only waits for its first inputs is no reading.
      const isWaiting = slots.status[row] === STATUS.BadWaitingForInitialData && !this.#out.hasTold(row);
      if (isWaiting || !this.#out.add(row, slots, this.#nowUs[0]!)) continue;
      this.#due.addUsersOf(row);
    }
  }
}

/** What the functions of one tag remember. */
export interface KeptTag {
  /** That the numbers belong to. */
  readonly expression: string;
  readonly memories: readonly (readonly number[])[];
}
