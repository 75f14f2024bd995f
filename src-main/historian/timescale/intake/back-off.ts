/** The first new attempt comes at once, or nearly: most connections that are lost are there again. */
const FIRST_MS = 50;
const LONGEST_MS = 30_000;

/**
 * How long to wait before the next attempt, ms: `retryMs` and twice as long each time, to 30 s, and up to a quarter
 * shorter or longer so that several writers, and several gateways, do not come all at once.
 * @param failures in a row, from 1. @param random 0–1.
 */
export function backOffMs(failures: number, retryMs: number, random: number): number {
  const base = failures <= 1 ? Math.min(FIRST_MS, retryMs) : Math.min(LONGEST_MS, retryMs * 2 ** (failures - 2));
  return base * (0.75 + random / 2);
}
