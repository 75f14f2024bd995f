import { describe, expect, it } from 'vitest';
import type { BucketSeries, RawSeries } from '../../src-shared/domain/series.ts';
import type { ChartPen } from './chart-pen.ts';
import { PenBuffer } from './pen-buffer.ts';
import { PenModel } from './pen-model.ts';
import { penStyle } from './pen-style.ts';
import { readAt } from './readout.ts';

const SECOND = 1e6;
const range = { fromUs: 0, toUs: 600 * SECOND };

function pen(series: RawSeries | BucketSeries, live: readonly (readonly [us: number, value: number])[] = []): ChartPen {
  const buffer = new PenBuffer(100);
  for (const [us, value] of live) buffer.push(us, value, 0);
  const model = new PenModel(buffer, 1_000);
  model.history = { fromUs: 0, toUs: 300 * SECOND, series, gaps: [] };
  model.fold(range, 10 * SECOND);
  const look = { style: penStyle(1), kind: 'analog', format: (value: number) => value.toFixed(2) } as const;
  return { uid: 'u', slot: 1, name: 'Pressure', unit: 'bar', model, ...look };
}
const raw = (...rows: readonly (readonly [us: number, value: number])[]): RawSeries => ({
  kind: 'raw',
  timeUs: Float64Array.from(rows, ([us]) => us),
  value: Float64Array.from(rows, ([, value]) => value),
  status: new Uint32Array(rows.length),
});
const of = (...values: number[]): Float64Array => Float64Array.from(values);

describe('what a pen was at a time', () => {
  it('is a raw sample as such', () => {
    expect(readAt(pen(raw([15 * SECOND, 8.4])), 15 * SECOND)).toBe('8.40 bar, raw');
  });

  it('is the average of the raw samples that share a pixel', () => {
    const several = pen(raw([11 * SECOND, 8], [12 * SECOND, 9]));
    expect(readAt(several, 15 * SECOND)).toBe('8.50 bar, average of 2 raw samples (min 8.00, max 9.00)');
  });

  it('is told as the average that the historian keeps, with its samples', () => {
    const minutes: BucketSeries = {
      kind: 'buckets',
      fromUs: 0,
      widthUs: 60 * SECOND,
      timeUs: of(60 * SECOND),
      avg: of(8.55),
      min: of(8.31),
      max: of(8.92),
      first: of(8.4),
      last: of(8.6),
      count: of(60),
      bad: of(0),
    };
    expect(readAt(pen(minutes), 90 * SECOND)).toBe('8.55 bar, 1-min average (min 8.31, max 8.92, 60 samples)');
    expect(readAt(pen(minutes, [[400 * SECOND, 7]]), 400 * SECOND)).toBe('7.00 bar, raw');
  });

  it('is nothing where there is no sample nearby', () => {
    expect(readAt(pen(raw([15 * SECOND, 8.4])), 500 * SECOND)).toBeUndefined();
  });
});
