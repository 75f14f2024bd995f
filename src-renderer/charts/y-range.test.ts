import { describe, expect, it } from 'vitest';
import { PenBuckets } from './pen-buckets.ts';
import { aboveBand, axisRange, dataRange } from './y-range.ts';

describe('the range of a value axis', () => {
  it('spans what is in sight of all its pens', () => {
    const one = new PenBuckets(10, 100);
    const other = new PenBuckets(10, 100);
    one.add(5, 3, 0);
    one.add(995, 1_000, 0);
    other.add(15, -4, 0);
    other.add(25, Number.POSITIVE_INFINITY, 0);
    expect(dataRange([one, other], { fromUs: 0, toUs: 100 })).toEqual({ min: -4, max: 3 });
    expect(dataRange([one], { fromUs: 200, toUs: 300 })).toBeUndefined();
  });

  it('leaves a tenth on both sides', () => {
    expect(axisRange(undefined, { min: 0, max: 10 })).toEqual({ min: -1, max: 11 });
  });

  it('stays while the data fit and fill a third of it', () => {
    const before = { min: 0, max: 10 };
    expect(axisRange(before, { min: 2, max: 8 })).toBe(before);
    expect(axisRange(before, { min: 5, max: 6 })).toEqual({ min: 4.9, max: 6.1 });
    expect(axisRange(before, { min: 5, max: 12 })).not.toBe(before);
  });

  it('has room about a value that does not change', () => {
    const range = axisRange(undefined, { min: 6.5, max: 6.5 });
    expect(range.min).toBeLessThan(6.5);
    expect(range.max).toBeGreaterThan(6.5);
    expect(axisRange(range, { min: 6.5, max: 6.5 })).toBe(range);
  });

  it('keeps a band below free for digital pens', () => {
    // 25 of 100 px: three quarters of the height are left for 0…30, so the axis begins at −10.
    expect(aboveBand({ min: 0, max: 30 }, 25, 100)).toEqual({ min: -10, max: 30 });
  });
});
