import { isBad, isGood, STATUS } from '../../../src-shared/domain/quality.ts';
import { LinearLaw } from './linear-law.ts';

/** A value of a point: a number, NaN where it has none, or a text. */
export type Told = number | string;

export interface FindingsOptions {
  /** How far apart two numbers are that mean the same, by how large they are. */
  readonly noise: (before: number, after: number) => number;
  /** `eu_low … eu_high`, before and after; infinite where there is none. */
  readonly ranges: readonly [before: ValueRange, after: ValueRange];
}

export interface ValueRange {
  readonly low: number;
  readonly high: number;
}

/** What became of the points of one tag, counted as they come. */
export class TagFindings {
  compared = 0;
  values = 0;
  qualities = 0;
  clamped = 0;
  outside = 0;
  fewer = 0;
  more = 0;
  worst: { readonly timeUs: number; readonly before: Told; readonly after: Told } | undefined;
  /** Of the numbers that both have and that no clamp held. */
  readonly law = new LinearLaw();
  readonly #options: FindingsOptions;
  #worstBy = -1;

  constructor(options: FindingsOptions) {
    this.#options = options;
  }

  /** A point that both have. */
  pair(timeUs: number, before: Told, beforeStatus: number, after: Told, afterStatus: number): void {
    this.compared++;
    if (beforeStatus !== afterStatus) this.qualities++;
    if (afterStatus === STATUS.GoodClamped && beforeStatus !== STATUS.GoodClamped) this.clamped++;
    if (isBad(beforeStatus) && isBad(afterStatus)) return;
    if (typeof before === 'number' && typeof after === 'number') this.#numbers(timeUs, before, after, afterStatus);
    else if (before !== after) this.#differ(timeUs, before, after, 0);
  }

  #numbers(timeUs: number, before: number, after: number, afterStatus: number): void {
    const [wasIn, isIn] = this.#options.ranges;
    if ((after < isIn.low || after > isIn.high) && before >= wasIn.low && before <= wasIn.high) this.outside++;
    if (isGood(afterStatus) && afterStatus !== STATUS.GoodClamped) this.law.take(before, after);
    if (Number.isNaN(before) && Number.isNaN(after)) return;
    const by = Math.abs(after - before);
    if (!(by <= this.#options.noise(before, after))) this.#differ(timeUs, before, after, by);
  }

  /** @param by how far they are apart; NaN where one has no number, which counts as any other difference. */
  #differ(timeUs: number, before: Told, after: Told, by: number): void {
    this.values++;
    if (!(by > this.#worstBy) && this.worst) return;
    this.#worstBy = by;
    this.worst = { timeUs, before, after };
  }
}
