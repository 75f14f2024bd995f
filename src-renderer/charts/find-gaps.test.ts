import { describe, expect, it } from 'vitest';
import { STATUS } from '../../src-shared/domain/quality.ts';
import { commonGaps, findGaps, gapWithout, longestStepUs } from './find-gaps.ts';
import { PenBuckets } from './pen-buckets.ts';

const WIDTH = 10;
/** Polled every 100 µs, so that a line may step 300. */
const STEP = 300;

function pen(samples: readonly (readonly [timeUs: number, status?: number])[]): PenBuckets {
  const buckets = new PenBuckets(WIDTH, 1_000);
  for (const [timeUs, status = 0] of samples) buckets.add(timeUs, status === 0 ? 1 : Number.NaN, status);
  return buckets;
}

const every = (fromUs: number, toUs: number): readonly (readonly [number])[] =>
  Array.from({ length: (toUs - fromUs) / 100 }, (_, at) => [fromUs + at * 100] as const);

const range = { fromUs: 0, toUs: 2_000 };

describe('gaps of a pen', () => {
  it('are where more than three intervals pass without a sample', () => {
    const gaps = findGaps(pen([...every(0, 800), ...every(1_400, 2_000)]), range, STEP, [], 0);
    expect(gaps).toEqual([{ fromUs: 705, toUs: 1_405, reason: 'No data' }]);
  });

  it('are not where samples merely come late', () => {
    expect(findGaps(pen([[0], [290], [580], [870], [1_160], [1_450], [1_740]]), range, STEP, [], 0)).toEqual([]);
  });

  it('are where samples are Bad, with the reason, from the last usable one to the next', () => {
    const samples = [...every(0, 500), [500, STATUS.BadNoCommunication] as const, ...every(900, 2_000)];
    expect(findGaps(pen(samples), range, STEP, [], 0)).toEqual([
      { fromUs: 405, toUs: 905, reason: 'Bad: no communication' },
    ]);
    const first = [[500, STATUS.BadNoCommunication] as const, ...every(900, 2_000)];
    expect(findGaps(pen(first), range, STEP, [], 500)).toEqual([
      { fromUs: 505, toUs: 905, reason: 'Bad: no communication' },
    ]);
  });

  it('take the reason that the gateway recorded', () => {
    const recorded = [{ fromUs: 750, toUs: 1_350, reason: 'restart' }] as const;
    const gaps = findGaps(pen([...every(0, 800), ...every(1_400, 2_000)]), range, STEP, recorded, 0);
    expect(gaps.map((gap) => gap.reason)).toEqual(['Gateway restarted']);
  });

  it('reach to the right edge when the newest sample is old', () => {
    expect(findGaps(pen(every(0, 1_000)), range, STEP, [], 0)).toEqual([
      { fromUs: 905, toUs: 2_000, reason: 'No data' },
    ]);
  });

  it('begin on the left only where it is known that nothing is stored', () => {
    const late = pen(every(1_000, 2_000));
    expect(findGaps(late, range, STEP, [], 1_000)).toEqual([]);
    expect(findGaps(late, range, STEP, [], 0)).toEqual([{ fromUs: 0, toUs: 1_005, reason: 'No data' }]);
  });
});

describe('the step that is still a line', () => {
  it('is three intervals, or a bucket and a half where those are wider', () => {
    expect(longestStepUs(1_000, 75_000, 0)).toBe(3e6);
    expect(longestStepUs(1_000, 90e6, 0)).toBe(135e6);
    expect(longestStepUs(1_000, 75_000, 60e6)).toBe(90e6);
  });

  it('are none between averages that are a little wider than the buckets they are drawn in', () => {
    const [width, resolution] = [155, 200];
    const buckets = new PenBuckets(width, 100);
    for (let at = 0; at < 50; at++) buckets.add(at * resolution, 1, 0);
    const step = longestStepUs(0, width, resolution);
    expect(findGaps(buckets, { fromUs: 0, toUs: 49 * resolution }, step, [], 0)).toEqual([]);
  });
});

describe('gaps of several pens', () => {
  const gap = (fromUs: number, toUs: number) => ({ fromUs, toUs, reason: 'x' });

  it('are common where all lack data', () => {
    expect(commonGaps([[gap(0, 10), gap(20, 40)], [gap(5, 30)]])).toEqual([gap(5, 10), gap(20, 30)]);
    expect(commonGaps([[gap(0, 10)], []])).toEqual([]);
    expect(commonGaps([])).toEqual([]);
  });

  it('leave to each pen what is not common', () => {
    expect(gapWithout(gap(0, 100), [gap(-5, 10), gap(20, 40)])).toEqual([gap(10, 20), gap(40, 100)]);
    expect(gapWithout(gap(0, 10), [gap(0, 10)])).toEqual([]);
  });
});
