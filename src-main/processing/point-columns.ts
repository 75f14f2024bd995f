import type { PointBatch, TypedCell } from '../../src-shared/domain/point-batch.ts';
import { isBad } from '../../src-shared/domain/quality.ts';
import { StepBack } from '../kernel/step-back.ts';
import { copyReading, type JudgedColumns, judgedColumns, type RowJudge } from './judge-rows.ts';
import type { NormaliserOptions } from './normalise.ts';
import { pointFlags } from './point-flags.ts';

/** Points on their way into a batch: columns that grow to the largest batch and are used again for the next. */
export class PointColumns {
  readonly #options: NormaliserOptions;
  readonly #judge: RowJudge;
  readonly #tags: Uint32Array;
  readonly #cells: TypedCell[] = [];
  readonly #stamps = new StepBack();
  #count = 0;
  #tag = new Uint32Array(16);
  #judged = judgedColumns(16);

  constructor(options: NormaliserOptions, judge: RowJudge) {
    this.#options = options;
    this.#judge = judge;
    this.#tags = Uint32Array.from(options.rules, ({ tag }) => tag);
  }

  /** Whether the clock was set back since the batch that was taken last. */
  isBack(nowUs: number): boolean {
    return this.#stamps.isBack(nowUs);
  }

  /** Where the next point is judged; asked for anew after each `next` and `before`. */
  get judged(): JudgedColumns {
    return this.#judged;
  }

  /** The place of the next point; given away again unless `add` takes it. */
  next(): number {
    if (this.#count === this.#tag.length) this.#grow();
    return this.#count;
  }

  /** The place that `next` gave, for a point that comes before the one judged there, which moves to the place after it. */
  before(): number {
    const at = this.next();
    if (at + 1 === this.#tag.length) this.#grow();
    copyReading(this.#judged, at, this.#judged, at + 1);
    return at;
  }

  /** Takes the place that `next` gave, with what stands there. @param cell of a reading; the row it names does not count. */
  add(row: number, cell: TypedCell | undefined): void {
    const at = this.#count++;
    this.#tag[at] = this.#tags[row]!;
    if (!cell || isBad(this.#judged.status[at]!)) return;
    const isInteger = cell.kind === 'int64' || cell.kind === 'uint64';
    if (!(isInteger && this.#judge.isScaled(row))) this.#cells.push({ ...cell, row: at });
  }

  /** All points as a batch of its own, in the order they were added; undefined when there is none. */
  take(receivedUs: number): PointBatch | undefined {
    const count = this.#count;
    if (count === 0) return undefined;
    this.#count = 0;
    this.#stamps.note(receivedUs);
    const status = this.#judged.status.slice(0, count);
    const flags = pointFlags(status, this.#options.simulated);
    const cells = this.#cells.splice(0);
    return {
      count,
      device: this.#options.device,
      origin: 'local',
      receivedUs,
      tag: this.#tag.slice(0, count),
      timeUs: this.#judged.timeUs.slice(0, count),
      value: this.#judged.value.slice(0, count),
      status,
      ...(flags && { flags }),
      ...(cells.length > 0 && { cells }),
    };
  }

  #grow(): void {
    const length = this.#tag.length * 2;
    const tags = new Uint32Array(length);
    tags.set(this.#tag);
    this.#tag = tags;
    const grown = judgedColumns(length);
    // All columns, up to the reading that is being judged.
    grown.value.set(this.#judged.value);
    grown.status.set(this.#judged.status);
    grown.timeUs.set(this.#judged.timeUs);
    grown.clockUs.set(this.#judged.clockUs);
    this.#judged = grown;
  }
}
