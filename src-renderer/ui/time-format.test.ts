import { afterEach, describe, expect, it } from 'vitest';
import { formatAge, formatCounter, formatInterval, formatTime, timesShownIn } from './time-format.ts';

describe('times on the screen', () => {
  it.each([
    [0.26, '0.3 s'],
    [-0.4, '0.0 s'],
    [9.96, '10 s'],
    [12.4, '12 s'],
    [59.6, '1 m'],
    [129, '2 m 9 s'],
    [10_800, '3 h'],
    [172_900, '2 d'],
  ])('say an age of %s s as %s', (seconds, text) => {
    expect(formatAge(seconds)).toBe(text);
  });

  it('count a loss in minutes and seconds, with hours when there are any', () => {
    expect([14_000, 3_723_000, -5].map(formatCounter)).toEqual(['00:14', '1:02:03', '00:00']);
  });

  it('show milliseconds today and the day otherwise', () => {
    const now = new Date(2026, 1, 3, 15, 0).getTime();
    expect(formatTime(new Date(2026, 1, 3, 14, 2, 11, 210).getTime(), now)).toBe('14:02:11.210');
    expect(formatTime(new Date(2026, 1, 2, 14, 2, 11, 210).getTime(), now)).toBe('2026-02-02 14:02:11');
  });

  it('give an interval in its own unit', () => {
    expect([50, 1_000, 1_500, 300_000].map(formatInterval)).toEqual(['50 ms', '1 s', '1.5 s', '5 min']);
  });
});

describe('times in UTC', () => {
  afterEach(() => timesShownIn('browser'));

  it('are shown so wherever this computer is', () => {
    timesShownIn('utc');
    const timeMs = Date.UTC(2026, 1, 3, 23, 59, 7, 5);
    expect(formatTime(timeMs, timeMs)).toBe('23:59:07.005');
    expect(formatTime(timeMs, timeMs + 60_000)).toBe('2026-02-03 23:59:07');
  });
});
