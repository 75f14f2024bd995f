import { describe, expect, it } from 'vitest';
import type { BucketSeries, RawSeries } from '../domain/series.ts';
import { decodeDataFrame, encodeColumnsFrame, encodeLiveFrame, encodeSeriesFrame } from './data-plane.ts';

const raw: RawSeries = {
  kind: 'raw',
  timeUs: Float64Array.of(1, 2, 3),
  value: Float64Array.of(4, Number.NaN, -0),
  status: Uint32Array.of(0, 0x80310000, 0),
};
const column = (x: number): Float64Array => Float64Array.of(x, x + 0.5);
const buckets: BucketSeries = {
  kind: 'buckets',
  fromUs: 10,
  widthUs: 5,
  timeUs: column(10),
  min: column(1),
  max: column(2),
  avg: column(3),
  first: column(4),
  last: column(5),
  count: column(6),
  bad: column(7),
};

describe('the data plane', () => {
  it.each([raw, buckets])('carries a $kind series with its number', (series) => {
    expect(decodeDataFrame(encodeSeriesFrame(4_294_967_295, series))).toEqual({
      kind: 'series',
      number: 4_294_967_295,
      series,
    });
  });

  it('carries live points as the batch they are', () => {
    const batch = {
      count: 1,
      device: 0,
      origin: 'local' as const,
      receivedUs: 0,
      tag: Uint32Array.of(9),
      timeUs: Float64Array.of(1e15),
      value: Float64Array.of(8.42),
      status: Uint32Array.of(0),
    };
    expect(decodeDataFrame(encodeLiveFrame(batch))).toEqual({ kind: 'live', batch });
  });

  it.each([0, 4, 7, 20, 31])('refuses a frame cut to %i bytes', (length) => {
    expect(() => decodeDataFrame(encodeSeriesFrame(1, raw).slice(0, length))).toThrow(RangeError);
  });

  it('carries columns one behind the other', () => {
    const frame = encodeColumnsFrame(7, [Float64Array.of(1, Number.NaN), new Float64Array(0), Float64Array.of(-3)]);
    expect(decodeDataFrame(frame)).toEqual({ kind: 'columns', number: 7, values: Float64Array.of(1, Number.NaN, -3) });
    expect(() => decodeDataFrame(frame.slice(0, 20))).toThrow(RangeError);
  });

  it('refuses a kind it does not know', () => {
    const frame = new Uint8Array(64);
    frame[0] = 9;
    expect(() => decodeDataFrame(frame.buffer)).toThrow('kind 9');
  });
});
