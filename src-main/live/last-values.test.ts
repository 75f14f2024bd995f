import { expect, it } from 'vitest';
import type { BatchOrigin, PointBatch } from '../../src-shared/domain/point-batch.ts';
import { LastValues } from './last-values.ts';

const point = (value: number, timeUs: number, receivedUs: number, origin: BatchOrigin = 'local'): PointBatch => ({
  count: 1,
  device: 0,
  origin,
  receivedUs,
  tag: Uint32Array.of(0),
  timeUs: Float64Array.of(timeUs),
  value: Float64Array.of(value),
  status: new Uint32Array(1),
});

function afterAll(...batches: readonly PointBatch[]): number {
  const last = new LastValues();
  last.grow(1);
  for (const batch of batches) last.apply(batch);
  return last.get(0).value;
}

it('keep the newest value of a tag when another gateway sends an older one late', () => {
  expect(afterAll(point(1, 100e6, 100e6, 'remote'), point(2, 90e6, 101e6, 'remote'))).toBe(1);
});

it('follow our devices, whose clock or ours may be set back', () => {
  expect(afterAll(point(1, 7_300e6, 7_300e6), point(2, 100e6, 100e6), point(3, 101e6, 101e6))).toBe(3);
  expect(afterAll(point(1, 3_600e6, 3_600e6), point(2, 1e6, 3_601e6))).toBe(2);
});

it('do not take a replay of a gateway whose clock is ahead for news', () => {
  expect(afterAll(point(1, 150e6, 100e6, 'remote'), point(2, 90e6, 101e6, 'remote'))).toBe(1);
});
