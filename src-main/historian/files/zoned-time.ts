import { NexusError } from '../../../src-shared/errors/nexus-error.ts';

/** Offsets from UTC are whole for this long: zones change theirs on quarters of an hour. */
const STEP_MS = 900_000;

/**
 * Writes times as ISO 8601 with the offset of a zone, to the microsecond where they have one: `2026-03-29T03:00:00.250+02:00`.
 *
 * @param zone an IANA name. @returns text of µs since 1970 UTC.
 * @throws NexusError NX_REQUEST_INVALID for a zone that nobody knows.
 */
export function zonedTime(zone: string): (us: number) => string {
  if (zone === 'UTC') return (us) => clock(us, 'Z');
  const offsetMs = offsets(zone);
  let fromMs = Number.NaN;
  let shiftMs = 0;
  let suffix = '';
  return (us) => {
    const ms = Math.floor(us / 1_000);
    if (!(ms >= fromMs && ms < fromMs + STEP_MS)) {
      fromMs = Math.floor(ms / STEP_MS) * STEP_MS;
      shiftMs = offsetMs(fromMs);
      suffix = suffixOf(shiftMs);
    }
    return clock(us + shiftMs * 1_000, suffix);
  };
}

function clock(us: number, suffix: string): string {
  const ms = Math.floor(us / 1_000);
  const text = new Date(ms).toISOString().slice(0, -1);
  const micros = Math.round(us - ms * 1_000);
  return micros === 0 ? `${text}${suffix}` : `${text}${String(micros).padStart(3, '0')}${suffix}`;
}

function suffixOf(shiftMs: number): string {
  const minutes = Math.abs(shiftMs) / 60_000;
  const two = (n: number): string => String(Math.floor(n)).padStart(2, '0');
  return `${shiftMs < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`;
}

function offsets(zone: string): (ms: number) => number {
  try {
    const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
    return (ms) => {
      const name = format.formatToParts(ms).find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT';
      const [, sign, hours = '0', minutes = '0'] = /^GMT([+-])(\d\d):(\d\d)/.exec(name) ?? [];
      return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
    };
  } catch (cause) {
    const text = `“${zone}” is not a time zone. Try UTC or Europe/Berlin.`;
    throw new NexusError('NX_REQUEST_INVALID', text, { zone }, { cause });
  }
}
