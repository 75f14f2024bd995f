const FIRST_MS = 500;
/** Below 5 s, so that every value is fresh again at most 5 s after the gateway is back (ux 6, check 7). */
const LONGEST_MS = 4_000;

/**
 * How long a page waits before it dials again: 0.5, 1, 2, 4, 4 … s, shortened by up to 20 % so that many pages do not
 * come back at the same instant.
 *
 * @param failures attempts that failed in a row, ≥ 1.
 * @param random yields [0, 1).
 */
export function retryDelayMs(failures: number, random: () => number): number {
  const base = Math.min(FIRST_MS * 2 ** (failures - 1), LONGEST_MS);
  return Math.round(base * (1 - 0.2 * random()));
}
