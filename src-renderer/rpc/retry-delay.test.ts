import { describe, expect, it } from 'vitest';
import { retryDelayMs } from './retry-delay.ts';

describe('the delay before the next dial', () => {
  it('doubles from 0.5 s and stays at 4 s', () => {
    const delays = [1, 2, 3, 4, 5, 50].map((failures) => retryDelayMs(failures, () => 0));
    expect(delays).toEqual([500, 1_000, 2_000, 4_000, 4_000, 4_000]);
  });

  it('is shortened by at most a fifth, so that a page is back within 5 s of its gateway', () => {
    expect(retryDelayMs(9, () => 0.999_999)).toBe(3_200);
  });
});
