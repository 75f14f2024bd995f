import { expect, it } from 'vitest';
import { StepBack } from './step-back.ts';

const backs = (...stampsUs: readonly number[]): readonly boolean[] => {
  const stamps = new StepBack();
  return stampsUs.map((us) => {
    const isBack = stamps.isBack(us);
    stamps.note(us);
    return isBack;
  });
};

it('sees a step back of more than half a second, once', () => {
  expect(backs(0, 10e6, 9.6e6, 9e6, 9.2e6, 10e6)).toEqual([false, false, false, true, false, false]);
});

it('is not fooled by small steps, each below half a second', () => {
  expect(backs(10e6, 9.7e6, 9.4e6, 9.3e6)).toEqual([false, false, true, false]);
});
