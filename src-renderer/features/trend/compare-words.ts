import { compareShiftUs, type TrendCompare } from '../../../src-shared/domain/trend-compare.ts';
import { ownTimeZone } from '../../state/history-questions.ts';
import { formatTime } from '../../ui/time-format.ts';
import type { ComparedTime } from './use-pens.ts';

/** How far back the other time of a trend is, and its name; undefined where none is compared. @param atUs of the window. */
export function comparedTime(compare: TrendCompare | undefined, atUs: number): ComparedTime | undefined {
  if (!compare) return undefined;
  return { shiftUs: compareShiftUs(compare, atUs, ownTimeZone()), label: LABELS[compare.kind] };
}

const LABELS: Readonly<Record<TrendCompare['kind'], string>> = {
  yesterday: 'yesterday',
  lastWeek: 'the week before',
  moment: 'another time',
};

/** `1 d 2 h 5 m 3.5 s earlier` */
export function shiftWords(shiftUs: number): string {
  const exact = Math.abs(shiftUs) / 1_000;
  // Of more than a minute, parts of a second say nothing.
  let rest = exact < 60_000 ? Math.round(exact) : Math.round(exact / 1_000) * 1_000;
  const parts: string[] = [];
  for (const [ms, unit] of UNITS) {
    const count = Math.floor(rest / ms);
    if (count > 0) parts.push(`${count} ${unit}`);
    rest -= count * ms;
  }
  if (rest > 0 || parts.length === 0) parts.push(`${rest / 1_000} s`);
  return `${parts.join(' ')} ${shiftUs < 0 ? 'later' : 'earlier'}`;
}

const UNITS = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'm'],
] as const;

/** A range by its two ends: `2026-02-03 08:00:00 to 2026-02-03 08:30:00`. */
export const rangeWords = (fromUs: number, toUs: number): string =>
  `${formatTime(fromUs / 1_000, 0)} to ${formatTime(toUs / 1_000, 0)}`;
