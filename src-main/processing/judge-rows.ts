import { isBad, STATUS } from '../../src-shared/domain/quality.ts';
import type { TagRule } from './tag-rule.ts';

/** Where judged readings go: a value in engineering units and its status, by place. */
export interface JudgedColumns {
  readonly value: Float64Array;
  readonly status: Uint32Array;
}

/** Scale, unit, clamp and quality of readings, by the rules of their tags. Keeps nothing of what it saw. */
export class RowJudge {
  readonly #factor: Float64Array;
  readonly #offset: Float64Array;
  readonly #clampLow: Float64Array;
  readonly #clampHigh: Float64Array;

  constructor(rules: readonly TagRule[]) {
    this.#factor = Float64Array.from(rules, (rule) => rule.factor);
    this.#offset = Float64Array.from(rules, (rule) => rule.offset);
    this.#clampLow = Float64Array.from(rules, (rule) => rule.clampLow);
    this.#clampHigh = Float64Array.from(rules, (rule) => rule.clampHigh);
  }

  /** Judges a reading of the tag at `row` and puts it at place `at`. @param raw in device units. */
  judge(row: number, raw: number, status: number, into: JudgedColumns, at: number): void {
    let value = Number.NaN;
    let judged = status;
    if (!isBad(status)) {
      value = raw * this.#factor[row]! + this.#offset[row]!;
      if (value < this.#clampLow[row]!) {
        value = this.#clampLow[row]!;
        judged = status === STATUS.Good ? STATUS.GoodClamped : status;
      } else if (value > this.#clampHigh[row]!) {
        value = this.#clampHigh[row]!;
        judged = status === STATUS.Good ? STATUS.GoodClamped : status;
      }
    }
    into.value[at] = value;
    into.status[at] = judged;
  }

  /** A scaled integer is an approximation, so it loses its exact cell. */
  isScaled(row: number): boolean {
    return this.#factor[row] !== 1 || this.#offset[row] !== 0;
  }
}
