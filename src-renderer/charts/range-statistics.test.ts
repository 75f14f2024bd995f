import { array, double, assert as holds, integer, property, record } from 'fast-check';
import { expect, it } from 'vitest';
import { STATUS } from '../../src-shared/domain/quality.ts';
import { StatisticsOfRange } from './range-statistics.ts';

const SECOND = 1e6;
const START_US = Date.UTC(2026, 0, 1) * 1_000;

function told(samples: readonly (readonly [us: number, value: number, status?: number])[]) {
  const statistics = new StatisticsOfRange();
  for (const [us, value, status] of samples) statistics.add(us, value, status ?? 0);
  return statistics.result();
}

it('says the same as the formulas of a textbook, on values and times of any size', () => {
  const sample = record({ s: integer({ min: 0, max: 86_400 }), value: double({ min: -1e9, max: 1e9, noNaN: true }) });
  holds(
    property(array(sample, { minLength: 2, maxLength: 60 }), (made) => {
      const samples = [...made].sort((a, b) => a.s - b.s);
      const result = told(samples.map(({ s, value }) => [START_US + s * SECOND, value]));
      const n = samples.length;
      const mean = samples.reduce((sum, { value }) => sum + value, 0) / n;
      const meanS = samples.reduce((sum, { s }) => sum + s, 0) / n;
      const scatter = samples.reduce((sum, { value }) => sum + (value - mean) ** 2, 0);
      const spread = samples.reduce((sum, { s }) => sum + (s - meanS) ** 2, 0);
      const common = samples.reduce((sum, { s, value }) => sum + (s - meanS) * (value - mean), 0);
      const size = Math.max(1, ...samples.map(({ value }) => Math.abs(value)));
      const isNear = (a: number, b: number, scale = size): boolean => Math.abs(a - b) <= 1e-9 * scale;
      expect(result).toMatchObject({ count: n, bad: 0 });
      // Whether the least of 0 and -0 has its sign is nobody's concern.
      expect(result.min === Math.min(...samples.map(({ value }) => value))).toBe(true);
      expect(result.max === Math.max(...samples.map(({ value }) => value))).toBe(true);
      expect(isNear(result.mean, mean)).toBe(true);
      expect(isNear(result.std, Math.sqrt(scatter / (n - 1)), size * 10)).toBe(true);
      if (spread === 0) expect(result.slope).toBeNaN();
      else expect(isNear(result.slope, common / spread, size * 10)).toBe(true);
    }),
    { numRuns: 500 },
  );
});

it('keeps the digits of a small scatter about a large value, hours from its first sample', () => {
  const samples = Array.from({ length: 10_000 }, (_, i) => [START_US + i * SECOND, 1e9 + (i % 2) * 0.5] as const);
  const { mean, std, slope } = told(samples);
  expect(mean).toBeCloseTo(1e9 + 0.25, 6);
  expect(std).toBeCloseTo(0.25, 4);
  expect(Math.abs(slope)).toBeLessThan(1e-6);
});

it('counts Bad samples and what is no number, and uses them for nothing', () => {
  const result = told([
    [START_US, 1],
    [START_US + SECOND, 900, STATUS.BadNoCommunication],
    [START_US + 2 * SECOND, Number.NaN],
    [START_US + 3 * SECOND, Number.POSITIVE_INFINITY],
    [START_US + 4 * SECOND, 3, STATUS.Uncertain],
  ]);
  expect(result).toMatchObject({ count: 2, bad: 3, min: 1, max: 3, mean: 2, slope: 0.5 });
});

it('says nothing of a range without a sample, and no slope of one moment', () => {
  expect(told([])).toMatchObject({ count: 0, min: Number.NaN, mean: Number.NaN, std: Number.NaN, slope: Number.NaN });
  expect(told([[START_US, 4]])).toMatchObject({ count: 1, mean: 4, std: Number.NaN, slope: Number.NaN });
});
