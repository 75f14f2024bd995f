import type { PointBatch, TypedCell } from '../../src-shared/domain/point-batch.ts';
import { isBad } from '../../src-shared/domain/quality.ts';
import type { JudgedColumns, RowJudge } from './judge-rows.ts';
import type { NormaliserOptions } from './normalise.ts';
import { pointFlags } from './point-flags.ts';

/** Points on their way into a batch: columns that grow to the largest batch and are used again for the next. */
export class PointColumns {
  readonly #options: NormaliserOptions;
  readonly #judge: RowJudge;
  readonly #cells: TypedCell[] = [];
  #count = 0;
  #tag = new Uint32Array(16);
  #timeUs = new Float64Array(16);
  #judged: JudgedColumns = { value: new Float64Array(16), status: new Uint32Array(16) };

  constructor(options: NormaliserOptions, judge: RowJudge) {
    this.#options = options;
    this.#judge = judge;
  }

  /** Where the next point is judged; asked for anew after each `next`. */
  get judged(): JudgedColumns {
    return this.#judged;
  }

  /** The place of the next point; given away again unless `add` takes it. */
  next(): number {
    if (this.#count === this.#tag.length) this.#grow();
    return this.#count;
  }

  /** Takes the place that `next` gave. @param cell of a reading; the row it names does not count. */
  add(row: number, timeUs: number, cell: TypedCell | undefined): void {
    const at = this.#count++;
    this.#tag[at] = this.#options.rules[row]!.tag;
    this.#timeUs[at] = timeUs;
    if (!cell || isBad(this.#judged.status[at]!)) return;
    const isInteger = cell.kind === 'int64' || cell.kind === 'uint64';
    if (!(isInteger && this.#judge.isScaled(row))) this.#cells.push({ ...cell, row: at });
  }

  /** All points as a batch of its own, in the order they were added; undefined when there is none. */
  take(receivedUs: number): PointBatch | undefined {
    const count = this.#count;
    if (count === 0) return undefined;
    this.#count = 0;
    const status = this.#judged.status.slice(0, count);
    const flags = pointFlags(status, this.#options.simulated);
    const cells = this.#cells.splice(0);
    return {
      count,
      device: this.#options.device,
      origin: 'local',
      receivedUs,
      tag: this.#tag.slice(0, count),
      timeUs: this.#timeUs.slice(0, count),
      value: this.#judged.value.slice(0, count),
      status,
      ...(flags && { flags }),
      ...(cells.length > 0 && { cells }),
    };
  }

  #grow(): void {
    const more = <T extends Uint32Array | Float64Array>(from: T, to: T): T => {
      to.set(from);
      return to;
    };
    const length = this.#tag.length * 2;
    this.#tag = more(this.#tag, new Uint32Array(length));
    this.#timeUs = more(this.#timeUs, new Float64Array(length));
    this.#judged = {
      value: more(this.#judged.value, new Float64Array(length)),
      status: more(this.#judged.status, new Uint32Array(length)),
    };
  }
}
