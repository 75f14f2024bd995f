/** A time range for which it is known that values are missing, and why. */
export interface Gap {
  readonly fromUs: number;
  readonly toUs: number;
  /** `restart`: killed or cut off · `stopped`: stopped in order · `dropped`: shed by the log, because its budget or its queue was full. */
  readonly reason: 'restart' | 'stopped' | 'dropped';
}

/** Columns over time, every sample as stored. Rows rise in time; Bad rows are kept with value NaN. */
export interface RawSeries {
  readonly kind: 'raw';
  readonly timeUs: Float64Array;
  readonly value: Float64Array;
  readonly status: Uint32Array;
}

/**
 * Columns over equal buckets `[fromUs + i·widthUs, +widthUs)`. Only buckets that hold a sample are listed.
 * min…last are over Good and Uncertain samples (NaN where there are none); `count` counts those, `bad` the Bad ones.
 */
export interface BucketSeries {
  readonly kind: 'buckets';
  readonly fromUs: number;
  readonly widthUs: number;
  /** Start of each listed bucket. */
  readonly timeUs: Float64Array;
  readonly min: Float64Array;
  readonly max: Float64Array;
  readonly avg: Float64Array;
  readonly first: Float64Array;
  readonly last: Float64Array;
  readonly count: Float64Array;
  readonly bad: Float64Array;
}

/** What a history query answers: columns, and the gaps that touch the range. */
export interface SeriesAnswer {
  readonly series: RawSeries | BucketSeries;
  readonly gaps: readonly Gap[];
}
