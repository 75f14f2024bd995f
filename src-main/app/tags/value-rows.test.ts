import { expect, it } from 'vitest';
import { isoTime } from './value-rows.ts';

it('the time of a row is written with microseconds', () => {
  expect(isoTime(Date.UTC(2026, 1, 3, 8) * 1_000 + 123_456)).toBe('2026-02-03T08:00:00.123456Z');
});
