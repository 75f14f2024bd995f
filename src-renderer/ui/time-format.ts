import { withDecimalSign } from './number-format.ts';

/** Whose clock times are shown by. */
let zone: 'browser' | 'utc' = 'browser';

/** Times are shown this way from now on; what is on the screen follows when it is drawn next. */
export function timesShownIn(timeZone: 'browser' | 'utc'): void {
  zone = timeZone;
}

/** A date whose UTC fields are those of the zone that times are shown in. */
function shown(timeMs: number): Date {
  return new Date(zone === 'utc' ? timeMs : timeMs - new Date(timeMs).getTimezoneOffset() * 60_000);
}

const two = (value: number): string => String(value).padStart(2, '0');

/** An age or a duration as a person says it: `0.3 s`, `12 s`, `2 m 9 s`, `3 h`, `2 d`. */
export function formatAge(seconds: number): string {
  const age = Math.max(0, seconds);
  if (age < 9.95) return `${withDecimalSign(age.toFixed(1))} s`;
  const whole = Math.round(age);
  if (whole < 60) return `${whole} s`;
  if (whole < 3_600) {
    const rest = whole % 60;
    return rest === 0 ? `${whole / 60} m` : `${Math.floor(whole / 60)} m ${rest} s`;
  }
  if (whole < 172_800) return `${Math.floor(whole / 3_600)} h`;
  return `${Math.floor(whole / 86_400)} d`;
}

/** A running counter: `00:14`, `1:02:03`. */
export function formatCounter(durationMs: number): string {
  const total = Math.max(0, Math.floor(durationMs / 1_000));
  const hours = Math.floor(total / 3_600);
  const rest = `${two(Math.floor(total / 60) % 60)}:${two(total % 60)}`;
  return hours > 0 ? `${hours}:${rest}` : rest;
}

/** `14:02:11` in the zone that was chosen for this browser. */
export function formatClock(timeMs: number): string {
  const date = shown(timeMs);
  return `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`;
}

/** `14:02:11.210` today, `2026-02-03 14:02:11` on another day, in the zone that was chosen for this browser. */
export function formatTime(timeMs: number, nowMs = Date.now()): string {
  if (formatDay(timeMs) === formatDay(nowMs)) {
    return `${formatClock(timeMs)}.${String(new Date(timeMs).getMilliseconds()).padStart(3, '0')}`;
  }
  return `${formatDay(timeMs)} ${formatClock(timeMs)}`;
}

/** `2026-02-03` in the zone that was chosen for this browser. */
export function formatDay(timeMs: number): string {
  const date = shown(timeMs);
  return `${date.getUTCFullYear()}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`;
}

/** An interval in its own unit: `250 ms`, `1 s`, `1.5 s`, `5 min`. */
export function formatInterval(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${Number((ms / 1_000).toFixed(2))} s`;
  return `${Number((ms / 60_000).toFixed(2))} min`;
}
