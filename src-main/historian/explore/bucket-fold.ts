import type { QualityFilter } from '../../../src-shared/contract/history-question.ts';
import { isBad } from '../../../src-shared/domain/quality.ts';
import type { BucketGrid } from '../bucket-grid.ts';
import type { TimeRange } from '../query.ts';
import { insideSpans } from './condition-spans.ts';
import { isUsable, type Points } from './history-source.ts';
import { Holds } from './holds.ts';

export interface FoldOptions {
  readonly grid: BucketGrid;
  /** Nothing holds beyond it: the end of the grid, or now. */
  readonly toUs: number;
  readonly quality: QualityFilter;
  /** In the order of their start. */
  readonly gaps: readonly TimeRange[];
  /** Samples and holds count only inside these; in the order of time, apart from each other. Left out: everywhere. */
  readonly spans?: readonly TimeRange[] | undefined;
  /** Whether the time of each value is kept. */
  readonly states: boolean;
}

/** Values of which the time is told each for itself; that of all others is one sum. */
export const MAX_STATES = 32;
/** In place of a value: all those beyond the first `MAX_STATES`. */
export const OTHER_STATES = Number.NaN;

/** Columns over the buckets that hold a sample, or that a value held in. NaN: there is no such number. */
export interface FoldedBuckets {
  readonly timeUs: Float64Array;
  /** Of the samples: arithmetic mean, and standard deviation with n − 1. */
  readonly avg: Float64Array;
  readonly std: Float64Array;
  readonly min: Float64Array;
  readonly max: Float64Array;
  readonly first: Float64Array;
  readonly last: Float64Array;
  readonly count: Float64Array;
  readonly bad: Float64Array;
  /** Each value counts for as long as it held; NaN where none did. */
  readonly twa: Float64Array;
  /** µs for which a value is known. */
  readonly held: Float64Array;
  /** What held where there is no sample. */
  readonly kept: Float64Array;
  /** Seconds that each value held, in the order of their first appearance. */
  readonly states: readonly { readonly value: number; readonly seconds: Float64Array }[];
}

/** Folds the points of one tag into buckets, with what rollups cannot tell: deviations, holds and states. */
export class BucketFold {
  readonly #options: FoldOptions;
  readonly #holds: Holds;
  readonly #isInside: (us: number) => boolean;
  readonly #columns;
  readonly #states = new Map<number, Float64Array>();
  #span = 0;

  constructor(options: FoldOptions) {
    const { grid, toUs, spans, quality, gaps } = options;
    this.#options = options;
    this.#isInside = insideSpans(spans);
    const column = (fill: number): Float64Array => new Float64Array(grid.buckets).fill(fill);
    const none = Number.NaN;
    this.#columns = {
      mean: column(0),
      squares: column(0),
      min: column(none),
      max: column(none),
      first: column(none),
      last: column(none),
      count: column(0),
      bad: column(0),
      area: column(0),
      held: column(0),
      kept: column(none),
    };
    this.#holds = new Holds({ fromUs: grid.fromUs, toUs, quality, gaps }, (value, fromUs, until) =>
      this.#hold(value, fromUs, until),
    );
  }

  /** Takes the points that follow, in the order of time. Those before the grid only begin to hold. */
  add(points: Points): void {
    this.#holds.add(points);
    const { grid, quality } = this.#options;
    const { mean, squares, min, max, first, last, count, bad } = this.#columns;
    const { timeUs, value, status } = points;
    for (let row = 0; row < timeUs.length; row++) {
      const at = Math.floor((timeUs[row]! - grid.fromUs) / grid.widthUs);
      if (at < 0 || at >= grid.buckets || !this.#isInside(timeUs[row]!)) continue;
      const v = value[row]!;
      if (isBad(status[row]!) || Number.isNaN(v)) bad[at]!++;
      if (!isUsable(v, status[row]!, quality)) continue;
      if (count[at] === 0) first[at] = v;
      last[at] = v;
      // Neither is NaN afterwards: the first value takes its place.
      if (!(min[at]! <= v)) min[at] = v;
      if (!(max[at]! >= v)) max[at] = v;
      // Welford: large values with a small spread keep their digits.
      const seen = ++count[at]!;
      const away = v - mean[at]!;
      mean[at]! += away / seen;
      squares[at]! += away * (v - mean[at]!);
    }
  }

  finish(): FoldedBuckets {
    this.#holds.finish();
    const { mean, squares, count, bad, area, held, ...plain } = this.#columns;
    const used: number[] = [];
    for (let at = 0; at < count.length; at++) if (count[at]! + bad[at]! + held[at]! > 0) used.push(at);
    const of = (read: (at: number) => number): Float64Array => Float64Array.from(used, read);
    const pick = (column: Float64Array): Float64Array => of((at) => column[at]!);
    const { fromUs, widthUs } = this.#options.grid;
    return {
      timeUs: of((at) => fromUs + at * widthUs),
      avg: of((at) => (count[at]! > 0 ? mean[at]! : Number.NaN)),
      std: of((at) => (count[at]! > 1 ? Math.sqrt(squares[at]! / (count[at]! - 1)) : Number.NaN)),
      min: pick(plain.min),
      max: pick(plain.max),
      first: pick(plain.first),
      last: pick(plain.last),
      count: pick(count),
      bad: pick(bad),
      twa: of((at) => (held[at]! > 0 ? area[at]! / held[at]! : Number.NaN)),
      held: pick(held),
      kept: pick(plain.kept),
      states: [...this.#states].map(([value, us]) => ({ value, seconds: of((at) => us[at]! / 1e6) })),
    };
  }

  #hold(value: number, fromUs: number, toUs: number): void {
    const { spans } = this.#options;
    if (!spans) return this.#part(value, fromUs, toUs);
    while (this.#span < spans.length && spans[this.#span]!.toUs <= fromUs) this.#span++;
    for (let at = this.#span; at < spans.length && spans[at]!.fromUs < toUs; at++)
      this.#part(value, Math.max(fromUs, spans[at]!.fromUs), Math.min(toUs, spans[at]!.toUs));
  }

  #part(value: number, fromUs: number, toUs: number): void {
    const { grid, states } = this.#options;
    const { area, held, kept, count } = this.#columns;
    const times = states ? this.#timesOf(value) : undefined;
    const last = Math.min(grid.buckets - 1, Math.floor((toUs - 1 - grid.fromUs) / grid.widthUs));
    for (let at = Math.floor((fromUs - grid.fromUs) / grid.widthUs); at <= last; at++) {
      const startUs = grid.fromUs + at * grid.widthUs;
      const us = Math.min(toUs, startUs + grid.widthUs) - Math.max(fromUs, startUs);
      area[at]! += value * us;
      held[at]! += us;
      if (count[at] === 0) kept[at] = value;
      if (times) times[at]! += us;
    }
  }

  #timesOf(value: number): Float64Array {
    const known = this.#states.size >= MAX_STATES && !this.#states.has(value) ? OTHER_STATES : value;
    let times = this.#states.get(known);
    if (!times) this.#states.set(known, (times = new Float64Array(this.#options.grid.buckets)));
    return times;
  }
}
