import { describe, expect, it } from 'vitest';
import { CRASH_POINTS } from '../../../src-main/kernel/crash-points.ts';
import { randomFrom } from '../../../src-main/testing/random-from.ts';
import { APART, eachAlone, eachOfDatabase, eachTwice, type PlannedStep, sample } from './crash-plan.ts';

const pointsOf = (steps: readonly PlannedStep[]): string[] =>
  steps.flatMap((step) => (step === 'recover' ? [] : [step.point]));

describe('the plan of crashes', () => {
  it('comes by each of the points, alone and twice in a row', () => {
    const random = randomFrom(1);
    const all = CRASH_POINTS.map(({ name }) => name).sort();
    for (const [each, ofDatabase] of [
      [eachAlone(random), eachOfDatabase(random, 1)],
      [eachTwice(random), eachOfDatabase(random, 2)],
    ]) {
      const planned = [...pointsOf(each!), ...pointsOf(ofDatabase!), ...APART];
      expect([...new Set(planned)].sort()).toEqual(all);
    }
  });

  it('lets a service that crashed at its start recover before it crashes alone again', () => {
    const steps = eachAlone(randomFrom(2)) as Exclude<PlannedStep, 'recover'>[];
    const starts = steps.flatMap(({ from }, at) => (from === 'start' ? [steps[at + 1]?.from] : []));
    expect(new Set(starts)).toEqual(new Set(['up']));
  });

  it('is repeated by its seed, and samples eight points', () => {
    expect(sample(randomFrom(3), 8)).toEqual(sample(randomFrom(3), 8));
    for (let seed = 0; seed < 50; seed++)
      expect(new Set(pointsOf(sample(randomFrom(seed), 8))).size).toBeGreaterThanOrEqual(8);
  });
});
