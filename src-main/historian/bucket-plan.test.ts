import { describe, expect, it } from 'vitest';
import { bucketGrid } from './bucket-grid.ts';
import { planBuckets } from './bucket-plan.ts';
import { DAY_US as DAY, HOUR_US as HOUR } from './split-columns.ts';

const settled = { unsettled: [], rawFromUs: Number.NEGATIVE_INFINITY };
const START = 20_000 * DAY;
/** Steps as days since the start: `[unit, from, to]`. */
const plan = (fromUs: number, toUs: number, buckets: number, known: Parameters<typeof planBuckets>[2] = settled) =>
  planBuckets({ fromUs, toUs }, bucketGrid({ fromUs, toUs }, buckets), known).map((step) => [
    step.unitUs === DAY ? 'days' : step.unitUs === HOUR ? 'hours' : 'blocks',
    (step.fromUs - START) / HOUR,
    (step.toUs - START) / HOUR,
  ]);

describe('the plan of buckets', () => {
  it('takes days where a bucket holds whole ones, hours at their edges, and blocks at the edges of those', () => {
    expect(plan(START + 1.5 * HOUR, START + 50 * DAY + 2.5 * HOUR, 30)).toEqual([
      ['blocks', 1.5, 2],
      ['hours', 2, 24],
      ['days', 24, 1_200],
      ['hours', 1_200, 1_202],
      ['blocks', 1_202, 1_202.5],
    ]);
  });

  it('takes hours where buckets are no whole days, and blocks where they are no whole hours', () => {
    expect(plan(START, START + 30 * DAY, 500)).toEqual([['hours', 0, 720]]);
    expect(plan(START, START + DAY, 1_440)).toEqual([['blocks', 0, 24]]);
  });

  it('takes blocks where rollups do not know everything yet, and only there', () => {
    const late = [
      { startUs: START + 30.5 * HOUR, endUs: START + 30.6 * HOUR },
      { startUs: START + 31.2 * HOUR, endUs: START + 31.3 * HOUR },
    ];
    expect(plan(START, START + 10 * DAY, 10, { ...settled, unsettled: late })).toEqual([
      ['days', 0, 24],
      ['hours', 24, 30],
      ['blocks', 30, 32],
      ['hours', 32, 48],
      ['days', 48, 240],
    ]);
  });

  it('grows to whole hours where the points are gone', () => {
    const known = { unsettled: [], rawFromUs: START + 100 * DAY };
    const range = { fromUs: START + 1.5 * HOUR, toUs: START + 5.5 * HOUR };
    const steps = planBuckets(range, bucketGrid(range, 100, HOUR), known);
    expect(steps).toEqual([{ unitUs: HOUR, fromUs: START + HOUR, toUs: START + 6 * HOUR }]);
  });
});
