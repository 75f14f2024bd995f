import { describe, expect, it } from 'vitest';
import { isMeantFor, Steady } from './steady.ts';

const LIMITS = { band: 0.5, forMs: 5_000 };

/** Looks ten times a second. @returns for how long it stood at the end, ms. */
function stoodAfter(values: readonly (number | undefined)[], steady = new Steady(LIMITS)): number {
  let stood = 0;
  values.forEach((value, at) => {
    stood = steady.take(value, at * 100);
  });
  return stood;
}

describe('a value that stands still', () => {
  it('counts from when it came into the band', () => {
    expect(stoodAfter([0, 4, 8, ...Array.from({ length: 51 }, () => 10)])).toBe(5_000);
  });

  it('may move within the band, and not beyond it', () => {
    const noisy = Array.from({ length: 60 }, (_, n) => 10 + (n % 2 === 0 ? 0.4 : -0.4));
    expect(stoodAfter(noisy)).toBe(5_900);
    expect(stoodAfter([...noisy, 11.5])).toBe(0);
  });

  it('is not one that creeps through the band', () => {
    const creeping = Array.from({ length: 100 }, (_, n) => n * 0.05);
    expect(stoodAfter(creeping)).toBeLessThan(LIMITS.forMs);
  });

  it('begins anew after a value that was not Good', () => {
    expect(stoodAfter([10, 10, undefined, 10, 10])).toBe(100);
  });

  it('of a state is one that never changed', () => {
    expect(stoodAfter([0, 0, 1, 1, 1], new Steady({ band: 0, forMs: 1_000 }))).toBe(200);
  });
});

describe('what a value is meant for', () => {
  it('is the step that it is nearest to', () => {
    expect(isMeantFor(0.3, 0, [2.5, 5, 7.5, 10])).toBe(true);
    expect(isMeantFor(0.3, 2.5, [0, 5, 7.5, 10])).toBe(false);
    expect(isMeantFor(1.25, 2.5, [0, 5])).toBe(false);
  });
});
