import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Breaker } from './breaker.ts';
import { policyOf } from './policy.ts';

const middle = (): number => 0.5;
let breaker: Breaker;
beforeEach(() => {
  breaker = new Breaker(policyOf({}), middle);
});
afterEach(() => void vi.useRealTimers());

/** @returns the rests of so many attempts that all fail. */
function failing(attempts: number): number[] {
  return Array.from({ length: attempts }, () => {
    breaker.probe();
    return breaker.failed().waitMs;
  });
}

describe('the breaker of a device', () => {
  it('opens at the third failed attempt in a row, and rests 1, 2, 4 … 25 s (30 with jitter) (SPEC A, DESIGN 17)', () => {
    expect(breaker.failed()).toEqual({ waitMs: 1_000, byRatio: false });
    breaker.failed();
    expect(breaker.isOpen).toBe(false);
    expect(breaker.failed()).toEqual({ waitMs: 4_000, byRatio: false });
    expect(breaker.isOpen).toBe(true);
    expect(failing(5)).toEqual([8_000, 16_000, 25_000, 25_000, 25_000]);
  });

  it('lets a link that worked try again at once', () => {
    breaker.succeeded();
    expect(failing(4)).toEqual([0, 1_000, 2_000, 4_000]);
  });

  it('opens when 60 % of at least ten requests failed, though never three in a row', () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const pattern = [true, false, false, true, false, false, true, false, true, false];
    const ends = pattern.map((isGood) => {
      vi.setSystemTime(Date.now() + 900);
      return isGood ? breaker.succeeded() : breaker.failed();
    });
    expect(ends.slice(0, -1)).not.toContainEqual(expect.objectContaining({ byRatio: true }));
    expect(ends.at(-1)).toEqual({ waitMs: 30_000, byRatio: true });
    expect(breaker.isOpen).toBe(true);
  });

  it('looks at the last ten requests where they come less than once a second', () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    let requests = 0;
    while (!breaker.isOpen) {
      vi.setSystemTime(Date.now() + 60_000);
      if (requests++ % 3 === 0) breaker.succeeded();
      else breaker.failed();
    }
    // The tenth one is good, and a good one opens nothing.
    expect(requests).toBe(11);
    breaker = new Breaker(policyOf({}), middle);
    for (let i = 0; i < 1_000; i++) {
      vi.setSystemTime(Date.now() + 60_000);
      if (i % 2 === 0) breaker.succeeded();
      else breaker.failed();
    }
    expect(breaker.isOpen).toBe(false);
  });

  it('closes after three requests of which one may fail, and then starts anew', () => {
    failing(6);
    breaker.probe();
    breaker.succeeded();
    expect(breaker.failed()).toEqual({ waitMs: 0, byRatio: false });
    breaker.succeeded();
    expect(breaker.isOpen).toBe(false);
    expect(failing(2)).toEqual([0, 1_000]);
  });

  it('opens again when a probe carries nothing, or two of three fail', () => {
    failing(6);
    breaker.probe();
    expect(breaker.failed()).toEqual({ waitMs: 25_000, byRatio: false });
    breaker.probe();
    breaker.succeeded();
    breaker.failed();
    expect(breaker.failed()).toEqual({ waitMs: 30_000, byRatio: true });
    expect(breaker.isOpen).toBe(true);
  });

  it('rests by the monotonic clock alone: a wall clock set back by an hour changes nothing', () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    failing(3);
    vi.setSystemTime(Date.now() - 3_600_000);
    breaker.probe();
    for (let i = 0; i < 3; i++) breaker.succeeded();
    expect(breaker.isOpen).toBe(false);
    expect(failing(1)).toEqual([0]);
  });

  it('spreads its rests by 20 % to both sides', () => {
    const ends = [() => 0, () => 0.999].map((random) => {
      const own = new Breaker(policyOf({}), random);
      return own.failed().waitMs;
    });
    expect(ends).toEqual([800, 1_200]);
  });
});
