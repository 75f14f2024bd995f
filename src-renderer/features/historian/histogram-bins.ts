/** Counts of values in equal stretches between the least and the largest. */
export interface Histogram {
  readonly min: number;
  readonly widthOfBin: number;
  readonly counts: readonly number[];
  readonly values: number;
}

/** Undefined where there is no finite value. All values alike are one bin. */
export function histogramOf(values: Float64Array, bins: number): Histogram | undefined {
  let [min, max, count] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    count++;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  if (count === 0) return undefined;
  if (min === max) return { min, widthOfBin: 0, counts: [count], values: count };
  const widthOfBin = (max - min) / bins;
  const counts = Array.from({ length: bins }, () => 0);
  for (const value of values)
    if (Number.isFinite(value)) counts[Math.min(bins - 1, Math.floor((value - min) / widthOfBin))]!++;
  return { min, widthOfBin, counts, values: count };
}
