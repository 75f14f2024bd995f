/*
 * How long answers took, counted in bins whose widths grow with them: ten a decade from 0.1 ms to 10 s, one below and
 * one above. A percentile read from them is right to about ±12 %, whatever was counted.
 */

const BINS_A_DECADE = 10;
const FIRST_MS = 0.1;
const DECADES = 5;

/** The edges between the bins, ms, rising: bin i is from edge i−1 to edge i, the first and the last are open. */
export const LATENCY_EDGES_MS: readonly number[] = Array.from(
  { length: DECADES * BINS_A_DECADE + 1 },
  (_, index) => FIRST_MS * 10 ** (index / BINS_A_DECADE),
);

export const LATENCY_BINS = LATENCY_EDGES_MS.length + 1;

/** The bin of a time, ms. */
export function latencyBin(ms: number): number {
  if (!(ms > FIRST_MS)) return 0;
  // A time on an edge is the upper bin's; the logarithm of an edge is a hair off.
  const bin = Math.floor(Math.log10(ms / FIRST_MS) * BINS_A_DECADE + 1e-9) + 1;
  return Math.min(LATENCY_BINS - 1, bin);
}

/**
 * The time that this share of the answers did not exceed, ms; null where nothing was counted.
 * @param counts one a bin.
 * @param share 0…1
 * @param maxMs the longest of them: nothing is told that was longer.
 */
export function percentileOfBins(counts: ArrayLike<number>, share: number, maxMs: number): number | null {
  let total = 0;
  for (let bin = 0; bin < counts.length; bin++) total += counts[bin]!;
  if (total === 0) return null;
  const wanted = share * total;
  let below = 0;
  for (let bin = 0; bin < counts.length; bin++) {
    const count = counts[bin]!;
    if (count === 0 || below + count < wanted) {
      below += count;
      continue;
    }
    const from = LATENCY_EDGES_MS[bin - 1] ?? FIRST_MS / 2;
    const to = Math.min(LATENCY_EDGES_MS[bin] ?? maxMs, maxMs);
    return Math.min(maxMs, from * (Math.max(to, from) / from) ** ((wanted - below) / count));
  }
  return maxMs;
}
