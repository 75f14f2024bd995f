const FIRST_MS = 1_000;
const JITTER = 0.2;

/**
 * How long to wait before connecting again after `failures` failed attempts in a row: 1, 2, 4 … `longestMs`, each with
 * ±20 % jitter, so that the gateways of a plant do not come back to their broker as one storm.
 *
 * @param failures 1 or more. @param random yields [0, 1).
 */
export function reconnectPauseMs(failures: number, longestMs: number, random: () => number): number {
  const base = Math.min(FIRST_MS * 2 ** Math.min(failures - 1, 20), longestMs);
  return Math.round(base * (1 - JITTER + 2 * JITTER * random()));
}
