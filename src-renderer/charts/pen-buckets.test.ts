import { describe, expect, it } from 'vitest';
import { BucketAccumulator } from '../../src-shared/domain/decimate.ts';
import { STATUS } from '../../src-shared/domain/quality.ts';
import { PenBuckets } from './pen-buckets.ts';

const at = (buckets: PenBuckets, number: number) => {
  const slot = buckets.slotOf(number);
  if (slot < 0) return undefined;
  const { min, max, first, last, count, bad } = buckets;
  return [min[slot], max[slot], first[slot], last[slot], count[slot], bad[slot]];
};

describe('the buckets of a pen', () => {
  it('keep a spike of one sample in however many', () => {
    const buckets = new PenBuckets(1_000, 10);
    for (let time = 0; time < 1_000; time++) buckets.add(time, time === 500 ? 99 : 1, 0);
    expect(at(buckets, 0)).toEqual([1, 99, 1, 1, 1_000, 0]);
  });

  it('count Bad samples apart, with the status of the last', () => {
    const buckets = new PenBuckets(10, 4);
    buckets.add(1, 5, 0);
    buckets.add(2, Number.NaN, STATUS.BadNoCommunication);
    expect(at(buckets, 0)).toEqual([5, 5, 5, 5, 1, 1]);
    expect(buckets.badStatus[buckets.slotOf(0)]).toBe(STATUS.BadNoCommunication);
  });

  it('give the place of the oldest to a new one, and take nothing older than what they hold', () => {
    const buckets = new PenBuckets(10, 3);
    for (const time of [5, 15, 25, 35]) buckets.add(time, time, 0);
    expect(at(buckets, 0)).toBeUndefined();
    expect(at(buckets, 3)).toEqual([35, 35, 35, 35, 1, 0]);
    buckets.add(6, 6, 0);
    expect(at(buckets, 3)).toEqual([35, 35, 35, 35, 1, 0]);
    expect(at(buckets, 0)).toBeUndefined();
  });

  it('fold stored buckets into wider ones as if they had the samples', () => {
    const stored = new BucketAccumulator(0, 400, 40);
    const direct = new PenBuckets(100, 8);
    for (let time = 0; time < 400; time += 3) {
      const value = Math.sin(time / 30);
      stored.addRows(Float64Array.of(time), Float64Array.of(value), Uint32Array.of(0));
      direct.add(time, value, 0);
    }
    const folded = new PenBuckets(100, 8);
    folded.addSeries(stored.finish(), Number.POSITIVE_INFINITY);
    for (const number of [0, 1, 2, 3]) expect(at(folded, number)).toEqual(at(direct, number));
    expect(folded.sum[1]).toBeCloseTo(direct.sum[1]!, 9);
  });

  it('leave out stored samples from a time on', () => {
    const buckets = new PenBuckets(10, 8);
    const series = {
      kind: 'raw',
      timeUs: Float64Array.of(5, 15, 25),
      value: Float64Array.of(1, 2, 3),
      status: Uint32Array.of(0, 0, 0),
    } as const;
    buckets.addSeries(series, 15);
    expect([at(buckets, 0)?.[4], at(buckets, 1), at(buckets, 2)]).toEqual([1, undefined, undefined]);
  });
});
