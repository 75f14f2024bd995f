const FIRST_MS = 1_000;
const JITTER = 0.2;

/**
 * How long to wait before attempt n+1 after n failed ones: 1, 2, 4 … 30 s with ±20 % jitter (DESIGN 17), so that a
 * plant that lost its switch does not come back as one storm; with it no wait is longer than `longestMs`. The first failure of a link that worked is tried again
 * at once: a device that merely restarted its connection loses one poll, not a second.
 *
 * @param random yields [0, 1).
 */
export function backoffMs(failures: number, random: () => number, longestMs = 30_000): number {
  if (failures <= 0) return 0;
  const longestBeforeJitter = longestMs / (1 + JITTER);
  return jittered(Math.min(FIRST_MS * 2 ** Math.min(failures - 1, 30), longestBeforeJitter), random);
}

/** The time ±20 %. */
export function jittered(ms: number, random: () => number): number {
  return Math.round(ms * (1 - JITTER + 2 * JITTER * random()));
}
