import { describe, expect, it } from 'vitest';
import { BucketAccumulator } from '../../../src-shared/domain/decimate.ts';
import { STATUS } from '../../../src-shared/domain/quality.ts';
import type { BucketSeries } from '../../../src-shared/domain/series.ts';
import { holdEmpty } from './hold-empty.ts';

/** Ten buckets of 10 µs with a sample at each of these times, of the value of the time. */
function buckets(times: readonly number[], bad: readonly number[] = []): BucketSeries {
  const into = new BucketAccumulator(0, 100, 10);
  const all = [...times, ...bad].toSorted((a, b) => a - b);
  const status = all.map((us) => (bad.includes(us) ? STATUS.BadNotConnected : STATUS.Good));
  into.addRows(Float64Array.from(all), Float64Array.from(all), Uint32Array.from(status));
  return into.finish();
}
const shown = ({ timeUs, avg, count }: BucketSeries): [number, number, number][] =>
  Array.from(timeUs, (us, row) => [us, avg[row]!, count[row]!]);

describe('empty buckets', () => {
  it('take the last value before them, up to now, and count no samples', () => {
    expect(shown(holdEmpty(buckets([2, 8, 31]), [], 100, 60))).toEqual([
      [0, 5, 2],
      [10, 8, 0],
      [20, 8, 0],
      [30, 31, 1],
      [40, 31, 0],
      [50, 31, 0],
    ]);
  });

  it('stay empty after a Bad sample and behind a gap', () => {
    const gap = { fromUs: 45, toUs: 55, reason: 'restart' } as const;
    expect(shown(holdEmpty(buckets([2, 31, 71], [5]), [gap], 100, 100)).map(([us]) => us)).toEqual([0, 30, 70, 80, 90]);
  });
});
