import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BucketAccumulator } from './decimate.ts';
import { STATUS } from './quality.ts';

describe('buckets', () => {
  it('keep a spike of one sample at any width', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999 }), fc.integer({ min: 1, max: 400 }), (spikeAt, buckets) => {
        const time = Float64Array.from({ length: 1_000 }, (_, i) => i * 10);
        const value = new Float64Array(1_000).fill(1);
        value[spikeAt] = 99;
        const accumulator = new BucketAccumulator(0, 10_000, buckets);
        accumulator.addRows(time, value, new Uint32Array(1_000));
        const series = accumulator.finish();
        expect(Math.max(...series.max)).toBe(99);
        expect(series.count.reduce((a, b) => a + b, 0)).toBe(1_000);
      }),
    );
  });

  it('count Bad samples apart and never mix them into a value', () => {
    const accumulator = new BucketAccumulator(0, 100, 2);
    accumulator.addRows(
      Float64Array.of(10, 20, 60, 70),
      Float64Array.of(4, Number.NaN, Number.NaN, Number.NaN),
      Uint32Array.of(STATUS.Good, STATUS.BadNoCommunication, STATUS.BadNoCommunication, STATUS.BadNoCommunication),
    );
    const series = accumulator.finish();
    expect([...series.avg]).toEqual([4, Number.NaN]);
    expect([...series.count]).toEqual([1, 0]);
    expect([...series.bad]).toEqual([1, 2]);
  });

  it('say the same of a block by its statistics as of its rows', () => {
    const rows = new BucketAccumulator(0, 100, 1);
    rows.addRows(Float64Array.of(1, 2, 3), Float64Array.of(5, 9, 7), new Uint32Array(3));
    const block = new BucketAccumulator(0, 100, 1);
    block.addBlock(1, { min: 5, max: 9, sum: 21, first: 5, last: 7, count: 3, bad: 0 });
    expect(block.finish()).toEqual(rows.finish());
  });

  it('list only buckets that hold a sample, so that a hole stays a hole', () => {
    const accumulator = new BucketAccumulator(0, 100, 10);
    accumulator.addRows(Float64Array.of(5, 95), Float64Array.of(1, 2), new Uint32Array(2));
    expect([...accumulator.finish().timeUs]).toEqual([0, 90]);
  });
});
