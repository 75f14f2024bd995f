import { encodeBatch } from '../../src-shared/domain/batch-frame.ts';
import { STATUS } from '../../src-shared/domain/quality.ts';

/** A plant that is made up, for stores of history: every tag has a point at every step. */
export interface PointSource {
  readonly devices: number;
  readonly tagsPerDevice: number;
  readonly steps: number;
  readonly stepSeconds: number;
  /** Steps of a device that travel as one batch. */
  readonly stepsPerBatch: number;
  /** Of the first step, µs since 1970. */
  readonly startUs: number;
}

export const pointsOf = ({ devices, tagsPerDevice, steps }: PointSource): number => devices * tagsPerDevice * steps;

const PERIOD_STEPS = 600;
/** Of the linear congruential generator of Numerical Recipes; only used to scatter the last digits. */
const NOISE = { factor: 1_664_525, add: 1_013_904_223 };

/** A wave with noise in the second digit behind the point, as most measured values look. */
export function valueAt(tag: number, step: number): number {
  const noise = ((Math.imul(tag * 7_919 + step, NOISE.factor) + NOISE.add) >>> 0) / 2 ** 32;
  const wave = 50 + 40 * Math.sin((2 * Math.PI * (step + tag * 13)) / PERIOD_STEPS);
  return Math.round((wave + noise) * 100) / 100;
}

/** Batches in the order of time: device, its frame, how many points it holds. */
export function* batchesOf(source: PointSource): Generator<{ device: number; frame: ArrayBuffer; points: number }> {
  const { devices, tagsPerDevice, steps, stepSeconds, stepsPerBatch, startUs } = source;
  for (let first = 0; first < steps; first += stepsPerBatch) {
    const count = Math.min(stepsPerBatch, steps - first) * tagsPerDevice;
    for (let device = 0; device < devices; device++) {
      const tag = new Uint32Array(count);
      const timeUs = new Float64Array(count);
      const value = new Float64Array(count);
      for (let row = 0; row < count; row++) {
        const step = first + Math.floor(row / tagsPerDevice);
        tag[row] = device * tagsPerDevice + (row % tagsPerDevice);
        timeUs[row] = startUs + step * stepSeconds * 1e6;
        value[row] = valueAt(tag[row]!, step);
      }
      const status = new Uint32Array(count).fill(STATUS.Good);
      const receivedUs = timeUs[count - 1]!;
      const frame = encodeBatch({ count, device, origin: 'local', receivedUs, tag, timeUs, value, status });
      yield { device, frame, points: count };
    }
  }
}

export const deviceUid = (device: number): string => `device ${device}`;
export const tagUid = (tag: number): string => `tag ${tag}`;

/** Names of all devices and tags, for the log. */
export function namesOf({ devices, tagsPerDevice }: PointSource): {
  readonly devices: [number, string][];
  readonly tags: [number, string][];
} {
  const named = (count: number, name: (n: number) => string): [number, string][] =>
    Array.from({ length: count }, (_, n) => [n, name(n)]);
  return { devices: named(devices, deviceUid), tags: named(devices * tagsPerDevice, tagUid) };
}
