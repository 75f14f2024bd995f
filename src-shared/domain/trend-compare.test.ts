import { describe, expect, it } from 'vitest';
import { compareShiftUs } from './trend-compare.ts';

const HOUR = 3_600e6;
const us = (iso: string): number => Date.parse(iso) * 1_000;

describe('the other time of a trend', () => {
  it('is a day or a week earlier', () => {
    const at = us('2026-06-10T08:00:00.250Z');
    expect(compareShiftUs({ kind: 'yesterday' }, at, 'UTC')).toBe(24 * HOUR);
    expect(compareShiftUs({ kind: 'lastWeek' }, at, 'UTC')).toBe(7 * 24 * HOUR);
  });

  it('is the same time by the clocks where they were moved in between', () => {
    // Clocks in Madrid went forward in the night to 2026-03-29 and back in that to 2026-10-25.
    expect(compareShiftUs({ kind: 'yesterday' }, us('2026-03-29T10:00:00Z'), 'Europe/Madrid')).toBe(23 * HOUR);
    expect(compareShiftUs({ kind: 'lastWeek' }, us('2026-10-26T10:00:00Z'), 'Europe/Madrid')).toBe(169 * HOUR);
  });

  it('lays a moment that was chosen onto a time of the window', () => {
    expect(compareShiftUs({ kind: 'moment', fromUs: 100, atUs: 350 }, 999, 'UTC')).toBe(250);
  });
});
