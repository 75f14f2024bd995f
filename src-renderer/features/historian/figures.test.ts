import { describe, expect, it } from 'vitest';
import { histogramOf } from './histogram-bins.ts';
import { xyPoints } from './xy-points.ts';

describe('a histogram', () => {
  it('counts every finite value once, the largest in the last bin', () => {
    const values = Float64Array.of(0, 1, 1.9, 5, 9.99, 10, Number.NaN, Number.POSITIVE_INFINITY);
    expect(histogramOf(values, 5)).toEqual({ min: 0, widthOfBin: 2, counts: [3, 0, 1, 0, 2], values: 6 });
  });

  it('of values that are all alike is one bin, and of none nothing', () => {
    expect(histogramOf(Float64Array.of(7, 7), 5)).toEqual({ min: 7, widthOfBin: 0, counts: [2], values: 2 });
    expect(histogramOf(Float64Array.of(Number.NaN), 5)).toBeUndefined();
  });
});

describe('pairs of two columns', () => {
  const column = (timeUs: number[], values: number[]) => ({
    timeUs: Float64Array.from(timeUs),
    values: Float64Array.from(values),
  });

  it('are of the same times, without those that lack a number', () => {
    const { x, y, correlation } = xyPoints(
      column([1, 2, 3, 5, 6], [1, 2, 3, 5, Number.NaN]),
      column([2, 3, 4, 5, 6], [4, 6, 8, 10, 12]),
    );
    expect([[...x], [...y]]).toEqual([
      [2, 3, 5],
      [4, 6, 10],
    ]);
    expect(correlation).toBeCloseTo(1, 12);
  });

  it('have no correlation where one does not change', () => {
    expect(xyPoints(column([1, 2], [1, 1]), column([1, 2], [3, 4])).correlation).toBeNaN();
  });
});
