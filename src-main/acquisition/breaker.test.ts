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
  it('opens at the third failed attempt in a row, and rests 1, 2, 4 … 30 s (SPEC A, DESIGN 17)', () => {
    expect(breaker.failed()).toEqual({ waitMs: 1_000, byRatio: false });
    breaker.failed();
    expect(breaker.isOpen).toBe(false);
    expect(breaker.failed()).toEqual({ waitMs: 4_000, byRatio: false });
    expect(breaker.isOpen).toBe(true);
    expect(failing(5)).toEqual([8_000, 16_000, 30_000, 30_000, 30_000]);
  });

  it('lets a link that worked try again at once', () => {
    breaker.succeeded();
    expect(failing(4)).toEqual([0, 1_000, 2_000, 4_000]);
  });

  it('opens when 60 % of at least ten requests failed, though never three in a row', () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const rests: number[] = [];
    for (const isGood of [true, false, false, true, false, false, true, false, false, false]) {
      vi.setSystemTime(Date.now() + 900);
      if (isGood) breaker.succeeded();
      else rests.push(breaker.failed().waitMs);
      if (rests.length === 7) break;
    }
    // Two in a row at most until the tenth request, which is the seventh failure and the third in a row.
    expect(breaker.isOpen).toBe(true);
    breaker = new Breaker(policyOf({}), middle);
    const pattern = [true, false, false, true, false, false, true, false, true, false];
    const last = pattern.map((isGood) => {
      vi.setSystemTime(Date.now() + 900);
      return isGood ? breaker.succeeded() : breaker.failed();
    });
    expect(last.at(-1)).toEqual({ waitMs: 30_000, byRatio: true });
    expect(breaker.isOpen).toBe(true);
  });

  it('forgets what is older than the window of ten seconds', () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    // One failure in two at one request in 1.5 s: never ten requests within 10 s.
    for (let i = 0; i < 200; i++) {
      vi.setSystemTime(Date.now() + 1_500);
      if (i % 3 === 0) breaker.succeeded();
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
    expect(breaker.failed()).toEqual({ waitMs: 30_000, byRatio: false });
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
