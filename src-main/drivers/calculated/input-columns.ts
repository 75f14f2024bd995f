import type { PointBatch, TypedCell } from '../../../src-shared/domain/point-batch.ts';
import { STATUS } from '../../../src-shared/domain/quality.ts';
import { SHAPE, type SlotColumns, slotColumns } from './expression/calculation.ts';

/**
 * The newest values of everything that the tags of a device are made of: a slot for each of its own tags first, then one for
 * each tag of others. What is older than what is known is passed over, as it is for the latest values of a gateway.
 */
export class InputColumns {
  readonly slots: SlotColumns;
  readonly numbers: readonly number[];
  /** Slot by number of the tag, −1 where it is none of ours. */
  readonly #slotOf: Int32Array;
  readonly #isFresh: Uint8Array;
  readonly #freshOnes: number[] = [];

  /**
   * @param slotByNumber slots of the tags of others
   * @param switchedOff slots of tags that give no values
   */
  constructor(count: number, slotByNumber: ReadonlyMap<number, number>, switchedOff: readonly number[]) {
    this.slots = slotColumns(count);
    this.numbers = [...slotByNumber.keys()];
    let most = -1;
    for (const number of this.numbers) most = Math.max(most, number);
    this.#slotOf = new Int32Array(most + 1).fill(-1);
    for (const [number, slot] of slotByNumber) this.#slotOf[number] = slot;
    this.#isFresh = new Uint8Array(count);
    for (const slot of switchedOff) this.slots.status[slot] = STATUS.BadOutOfService;
  }

  /** The slot of a tag; −1 where it is none of ours. */
  find(number: number): number {
    return number < this.#slotOf.length ? this.#slotOf[number]! : -1;
  }

  /** It was taken and not calculated with yet. */
  isFresh(slot: number): boolean {
    return this.#isFresh[slot] === 1;
  }

  /** What was taken has been calculated with. */
  settle(): void {
    for (const slot of this.#freshOnes) this.#isFresh[slot] = 0;
    this.#freshOnes.length = 0;
  }

  /** @returns false for a row that is older than what is known */
  take(slot: number, batch: PointBatch, row: number, cell: TypedCell | undefined): boolean {
    const { value, status, timeUs, shape, text } = this.slots;
    const time = batch.timeUs[row]!;
    if (time < timeUs[slot]!) return false;
    value[slot] = batch.value[row]!;
    status[slot] = batch.status[row]!;
    timeUs[slot] = time;
    shape[slot] = SHAPE.number;
    if (cell?.kind === 'string') {
      shape[slot] = SHAPE.text;
      text[slot] = cell.value;
    } else if (cell?.kind === 'bytes') shape[slot] = SHAPE.other;
    else if (cell) value[slot] = Number(cell.value);
    this.#isFresh[slot] = 1;
    this.#freshOnes.push(slot);
    return true;
  }
}
