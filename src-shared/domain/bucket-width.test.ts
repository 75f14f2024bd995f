import { describe, expect, it } from 'vitest';
import { fitsRollups, formatWidth, parseWidthUs, roundWidthUs, sourceOf } from './bucket-width.ts';

const HOUR = 3_600e6;

describe('the width of buckets', () => {
  it.each([
    [8 * HOUR, 1_000, '30s'],
    [HOUR, 1_000, '5s'],
    [24 * HOUR, 1_440, '1m'],
    [365 * 24 * HOUR, 1_000, '12h'],
    [3_650 * 24 * HOUR, 10, '365d'],
    [1e6, 5_000, '1ms'],
  ])('of a range of %d µs in %d is %s', (rangeUs, buckets, text) => {
    expect(formatWidth(roundWidthUs(rangeUs, buckets))).toBe(text);
  });

  it.each([
    ['10s', 10e6],
    ['1.5s', 1.5e6],
    ['1h', HOUR],
    ['0s', undefined],
    ['0.5ms', undefined],
    ['-1s', undefined],
    ['1ns', undefined],
    ['1', undefined],
  ])('is read from %j', (text, us) => {
    expect(parseWidthUs(text)).toBe(us);
  });

  it('says what it is answered from', () => {
    expect(sourceOf(0, 86_400e6)).toBe('1-day');
    expect(sourceOf(0, 3 * HOUR)).toBe('1-hour');
    expect(sourceOf(HOUR, 86_400e6)).toBe('1-hour');
    expect(sourceOf(0, 60e6)).toBe('1-min');
    expect(sourceOf(1, 60e6)).toBe('raw');
    expect(sourceOf(0, 1e6)).toBe('raw');
    expect([30e6, 90e6, 120e6, 1.5 * HOUR, 36 * HOUR].map(fitsRollups)).toEqual([true, false, true, false, false]);
  });
});
