/** Times outside these are those of clocks that were never set. */
const EARLIEST_MS = Date.UTC(1990, 0, 1);
const LATEST_MS = Date.UTC(2100, 0, 1);
const PICOSECONDS_PER_US = 1e6;

/**
 * A time of the protocol as µs since 1970 UTC; undefined where there is none, or none that a clock tells (1601 is how
 * servers say that they do not know, 9999 that they never will).
 */
export function timeUs(date: Date | null | undefined, picoseconds: number): number | undefined {
  if (!date) return undefined;
  const ms = date.getTime();
  if (!(ms >= EARLIEST_MS && ms < LATEST_MS)) return undefined;
  return ms * 1_000 + Math.floor(picoseconds / PICOSECONDS_PER_US);
}
