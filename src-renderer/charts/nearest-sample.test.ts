import { expect, it } from 'vitest';
import { nearestSample } from './nearest-sample.ts';
import { PenBuffer } from './pen-buffer.ts';
import { PenModel } from './pen-model.ts';

const raw = (...times: readonly number[]) => ({
  kind: 'raw' as const,
  timeUs: Float64Array.from(times),
  value: Float64Array.from(times, (us) => us * 10),
  status: new Uint32Array(times.length),
});

function model(...live: readonly number[]): PenModel {
  const buffer = new PenBuffer(100);
  for (const us of live) buffer.push(us, us * 10, 0);
  return new PenModel(buffer, 1_000);
}

it('finds the stored or live sample that is nearest, and none on both sides of the seam', () => {
  const pen = model(30, 40, 50);
  pen.history = { fromUs: 0, toUs: 35, series: raw(10, 20, 30), gaps: [] };
  expect([0, 14, 16, 29, 36, 47, 900].map((us) => nearestSample(pen, us)?.timeUs)).toEqual([
    10, 10, 20, 30, 40, 50, 50,
  ]);
  expect(nearestSample(pen, 30)).toEqual({ timeUs: 30, value: 300, status: 0, averagedUs: 0 });
});

it('puts an average into the middle of its time, and passes over one of nothing but Bad samples', () => {
  const pen = model();
  const series = {
    ...{ kind: 'buckets' as const, fromUs: 0, widthUs: 10, timeUs: Float64Array.of(0, 10, 20) },
    ...{ min: new Float64Array(3), max: new Float64Array(3), first: new Float64Array(3), last: new Float64Array(3) },
    ...{ avg: Float64Array.of(1, Number.NaN, 3), count: Float64Array.of(4, 0, 4), bad: Float64Array.of(0, 2, 0) },
  };
  pen.history = { fromUs: 0, toUs: 30, series, gaps: [] };
  expect(nearestSample(pen, 4)).toEqual({ timeUs: 5, value: 1, status: 0, averagedUs: 10 });
  expect(nearestSample(pen, 26)?.timeUs).toBe(25);
});

it('finds nothing where there is nothing', () => {
  expect(nearestSample(model(), 5)).toBeUndefined();
});
