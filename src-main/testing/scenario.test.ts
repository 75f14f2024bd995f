import { describe, expect, it } from 'vitest';
import { Scenario } from './scenario.ts';

function given(seed: number) {
  const done: string[] = [];
  const parts = {
    broker: { stop: () => done.push('stop'), start: async () => void (await Promise.resolve(), done.push('start')) },
    service: {
      kill: () => {
        throw new RangeError('it is gone');
      },
    },
  };
  return { done, scenario: new Scenario(parts, seed) };
}

describe('a scenario', () => {
  it('does its steps in the order of their times, whatever the order in which they were written', async () => {
    const { done, scenario } = given(1);
    scenario.at(0.02).broker.start().at(0.01).broker.stop();
    expect(scenario.text).toBe('seed 1: 0.01 s broker.stop, 0.02 s broker.start');
    const steps = await scenario.run(0.03);
    expect(done).toEqual(['stop', 'start']);
    expect(steps.map(({ words }) => words)).toEqual(['broker.stop', 'broker.start']);
  });

  it('counts from the end of the step before where that is asked for', async () => {
    const { done, scenario } = given(1);
    scenario.at(0.01).broker.start().after(0.02).broker.stop();
    expect(scenario.text).toBe('seed 1: 0.01 s broker.start, +0.02 s broker.stop');
    const [first, second] = await scenario.run();
    expect(done).toEqual(['start', 'stop']);
    expect(second!.atS).toBeGreaterThanOrEqual(first!.atS);
  });

  it('is the same again from its seed, and another one from another', () => {
    const written = (seed: number): string => {
      const { scenario } = given(seed);
      for (let i = 0; i < 5; i++) scenario.at(scenario.between(i * 10, i * 10 + 8)).broker.stop();
      return scenario.text.slice(scenario.text.indexOf(':'));
    };
    expect(written(7)).toBe(written(7));
    expect(written(7)).not.toBe(written(8));
  });

  it('tells seed and step of what failed', async () => {
    const { scenario } = given(9);
    scenario.at(0).service.kill();
    await expect(scenario.run()).rejects.toThrow(
      'Step “0 s service.kill” of the scenario failed (seed 9: 0 s service.kill)',
    );
  });
});
