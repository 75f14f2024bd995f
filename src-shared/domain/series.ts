import type { TypedCell } from './point-batch.ts';

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
  /** Only rows whose value a float64 cannot carry (texts, exact 64-bit integers), in rising order of row. */
  readonly cells?: readonly TypedCell[];
  /** POINT_FLAG bits; left out where none is set. */
  readonly flags?: Uint8Array;
  /** The epoch of each row, where those of all epochs were asked for: of one time, the later epoch comes after the earlier. */
  readonly epoch?: Uint16Array;
}

/**
 * Columns over equal buckets `[fromUs + i·widthUs, +widthUs)`. Only buckets that hold a sample are listed. Over a long
 * range the width is a multiple of a minute, an hour or a day, and the first bucket may begin before what was asked for.
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
  /** False when nothing was ever stored of the tag, as against nothing in this range. */
  readonly known?: boolean;
  /** Where the range begins before it: only hours and days are kept from before this time. */
  readonly rawFromUs?: number;
}
