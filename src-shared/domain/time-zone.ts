import { NexusError } from '../errors/nexus-error.ts';

/** A clock on a wall: year to second, the month from 1. */
export interface WallTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** @throws NexusError NX_REQUEST_INVALID for a name that is none of the IANA database. */
export function requireTimeZone(zone: string): void {
  formatOf(zone);
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  try {
    const fields = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' } as const;
    const options = { ...fields, second: 'numeric', hourCycle: 'h23', era: 'short', timeZone: zone } as const;
    const made = new Intl.DateTimeFormat('en-US', options);
    formats.set(zone, made);
    return made;
  } catch (cause) {
    const text = `“${zone}” is not a time zone. Try Europe/Madrid or UTC.`;
    throw new NexusError('NX_REQUEST_INVALID', text, { timeZone: zone }, { cause });
  }
}

/** What the clocks of a zone show at a moment, ms since 1970 UTC. */
export function wallTime(zone: string, ms: number): WallTime {
  const parts = new Map(
    formatOf(zone)
      .formatToParts(ms)
      .map(({ type, value }) => [type, value]),
  );
  const read = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.get(type));
  const year = parts.get('era')?.startsWith('B') ? 1 - read('year') : read('year');
  const [month, day, hour] = [read('month'), read('day'), read('hour')];
  return { year, month, day, hour, minute: read('minute'), second: read('second') };
}

/** How far the clocks of a zone are ahead of UTC at a moment, ms. */
export function zoneOffsetMs(zone: string, ms: number): number {
  const second = Math.floor(ms / 1_000) * 1_000;
  return asUtc(wallTime(zone, second)) - second;
}

function asUtc({ year, month, day, hour, minute, second }: WallTime): number {
  const date = new Date(Date.UTC(2000, month - 1, day, hour, minute, second));
  // Date.UTC reads the years 0 to 99 as those of the last century.
  date.setUTCFullYear(year, month - 1, day);
  return date.getTime();
}

/** More than any zone ever moved its clocks at once. */
const FAR_MS = 26 * 3_600_000;

/**
 * The moment at which the clocks of a zone show a time, ms since 1970 UTC; the first of the two where they show it
 * twice. Where they leap over it, `skipped` is true and the moment is that of the leap read on by the old clock.
 */
export function momentOf(zone: string, wall: WallTime): { readonly ms: number; readonly skipped: boolean } {
  const guess = asUtc(wall);
  const before = zoneOffsetMs(zone, guess - FAR_MS);
  const after = zoneOffsetMs(zone, guess + FAR_MS);
  const found = [before, after].map((offset) => guess - offset).filter((ms) => ms + zoneOffsetMs(zone, ms) === guess);
  if (found.length > 0) return { ms: Math.min(...found), skipped: false };
  return { ms: guess - before, skipped: true };
}
