import type { PointBatch } from '../../src-shared/domain/point-batch.ts';

/** For tests: a batch of one row of tag 0 of device 0. */
export function onePoint(value: number, timeUs: number, status = 0): PointBatch {
  return {
    count: 1,
    device: 0,
    origin: 'local',
    receivedUs: timeUs,
    tag: Uint32Array.of(0),
    timeUs: Float64Array.of(timeUs),
    value: Float64Array.of(value),
    status: Uint32Array.of(status),
  };
}
