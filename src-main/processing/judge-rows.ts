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
  readonly #rootFactor: Float64Array;
  readonly #rootOffset: Float64Array;
  readonly #clampLow: Float64Array;
  readonly #clampHigh: Float64Array;

  constructor(rules: readonly TagRule[]) {
    this.#factor = Float64Array.from(rules, (rule) => rule.factor);
    this.#offset = Float64Array.from(rules, (rule) => rule.offset);
    this.#rootFactor = Float64Array.from(rules, (rule) => rule.rootFactor);
    this.#rootOffset = Float64Array.from(rules, (rule) => rule.rootOffset);
    this.#clampLow = Float64Array.from(rules, (rule) => rule.clampLow);
    this.#clampHigh = Float64Array.from(rules, (rule) => rule.clampHigh);
  }

  /** Judges a reading of the tag at `row` and puts it at place `at`. @param raw in device units. */
  judge(row: number, raw: number, status: number, into: JudgedColumns, at: number): void {
    let value = Number.NaN;
    let judged = status;
    if (!isBad(status)) {
      let straight = raw;
      const rootFactor = this.#rootFactor[row]!;
      if (!Number.isNaN(rootFactor)) {
        straight = raw * rootFactor + this.#rootOffset[row]!;
        // Below its zero a differential pressure is noise of the transmitter: no flow, and not measured as such.
        if (straight < 0) judged = clamped(status);
        straight = straight < 0 ? 0 : Math.sqrt(straight);
      }
      value = straight * this.#factor[row]! + this.#offset[row]!;
      if (value < this.#clampLow[row]!) {
        value = this.#clampLow[row]!;
        judged = clamped(status);
      } else if (value > this.#clampHigh[row]!) {
        value = this.#clampHigh[row]!;
        judged = clamped(status);
      }
    }
    into.value[at] = value;
    into.status[at] = judged;
  }

  /** A scaled integer is an approximation, so it loses its exact cell. */
  isScaled(row: number): boolean {
    return this.#factor[row] !== 1 || this.#offset[row] !== 0 || !Number.isNaN(this.#rootFactor[row]!);
  }
}

function clamped(status: number): number {
  return status === STATUS.Good ? STATUS.GoodClamped : status;
}
