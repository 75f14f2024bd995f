import { describe, expect, it } from 'vitest';
import { parseQueryTime } from './query-time.ts';

const NOW = Date.UTC(2026, 1, 3, 8) * 1_000;
const MADRID = 'Europe/Madrid';
const iso = (us: number): string => new Date(us / 1_000).toISOString();
const typed = (text: string, now: string, zone = MADRID): string =>
  iso(parseQueryTime(text, Date.parse(now) * 1_000, zone));

describe('the time of a query', () => {
  it.each([
    ['now', NOW],
    ['now-6h', NOW - 6 * 3_600_000_000],
    ['2026-02-03T08:00:00Z', NOW],
    ['2026-02-03T09:00:00.5+01:00', NOW + 500_000],
    ['2026-02-03T08:00:00.000123Z', NOW + 123],
    ['2026-02-03T02:30:00-0530', NOW],
  ])('understands %s', (text, us) => {
    expect(parseQueryTime(text, NOW)).toBe(us);
  });

  it.each([
    '',
    'yesterdy',
    '2026-02-03',
    '2026-02-03T08:00:00',
    '14:05',
    'now/d',
    'now+1h',
    'now-',
    '9e99',
    '2026-02-30T00:00Z',
    '2026-02-03T08:00+25:00',
  ])('without a time zone refuses %j', (text) => {
    expect(() => parseQueryTime(text, NOW)).toThrow('is not a time');
  });

  it.each([
    ['now/d', '2026-02-03T08:00:00Z', '2026-02-02T23:00:00.000Z'],
    ['now-1d/d', '2026-02-03T08:00:00Z', '2026-02-01T23:00:00.000Z'],
    ['now/w', '2026-02-05T08:00:00Z', '2026-02-01T23:00:00.000Z'],
    ['now/M', '2026-02-03T08:00:00Z', '2026-01-31T23:00:00.000Z'],
    ['now/h', '2026-02-03T08:40:12Z', '2026-02-03T08:00:00.000Z'],
    ['14:05', '2026-02-03T14:00:00Z', '2026-02-03T13:05:00.000Z'],
    ['14:05', '2026-02-03T08:00:00Z', '2026-02-02T13:05:00.000Z'],
    ['2026-02-03 08:00', '2026-02-03T08:00:00Z', '2026-02-03T07:00:00.000Z'],
    ['2026-07-03 08:00', '2026-02-03T08:00:00Z', '2026-07-03T06:00:00.000Z'],
    ['2026-02-03', '2026-02-03T08:00:00Z', '2026-02-02T23:00:00.000Z'],
    ['2026-02-03T08:00:00Z', '2026-02-03T08:00:00Z', '2026-02-03T08:00:00.000Z'],
  ])('by the clocks of Madrid %s at %s is %s', (text, now, expected) => {
    expect(typed(text, now)).toBe(expected);
  });

  it('knows days of 23 and 25 hours', () => {
    const day = (now: string): number => (Date.parse(now) - Date.parse(typed('now/d', now))) / 3_600_000;
    expect(day('2026-03-29T21:59:59Z')).toBeCloseTo(23, 2);
    expect(day('2026-10-25T22:59:59Z')).toBeCloseTo(25, 2);
  });

  it('refuses an hour over which the clocks leap, and of one that comes twice takes the first', () => {
    expect(() => typed('2026-03-29 02:30', '2026-04-01T00:00:00Z')).toThrow(/not on the clocks of Europe\/Madrid/);
    expect(typed('2026-10-25 02:30', '2026-11-01T00:00:00Z')).toBe('2026-10-25T00:30:00.000Z');
    expect(typed('2026-10-25T02:30:00+01:00', '2026-11-01T00:00:00Z')).toBe('2026-10-25T01:30:00.000Z');
  });

  it('has a day begin where the clocks leap over midnight', () => {
    expect(typed('now/d', '2018-11-04T12:00:00Z', 'America/Sao_Paulo')).toBe('2018-11-04T03:00:00.000Z');
  });

  it.each(['yesterdy', '25:00', '14:65', '2026-02-30', '2026-13-01', '2026-02-03 24:01', 'now/x', 'now-6x/d'])(
    'refuses %j with examples',
    (text) => {
      expect(() => parseQueryTime(text, NOW, MADRID)).toThrow(
        `“${text}” is not a time. Try 14:05, 2026-02-03 08:00, now-6h or now/d.`,
      );
    },
  );

  it('refuses a time zone that there is not', () => {
    expect(() => parseQueryTime('now', NOW, 'Europe/Madird')).toThrow('“Europe/Madird” is not a time zone.');
  });
});
