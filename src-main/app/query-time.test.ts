import { describe, expect, it } from 'vitest';
import { parseQueryTime } from './query-time.ts';
import { isoTime } from './value-rows.ts';

const NOW = Date.UTC(2026, 1, 3, 8) * 1_000;

describe('the time of a query', () => {
  it.each([
    ['now', NOW],
    ['now-6h', NOW - 6 * 3_600_000_000],
    ['2026-02-03T08:00:00Z', NOW],
    ['2026-02-03T09:00:00.5+01:00', NOW + 500_000],
  ])('understands %s', (text, us) => {
    expect(parseQueryTime(text, NOW)).toBe(us);
  });

  it.each(['', 'yesterdy', '2026-02-03', '2026-02-03T08:00:00', 'now+1h', 'now-', '9e99'])('refuses %j', (text) => {
    expect(() => parseQueryTime(text, NOW)).toThrow('is not a time');
  });

  it('is written with microseconds', () => {
    expect(isoTime(NOW + 123_456)).toBe('2026-02-03T08:00:00.123456Z');
  });
});
