import type { PointBatch } from '../../src-shared/domain/point-batch.ts';
import { type AggregateRule, type AggregateSink, AggregateWindows } from './aggregate-windows.ts';
import { pointFlags } from './point-flags.ts';

/** The windows of one tag; plain data. */
export interface TagWindows {
  /** The number of the tag whose points they take. */
  readonly tag: number;
  readonly windows: readonly Omit<AggregateRule, 'row'>[];
}

export interface AggregatePointsOptions {
  readonly device: number;
  readonly tags: readonly TagWindows[];
  /** Set for simulated devices: every point says so. */
  readonly simulated: boolean;
}

/** Makes points of the windows of one device: columns that grow to the most that end at once. */
export class AggregatePoints {
  readonly #options: AggregatePointsOptions;
  readonly #windows: AggregateWindows;
  /** Row of a tag's number from `#lowest` on; −1 where it has no windows. */
  readonly #rowOf: Int32Array;
  readonly #lowest: number;
  #count = 0;
  #tag = new Uint32Array(16);
  #timeUs = new Float64Array(16);
  #value = new Float64Array(16);
  #status = new Uint32Array(16);

  /** @returns undefined where no tag has windows, so that nothing is asked for. */
  static of(options: AggregatePointsOptions): AggregatePoints | undefined {
    return options.tags.length === 0 ? undefined : new AggregatePoints(options);
  }

  constructor(options: AggregatePointsOptions) {
    this.#options = options;
    const { tags } = options;
    const rules = tags.flatMap(({ windows }, row) => windows.map((window) => ({ row, ...window })));
    this.#windows = new AggregateWindows(rules, tags.length);
    const numbers = tags.map(({ tag }) => tag);
    this.#lowest = numbers.reduce((least, number) => Math.min(least, number), Number.POSITIVE_INFINITY);
    const highest = numbers.reduce((most, number) => Math.max(most, number), this.#lowest);
    this.#rowOf = new Int32Array(highest - this.#lowest + 1).fill(-1);
    for (const [row, number] of numbers.entries()) this.#rowOf[number - this.#lowest] = row;
  }

  /** Takes the points of a batch. @returns the values of the windows that they end; undefined when they end none. */
  take(batch: PointBatch): PointBatch | undefined {
    const { count, tag } = batch;
    for (let i = 0; i < count; i++) {
      // Numbers outside give undefined.
      const row = this.#rowOf[tag[i]! - this.#lowest] ?? -1;
      if (row >= 0) this.#windows.take(row, batch, i, this.#add);
    }
    return this.#batch(batch.receivedUs);
  }

  /** The values of the windows that the clock has ended. */
  advance(nowUs: number): PointBatch | undefined {
    this.#windows.advance(nowUs, this.#add);
    return this.#batch(nowUs);
  }

  readonly #add: AggregateSink = (tag, timeUs, value, status) => {
    if (this.#count === this.#tag.length) this.#grow();
    const at = this.#count++;
    this.#tag[at] = tag;
    this.#timeUs[at] = timeUs;
    this.#value[at] = value;
    this.#status[at] = status;
  };

  #batch(receivedUs: number): PointBatch | undefined {
    const count = this.#count;
    if (count === 0) return undefined;
    this.#count = 0;
    const status = this.#status.slice(0, count);
    const flags = pointFlags(status, this.#options.simulated);
    return {
      count,
      device: this.#options.device,
      origin: 'local',
      receivedUs,
      tag: this.#tag.slice(0, count),
      timeUs: this.#timeUs.slice(0, count),
      value: this.#value.slice(0, count),
      status,
      ...(flags && { flags }),
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
    this.#value = more(this.#value, new Float64Array(length));
    this.#status = more(this.#status, new Uint32Array(length));
  }
}
