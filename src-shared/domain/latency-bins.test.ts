import { describe, expect, it } from 'vitest';
import { LATENCY_BINS, LATENCY_EDGES_MS, latencyBin, percentileOfBins } from './latency-bins.ts';

const counted = (times: readonly number[]): Uint32Array => {
  const counts = new Uint32Array(LATENCY_BINS);
  for (const ms of times) counts[latencyBin(ms)]!++;
  return counts;
};

describe('bins of latencies', () => {
  it('hold each time between their edges, the shortest and the longest too', () => {
    for (const ms of [0.11, 0.5, 1, 2.5, 12, 99, 1_000, 4_999]) {
      const bin = latencyBin(ms);
      expect(ms).toBeGreaterThanOrEqual(LATENCY_EDGES_MS[bin - 1]! * 0.999_999);
      expect(ms).toBeLessThan(LATENCY_EDGES_MS[bin]!);
    }
    expect([0, 0.05, Number.NaN].map(latencyBin)).toEqual([0, 0, 0]);
    expect([10_001, 1e9, Number.POSITIVE_INFINITY].map(latencyBin)).toEqual(Array(3).fill(LATENCY_BINS - 1));
  });

  it('give percentiles to ±13 % of the exact ones', () => {
    const times = Array.from({ length: 2_000 }, (_, index) => 2 + ((index * 7_919) % 2_000) / 10);
    const sorted = times.toSorted((a, b) => a - b);
    const max = sorted.at(-1)!;
    for (const share of [0.5, 0.95, 0.99]) {
      const exact = sorted[Math.floor(share * sorted.length)]!;
      const told = percentileOfBins(counted(times), share, max)!;
      expect(told / exact).toBeGreaterThan(0.87);
      expect(told / exact).toBeLessThan(1.13);
    }
  });

  it('tell nothing that is longer than the longest, and nothing of nothing', () => {
    expect(percentileOfBins(counted([3, 3, 3]), 0.99, 3)).toBeLessThanOrEqual(3);
    expect(percentileOfBins(counted([60_000]), 0.5, 60_000)).toBeLessThanOrEqual(60_000);
    expect(percentileOfBins(counted([]), 0.5, 0)).toBeNull();
  });
});
