const THREE_DIGITS = Array.from({ length: 1_000 }, (_, n) => String(n).padStart(3, '0'));
/** Years 0–9999, in seconds since 1970: beyond them ISO 8601 needs more digits than readers expect. */
const FIRST_SECOND = -62_167_219_200;
const LAST_SECOND = 253_402_300_799;

let cachedSecond = Number.NaN;
let cachedText = '';

/** `"2026-11-21T10:00:00.123456Z"` with its quotes, or `null` for a time that is none. Points of one poll share the second. */
export function isoTime(timeUs: number): string {
  const second = Math.floor(timeUs / 1e6);
  if (!(second >= FIRST_SECOND && second <= LAST_SECOND)) return 'null';
  if (second !== cachedSecond) {
    cachedSecond = second;
    cachedText = `"${new Date(second * 1_000).toISOString().slice(0, 20)}`;
  }
  const us = Math.floor(timeUs - second * 1e6);
  return `${cachedText}${THREE_DIGITS[Math.floor(us / 1_000)]!}${THREE_DIGITS[us % 1_000]!}Z"`;
}

/**
 * Milliseconds since 1970 UTC with µs behind the point where there are any (exact until the year 2109), or NaN for a time
 * that is none.
 */
export function msTime(timeUs: number): number {
  return timeUs >= FIRST_SECOND * 1e6 && timeUs < (LAST_SECOND + 1) * 1e6 ? Math.floor(timeUs) / 1_000 : Number.NaN;
}

const ISO = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/;

/** µs since 1970 UTC of a time as `isoTime` writes it, or with another zone; undefined for anything else. */
export function parseIsoTime(text: unknown): number | undefined {
  const match = typeof text === 'string' ? ISO.exec(text) : null;
  if (!match) return undefined;
  const [, whole, fraction = '', zone] = match;
  const ms = Date.parse(`${whole}${zone}`);
  return Number.isNaN(ms) ? undefined : ms * 1_000 + Number(fraction.padEnd(6, '0').slice(0, 6));
}

/** µs since 1970 UTC of a time as `msTime` gives it; undefined for anything else. */
export function parseMsTime(ms: unknown): number | undefined {
  if (typeof ms !== 'number') return undefined;
  const timeUs = Math.round(ms * 1_000);
  return timeUs >= FIRST_SECOND * 1e6 && timeUs < (LAST_SECOND + 1) * 1e6 ? timeUs : undefined;
}
