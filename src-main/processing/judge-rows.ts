import { isBad, STATUS } from '../../src-shared/domain/quality.ts';
import type { TagRule } from './tag-rule.ts';

/** Readings as a device gave them, by place. */
export interface RawColumns {
  /** In device units. */
  readonly value: Float64Array;
  readonly status: Uint32Array;
}

/**
 * Readings on their way to a point, by place. What works on them is given the columns and a place, never a number on its
 * own: a float64 handed to a function may cost an object on the heap, for each reading.
 */
export interface JudgedColumns {
  /** In engineering units; NaN where it is Bad. */
  readonly value: Float64Array;
  readonly status: Uint32Array;
  /** When it was measured. */
  readonly timeUs: Float64Array;
  /** When it came, by the clock of this gateway: what heartbeats count by. */
  readonly clockUs: Float64Array;
}

export function judgedColumns(length: number): JudgedColumns {
  return {
    value: new Float64Array(length),
    status: new Uint32Array(length),
    timeUs: new Float64Array(length),
    clockUs: new Float64Array(length),
  };
}

/** Copies the reading at place `at` to place `to`. */
export function copyReading(from: JudgedColumns, at: number, into: JudgedColumns, to: number): void {
  into.value[to] = from.value[at]!;
  into.status[to] = from.status[at]!;
  into.timeUs[to] = from.timeUs[at]!;
  into.clockUs[to] = from.clockUs[at]!;
}

/** Scale, unit and clamp of readings, by the rules of their tags. Keeps nothing of what it saw. */
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

  /** Judges the reading at place `i`, of the tag at `row`: its value and its status come to place `at`. */
  judge(row: number, raw: RawColumns, i: number, into: JudgedColumns, at: number): void {
    const status = raw.status[i]!;
    into.status[at] = status;
    if (isBad(status)) {
      into.value[at] = Number.NaN;
      return;
    }
    let straight = raw.value[i]!;
    let isClamped = false;
    const rootFactor = this.#rootFactor[row]!;
    if (!Number.isNaN(rootFactor)) {
      straight = straight * rootFactor + this.#rootOffset[row]!;
      // Below its zero a differential pressure is noise of the transmitter: no flow, and not measured as such.
      isClamped = straight < 0;
      straight = isClamped ? 0 : Math.sqrt(straight);
    }
    let value = straight * this.#factor[row]! + this.#offset[row]!;
    if (value < this.#clampLow[row]!) {
      value = this.#clampLow[row]!;
      isClamped = true;
    } else if (value > this.#clampHigh[row]!) {
      value = this.#clampHigh[row]!;
      isClamped = true;
    }
    into.value[at] = value;
    if (isClamped && status === STATUS.Good) into.status[at] = STATUS.GoodClamped;
  }

  /** A scaled integer is an approximation, so it loses its exact cell. */
  isScaled(row: number): boolean {
    return this.#factor[row] !== 1 || this.#offset[row] !== 0 || !Number.isNaN(this.#rootFactor[row]!);
  }
}
