import { describe, expect, it } from 'vitest';
import { LastMinute } from './last-minute.ts';

describe('the last minute of a counter', () => {
  it('is what it grew since the oldest reading of that minute', () => {
    const minute = new LastMinute();
    expect(minute.grown(100, 0)).toBe(0);
    expect(minute.grown(104, 30_000)).toBe(4);
    expect(minute.grown(110, 60_000)).toBe(10);
    expect(minute.grown(110, 75_000)).toBe(6);
    expect(minute.grown(110, 130_000)).toBe(0);
  });

  it('begins anew with a counter that begins anew', () => {
    const minute = new LastMinute();
    minute.grown(100, 0);
    expect(minute.grown(2, 1_000)).toBe(0);
    expect(minute.grown(5, 2_000)).toBe(3);
  });
});
