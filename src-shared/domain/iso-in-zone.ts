import { zoneOffsetMs } from './time-zone.ts';

const QUARTER_MS = 900_000;
const two = (value: number): string => String(value).padStart(2, '0');

/**
 * Writes times by the clocks of a zone as ISO 8601 with their offset, to the millisecond, or the microsecond where
 * there are any: `2026-02-03T09:00:00.500+01:00`.
 *
 * @throws NexusError NX_REQUEST_INVALID for a zone that there is not.
 */
export function isoIn(zone: string): (us: number) => string {
  const offsetOf = zoneOffsets(zone);
  return (us) => {
    const ms = Math.floor(us / 1_000);
    const rest = Math.floor(us - ms * 1_000);
    const offset = offsetOf(ms);
    const minutes = Math.abs(Math.round(offset / 60_000));
    const sign = offset < 0 ? '-' : '+';
    const told = offset === 0 ? 'Z' : `${sign}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
    const fine = rest === 0 ? '' : String(rest).padStart(3, '0');
    return new Date(ms + offset).toISOString().replace('Z', `${fine}${told}`);
  };
}

/** `2026-02-03 09:00:00.500` by the clocks of a zone. */
export function clockIn(zone: string): (us: number) => string {
  const offsetOf = zoneOffsets(zone);
  return (us) => {
    const ms = Math.floor(us / 1_000);
    return new Date(ms + offsetOf(ms)).toISOString().slice(0, 23).replace('T', ' ').replace('.000', '');
  };
}

/** Offsets by the quarter of an hour, in which no zone changes its clocks. */
function zoneOffsets(zone: string): (ms: number) => number {
  const known = new Map<number, number>();
  zoneOffsetMs(zone, 0);
  return (ms) => {
    const quarter = Math.floor(ms / QUARTER_MS);
    let offset = known.get(quarter);
    if (offset === undefined) known.set(quarter, (offset = zoneOffsetMs(zone, quarter * QUARTER_MS)));
    return offset;
  };
}
