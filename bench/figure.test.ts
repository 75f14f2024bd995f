import { describe, expect, it } from 'vitest';
import { digits, figure, isMet, misses, percentile, ratioOf, spreadOf, spreadText } from './figure.ts';

describe('the figures of a benchmark', () => {
  it('are quoted by their middle, between the extremes', () => {
    expect(spreadOf([3, 1, 2])).toEqual({ min: 1, median: 2, max: 3 });
    expect(spreadOf([4, 1, 2, 10])).toEqual({ min: 1, median: 3, max: 10 });
    expect(spreadOf([7])).toEqual({ min: 7, median: 7, max: 7 });
  });

  it('are none when nothing was measured', () => {
    expect(() => spreadOf([])).toThrow(RangeError);
    expect(() => spreadOf([1, Number.NaN])).toThrow('NaN');
    expect(() => percentile([], 0.99)).toThrow(RangeError);
  });

  it('have percentiles by nearest rank', () => {
    const hundred = Array.from({ length: 100 }, (_, i) => 100 - i);
    expect(percentile(hundred, 0.99)).toBe(99);
    expect(percentile(hundred, 0.5)).toBe(50);
    expect(percentile(hundred, 1)).toBe(100);
    expect(percentile([5, 1], 0)).toBe(1);
  });

  it('are compared run by run, so that a machine that slows down changes no ratio', () => {
    expect(ratioOf([1, 2, 4], [2, 4, 8])).toEqual({ min: 0.5, median: 0.5, max: 0.5 });
    expect(() => ratioOf([1, 2], [1])).toThrow(RangeError);
    expect(() => ratioOf([1], [0])).toThrow(RangeError);
  });

  it('keep to a gate by their median, the limit itself included', () => {
    expect(isMet({ atMost: 2 }, spreadOf([1, 2, 9]))).toBe(true);
    expect(isMet({ atMost: 2 }, spreadOf([1, 2.1, 3]))).toBe(false);
    expect(isMet({ atLeast: 2 }, spreadOf([1, 2, 3]))).toBe(true);
    expect(isMet({ atLeast: 2 }, spreadOf([1, 1.9, 3]))).toBe(false);
  });

  it('name every gate they miss, the absolute one and those of the ratios', () => {
    const slow = figure(
      'CPU',
      's',
      [3],
      [
        { with: 'C', theirs: [1], gate: { atMost: 2.5 } },
        { with: 'a loop', theirs: [9], gate: { atMost: 1 / 3 } },
        { with: 'nobody', theirs: [1] },
      ],
      { atMost: 1 },
    );
    expect(misses(slow)).toEqual(['CPU: 3 s, the gate is ≤ 1 s', 'CPU: 3 × C, the gate is ≤ 2.5 ×']);
    expect(misses(figure('CPU', 's', [1], [], { atMost: 1 }))).toEqual([]);
  });

  it('are written with three digits', () => {
    expect(digits(0.012345)).toBe('0.0123');
    expect(digits(41_234.5)).toBe('41,235');
    expect(spreadText(spreadOf([1, 2, 3]))).toBe('2 (1…3)');
    expect(spreadText(spreadOf([2]))).toBe('2');
  });
});
