import type { TypedCell } from '../../../src-shared/domain/point-batch.ts';
import type { PushedReadings } from '../driver.ts';
import { SHAPE, type SlotColumns } from './expression/calculation.ts';

/** Readings as a driver delivers them. */
export type CalculatedReadings = PushedReadings;

/** Calculated values on their way out: those that are news, each later than the one before of its tag. */
export class ReadingsOut {
  readonly #value: Float64Array;
  readonly #status: Uint32Array;
  /** 0 before the first. */
  readonly #timeUs: Float64Array;
  readonly #text: string[];
  readonly #cells: TypedCell[] = [];
  #count = 0;
  #rows: Uint32Array;
  #times: Float64Array;
  #values: Float64Array;
  #statuses: Uint32Array;

  constructor(tags: number) {
    this.#value = new Float64Array(tags);
    this.#status = new Uint32Array(tags);
    this.#timeUs = new Float64Array(tags);
    this.#text = Array.from({ length: tags }, () => '');
    const room = Math.max(1, tags);
    this.#rows = new Uint32Array(room);
    this.#times = new Float64Array(room);
    this.#values = new Float64Array(room);
    this.#statuses = new Uint32Array(room);
  }

  hasTold(row: number): boolean {
    return this.#timeUs[row]! > 0;
  }

  clear(): void {
    this.#count = 0;
    this.#cells.length = 0;
  }

  /** @returns false where it is what was told last. The time in `slots` becomes the one that is told. */
  add(row: number, slots: SlotColumns, nowUs: number): boolean {
    const value = slots.value[row]!;
    const status = slots.status[row]!;
    const isText = slots.shape[row] === SHAPE.text;
    const text = isText ? slots.text[row]! : '';
    const lastUs = this.#timeUs[row]!;
    // What is made of constants has no time of its own.
    const dueUs = slots.timeUs[row]! || nowUs;
    const isSame = Object.is(value, this.#value[row]) && status === this.#status[row] && text === this.#text[row];
    if (lastUs > 0 && isSame && (slots.timeUs[row] === 0 || dueUs <= lastUs)) {
      slots.timeUs[row] = lastUs;
      return false;
    }
    const timeUs = Math.max(dueUs, lastUs + 1);
    slots.timeUs[row] = timeUs;
    this.#value[row] = value;
    this.#status[row] = status;
    this.#text[row] = text;
    this.#timeUs[row] = timeUs;
    if (this.#count === this.#rows.length) this.#grow();
    const at = this.#count++;
    this.#rows[at] = row;
    this.#times[at] = timeUs;
    this.#values[at] = value;
    this.#statuses[at] = status;
    if (isText && status >>> 30 < 2) this.#cells.push({ row: at, kind: 'string', value: text });
    return true;
  }

  /** Undefined when there is nothing. */
  get taken(): CalculatedReadings | undefined {
    if (this.#count === 0) return undefined;
    return {
      count: this.#count,
      row: this.#rows,
      timeUs: this.#times,
      value: this.#values,
      status: this.#statuses,
      cells: this.#cells,
    };
  }

  #grow(): void {
    const length = this.#rows.length * 2;
    const grown = <T extends Uint32Array | Float64Array>(from: T, to: T): T => {
      to.set(from);
      return to;
    };
    this.#rows = grown(this.#rows, new Uint32Array(length));
    this.#times = grown(this.#times, new Float64Array(length));
    this.#values = grown(this.#values, new Float64Array(length));
    this.#statuses = grown(this.#statuses, new Uint32Array(length));
  }
}
