import { expect, it } from 'vitest';
import { backOffMs } from './back-off.ts';

it('waits hardly at first, then 1 s and twice as long each time, 30 s at most, a quarter more or less', () => {
  const waits = [1, 2, 3, 4, 5, 6, 7, 8, 50].map((failures) => backOffMs(failures, 1_000, 0.5));
  expect(waits).toEqual([50, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
  expect([backOffMs(3, 1_000, 0), backOffMs(3, 1_000, 1)]).toEqual([1_500, 2_500]);
  expect([backOffMs(1, 10, 0.5), backOffMs(2, 10, 0.5)]).toEqual([10, 10]);
});
