import { z } from 'zod';
import { momentOf, wallTime } from './time-zone.ts';

/**
 * The other time that a trend is drawn over. `yesterday` and `lastWeek` are the same time by the clocks on the wall;
 * `moment`: what was at `fromUs` lies on `atUs` of the window.
 */
export const TrendCompare = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('yesterday') }),
  z.strictObject({ kind: z.literal('lastWeek') }),
  z.strictObject({ kind: z.literal('moment'), fromUs: z.number(), atUs: z.number() }),
]);
export type TrendCompare = z.output<typeof TrendCompare>;

const DAYS = { yesterday: 1, lastWeek: 7 } as const;

/**
 * How much earlier the other time is than the window, µs; negative where it is later. Where clocks were moved between
 * the two, a day has another length than 24 h.
 *
 * @param atUs a time of the window.
 * @param zone an IANA name, by whose clocks days are counted.
 */
export function compareShiftUs(compare: TrendCompare, atUs: number, zone: string): number {
  if (compare.kind === 'moment') return compare.atUs - compare.fromUs;
  const ms = Math.floor(atUs / 1_000);
  const wall = wallTime(zone, ms);
  const date = new Date(Date.UTC(wall.year, wall.month - 1, wall.day - DAYS[compare.kind]));
  const day = { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
  const whole = Math.floor(ms / 1_000) * 1_000;
  return (whole - momentOf(zone, { ...wall, ...day }).ms) * 1_000;
}
