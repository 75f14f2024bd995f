import { NexusError } from '../errors/nexus-error.ts';
import { parseDurationMs } from './duration.ts';
import { momentOf, requireTimeZone, type WallTime, wallTime } from './time-zone.ts';

const RELATIVE = /^now(?:-([^/]+))?(?:\/([mhdwM]))?$/;
const CLOCK = /^(\d{1,2}):(\d\d)(?::(\d\d))?$/;
const DATE = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?\s*(Z|[+-]\d\d:?\d\d)?)?$/;

/**
 * µs since 1970 of `now`, `now-6h`, or ISO 8601 with a zone. Where a time zone is given, also of what a person types by
 * its clocks: `now/d` (where the day began), `14:05` (the last time it was that), `2026-02-03`, `2026-02-03 08:00`;
 * without one such a time is refused, because it means another moment on every computer. Of an hour that the clocks
 * show twice the first is meant.
 *
 * @param timeZone an IANA name.
 * @throws NexusError NX_REQUEST_INVALID
 */
export function parseQueryTime(text: string, nowUs: number, timeZone?: string): number {
  if (timeZone !== undefined) requireTimeZone(timeZone);
  const typed = text.trim();
  const us = relativeTime(typed, nowUs, timeZone) ?? clockTime(typed, nowUs, timeZone) ?? dateTime(typed, timeZone);
  if (us !== undefined) return us;
  const examples =
    timeZone === undefined
      ? 'Try now, now-6h or 2026-02-03T08:00:00Z.'
      : 'Try 14:05, 2026-02-03 08:00, now-6h or now/d.';
  throw new NexusError('NX_REQUEST_INVALID', `“${text}” is not a time. ${examples}`, { time: text });
}

function relativeTime(typed: string, nowUs: number, zone: string | undefined): number | undefined {
  const [match, back, floor] = RELATIVE.exec(typed) ?? [];
  if (match === undefined) return undefined;
  const backMs = back === undefined ? 0 : parseDurationMs(back);
  if (backMs === undefined) return undefined;
  const us = nowUs - backMs * 1_000;
  if (floor === undefined) return us;
  return zone === undefined ? undefined : momentOf(zone, floored(wallTime(zone, us / 1_000), floor)).ms * 1_000;
}

function floored(wall: WallTime, to: string): WallTime {
  const minute = { ...wall, second: 0 };
  if (to === 'm') return minute;
  if (to === 'h') return { ...minute, minute: 0 };
  const day = { ...minute, minute: 0, hour: 0 };
  if (to === 'd') return day;
  if (to === 'M') return { ...day, day: 1 };
  // A week begins on Monday (ISO 8601).
  const weekday = (new Date(Date.UTC(wall.year, wall.month - 1, wall.day)).getUTCDay() + 6) % 7;
  return { ...day, ...dateBefore(wall, weekday) };
}

function dateBefore({ year, month, day }: WallTime, days: number): Pick<WallTime, 'year' | 'month' | 'day'> {
  const date = new Date(Date.UTC(year, month - 1, day - days));
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

function clockTime(typed: string, nowUs: number, zone: string | undefined): number | undefined {
  const match = CLOCK.exec(typed);
  if (!match || zone === undefined) return undefined;
  const [hour, minute, second] = match.slice(1).map((part) => Number(part ?? 0)) as [number, number, number];
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const today = wallTime(zone, nowUs / 1_000);
  const at = (day: Pick<WallTime, 'year' | 'month' | 'day'>): number =>
    momentOf(zone, { ...today, ...day, hour, minute, second }).ms * 1_000;
  const us = at(today);
  return us <= nowUs ? us : at(dateBefore(today, 1));
}

function dateTime(typed: string, timeZone: string | undefined): number | undefined {
  const match = DATE.exec(typed);
  const [, , , , , , , fraction = '', offset] = match ?? [];
  const zone = offset === undefined ? timeZone : 'UTC';
  if (!match || zone === undefined) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const wall = { year, month, day, hour, minute, second };
  if (!isOnCalendar(wall)) return undefined;
  const { ms, skipped } = momentOf(zone, wall);
  if (skipped) {
    const text = `${typed} is not on the clocks of ${zone}: they go forward over it. Use an hour later.`;
    throw new NexusError('NX_REQUEST_INVALID', text, { time: typed, timeZone: zone });
  }
  const offsetMs = offset === undefined ? 0 : offsetOf(offset);
  return offsetMs === undefined ? undefined : (ms - offsetMs) * 1_000 + Number(fraction.padEnd(6, '0').slice(0, 6));
}

function isOnCalendar({ year, month, day, hour, minute, second }: WallTime): boolean {
  const lastDay = new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
  const isDay = month >= 1 && month <= 12 && day >= 1 && day <= lastDay;
  return isDay && hour <= 23 && minute <= 59 && second <= 59;
}

/** ms of `Z`, `+01:00`, `-0530`; undefined beyond a day. */
function offsetOf(text: string): number | undefined {
  if (text === 'Z') return 0;
  const [hours, minutes] = [Number(text.slice(1, 3)), Number(text.slice(-2))];
  if (hours > 23 || minutes > 59) return undefined;
  return (text.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}
