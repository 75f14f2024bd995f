import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { QUALITY_FILTERS } from '../../../src-shared/contract/history-question.ts';
import { STATUS } from '../../../src-shared/domain/quality.ts';
import type { TimeRange } from '../query.ts';
import { BucketFold, type FoldedBuckets, type FoldOptions, MAX_STATES } from './bucket-fold.ts';
import type { Points } from './history-source.ts';
import { slowBuckets } from './slow-fold.ts';

const points = (...rows: readonly (readonly [us: number, value: number, status?: number])[]): Points => ({
  timeUs: Float64Array.from(rows, ([us]) => us),
  value: Float64Array.from(rows, ([, value]) => value),
  status: Uint32Array.from(rows, ([, , status = STATUS.Good]) => status),
});
const options = (part: Partial<FoldOptions> = {}): FoldOptions => ({
  grid: { fromUs: 0, widthUs: 10, buckets: 4 },
  toUs: 40,
  quality: 'usable',
  gaps: [],
  states: true,
  ...part,
});
function fold(pieces: readonly Points[], part: Partial<FoldOptions> = {}): FoldedBuckets {
  const folding = new BucketFold(options(part));
  for (const piece of pieces) folding.add(piece);
  return folding.finish();
}
const list = (column: Float64Array): number[] => [...column];

describe('buckets of single points', () => {
  it('weigh each value by the time that it held', () => {
    const { timeUs, avg, twa, held } = fold([points([0, 10], [9, 20], [25, 0])]);
    expect(list(timeUs)).toEqual([0, 10, 20, 30]);
    expect(list(avg)).toEqual([15, Number.NaN, 0, Number.NaN]);
    expect(list(twa)).toEqual([11, 20, 10, 0]);
    expect(list(held)).toEqual([10, 10, 10, 10]);
  });

  it('begin with what held before them, and say what held where no sample is', () => {
    const { twa, kept, count } = fold([points([-5, 7], [12, 9])]);
    expect(list(twa)).toEqual([7, 8.6, 9, 9]);
    expect(list(kept)).toEqual([7, expect.any(Number), 9, 9]);
    expect(list(count)).toEqual([0, 1, 0, 0]);
  });

  it('let nothing hold across a gap or a Bad sample', () => {
    const { timeUs, held, bad } = fold([points([0, 1], [21, Number.NaN, STATUS.BadNotConnected], [24, 2])], {
      gaps: [{ fromUs: 5, toUs: 12 }],
    });
    expect(list(timeUs)).toEqual([0, 20, 30]);
    expect(list(held)).toEqual([5, 6, 10]);
    expect(list(bad)).toEqual([0, 1, 0]);
  });

  it('tell the seconds of each state, and those of too many together', () => {
    const { states } = fold([points([0, 1], [5, 0], [15, 1])]);
    expect(states.map(({ value, seconds }) => [value, ...list(seconds)])).toEqual([
      [1, 5e-6, 5e-6, 1e-5, 1e-5],
      [0, 5e-6, 5e-6, 0, 0],
    ]);
    const many = points(...Array.from({ length: 40 }, (_, us) => [us, us] as const));
    const told = fold([many]).states;
    expect(told).toHaveLength(MAX_STATES + 1);
    expect(told.at(-1)!.value).toBeNaN();
    expect(told.at(-1)!.seconds.reduce((sum, one) => sum + one)).toBeCloseTo((40 - MAX_STATES) * 1e-6, 12);
  });

  it('agree with their definitions, however the points come in pieces', () => {
    const status = fc.constantFrom(STATUS.Good, STATUS.Good, STATUS.Uncertain, STATUS.BadNotConnected);
    const row = fc.record({ us: fc.integer({ min: -8, max: 48 }), value: fc.integer({ min: -3, max: 3 }), status });
    const cuts = fc.uniqueArray(fc.integer({ min: 0, max: 40 }), { minLength: 0, maxLength: 6 });
    const asked = fc.record({
      quality: fc.constantFrom(...QUALITY_FILTERS),
      width: fc.integer({ min: 1, max: 14 }),
      toUs: fc.integer({ min: 1, max: 40 }),
      gaps: cuts.map(pairs),
      spans: fc.option(cuts.map(pairs), { nil: undefined }),
      cut: fc.nat(30),
    });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 30 }), asked, (rows, { quality, width, toUs, gaps, spans, cut }) => {
        const sorted = rows.toSorted((a, b) => a.us - b.us);
        const made = sorted.map(
          ({ us, value, status: code }) => [us, code === STATUS.BadNotConnected ? Number.NaN : value, code] as const,
        );
        const grid = { fromUs: 0, widthUs: width, buckets: Math.ceil(40 / width) };
        const part = { grid, quality, toUs, gaps, spans, states: true };
        const folded = fold([points(...made.slice(0, cut)), points(...made.slice(cut))], part);
        const slow = slowBuckets(points(...made), options(part));
        const shown = slow.flatMap((bucket, at) => {
          const held = bucket.held.filter((value) => !Number.isNaN(value));
          return bucket.values.length + bucket.bad + held.length > 0 ? [{ ...bucket, at, held }] : [];
        });
        expect(list(folded.timeUs)).toEqual(shown.map(({ at }) => at * width));
        for (const [index, { values, bad, held }] of shown.entries()) {
          expect(folded.count[index]).toBe(values.length);
          expect(folded.bad[index]).toBe(bad);
          expect(folded.held[index]).toBe(held.length);
          expect(close(folded.avg[index]!, mean(values))).toBe(true);
          expect(close(folded.std[index]!, deviation(values))).toBe(true);
          expect(close(folded.twa[index]!, mean(held))).toBe(true);
          const ends = [folded.min[index], folded.max[index], folded.first[index], folded.last[index]];
          const none = Number.NaN;
          expect(ends).toEqual(
            values.length > 0
              ? [Math.min(...values), Math.max(...values), values[0], values.at(-1)]
              : [none, none, none, none],
          );
          for (const { value, seconds } of folded.states)
            expect(seconds[index]! * 1e6).toBeCloseTo(held.filter((one) => one === value).length, 6);
          if (values.length === 0 && held.length > 0) expect(held).toContain(folded.kept[index]);
        }
      }),
      { numRuns: 300 },
    );
  });
});

/** Pairs of sorted cuts as spans; one that is left over is let go. */
function pairs(cuts: readonly number[]): TimeRange[] {
  const sorted = cuts.toSorted((a, b) => a - b);
  return sorted.flatMap((fromUs, at) =>
    at % 2 === 0 && at + 1 < sorted.length ? [{ fromUs, toUs: sorted[at + 1]! }] : [],
  );
}

const close = (a: number, b: number): boolean => Object.is(a, b) || Math.abs(a - b) < 1e-9;
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
function deviation(values: readonly number[]): number {
  if (values.length < 2) return Number.NaN;
  const middle = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1));
}
