import { isBad } from '../../src-shared/domain/quality.ts';
import type { Columns } from './columns.ts';

/** What a bucket needs of a block without its rows; as `BucketAccumulator.addBlock` takes it. */
export interface BlockStats {
  /** NaN, like the four after it (`sum` 0), where there is no Good or Uncertain value. */
  readonly min: number;
  readonly max: number;
  readonly first: number;
  readonly last: number;
  readonly sum: number;
  /** Rows that are not Bad and have a number. */
  readonly count: number;
  readonly bad: number;
}

/** The statistics of columns in the order of their time. */
export function statsOf({ value, status }: Columns): BlockStats {
  let min = Number.NaN;
  let max = Number.NaN;
  let first = Number.NaN;
  let last = Number.NaN;
  let sum = 0;
  let count = 0;
  for (let row = 0; row < value.length; row++) {
    const v = value[row]!;
    if (isBad(status[row]!) || Number.isNaN(v)) continue;
    if (count === 0) min = max = first = v;
    if (v < min) min = v;
    if (v > max) max = v;
    last = v;
    sum += v;
    count++;
  }
  return { min, max, first, last, sum, count, bad: value.length - count };
}
