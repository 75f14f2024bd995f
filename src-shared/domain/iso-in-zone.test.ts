import { expect, it } from 'vitest';
import { clockIn, isoIn } from './iso-in-zone.ts';

const us = (iso: string): number => Date.parse(iso) * 1_000;

it.each([
  ['UTC', '2026-02-03T08:00:00.500Z', '2026-02-03T08:00:00.500Z'],
  ['Europe/Madrid', '2026-02-03T08:00:00Z', '2026-02-03T09:00:00.000+01:00'],
  ['Europe/Madrid', '2026-10-25T00:30:00Z', '2026-10-25T02:30:00.000+02:00'],
  ['Europe/Madrid', '2026-10-25T01:30:00Z', '2026-10-25T02:30:00.000+01:00'],
  ['America/St_Johns', '2026-02-03T08:00:00Z', '2026-02-03T04:30:00.000-03:30'],
])('a time in %s keeps its moment', (zone, iso, expected) => {
  expect(isoIn(zone)(us(iso))).toBe(expected);
});

it('microseconds are written where there are any, and a clock shows no more than it must', () => {
  expect(isoIn('UTC')(us('2026-02-03T08:00:00Z') + 7)).toBe('2026-02-03T08:00:00.000007Z');
  expect(clockIn('Europe/Madrid')(us('2026-02-03T08:00:00Z'))).toBe('2026-02-03 09:00:00');
  expect(clockIn('UTC')(us('2026-02-03T08:00:00.250Z'))).toBe('2026-02-03 08:00:00.250');
});
