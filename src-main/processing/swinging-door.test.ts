import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { STATUS } from '../../src-shared/domain/quality.ts';
import { Tag } from '../../src-shared/domain/tag.ts';
import { Normaliser } from './normalise.ts';
import { PushedNormaliser } from './normalise-pushed.ts';
import { compileTagRule } from './tag-rule.ts';

const T0 = 1_700_000_000_000_000;
const SECOND = 1_000_000;

interface Point {
  readonly timeUs: number;
  readonly value: number;
  readonly status: number;
}

const rulesOf = (error: number, heartbeat = '1h') => [
  compileTagRule(Tag.parse({ id: 't', address: 'x', deadband: { swinging_door: error, max_interval: heartbeat } }), 0),
];

/** The points of polls a second apart. */
function polled(values: readonly number[], error: number, heartbeat?: string, status: readonly number[] = []): Point[] {
  const normaliser = new Normaliser({ device: 0, rules: rulesOf(error, heartbeat), simulated: false });
  return values.flatMap((value, i) => {
    const timeUs = T0 + i * SECOND;
    const batch = normaliser.normalise(
      {
        timeUs: Float64Array.of(timeUs),
        value: Float64Array.of(value),
        status: Uint32Array.of(status[i] ?? 0),
        cells: [],
      },
      timeUs,
    );
    return Array.from(batch?.timeUs ?? [], (time, row) => ({
      timeUs: time,
      value: batch!.value[row]!,
      status: batch!.status[row]!,
    }));
  });
}

/** The obvious way: every reading since the last point is looked at again for each new one. */
function obvious(values: readonly number[], error: number): Point[] {
  const kept = [0];
  for (let now = 1, held = -1; now < values.length; now++) {
    const from = kept.at(-1)!;
    const passes = (to: number): boolean =>
      values.slice(from + 1, to).every((value, i) => Math.abs(lineAt(values, from, to, from + 1 + i) - value) <= error);
    if (!passes(now) && held > from) kept.push(held);
    held = now;
  }
  return kept.map((i) => ({ timeUs: T0 + i * SECOND, value: values[i]!, status: 0 }));
}

const lineAt = (values: readonly number[], from: number, to: number, at: number): number =>
  values[from]! + ((values[to]! - values[from]!) * (at - from)) / (to - from);

// Small whole numbers, so that the slopes of both ways are compared without the noise of floating point.
const walk = fc.array(fc.integer({ min: -4, max: 4 }), { minLength: 2, maxLength: 60 }).map((steps) => {
  let value = 0;
  return steps.map((step) => (value += step));
});

describe('the swinging door', () => {
  it('keeps the points that the obvious way keeps', () => {
    fc.assert(
      fc.property(walk, fc.constantFrom(0.75, 1.3, 3.1), (values, error) => {
        expect(polled(values, error)).toEqual(obvious(values, error));
      }),
      { numRuns: 500 },
    );
  });

  it('lets no reading lie further from the line between its points than the error', () => {
    let left = 0;
    const noise = fc.array(fc.double({ min: -9, max: 9, noNaN: true }), { minLength: 60, maxLength: 80 });
    fc.assert(
      fc.property(noise, fc.double({ min: 2, max: 15, noNaN: true }), (values, error) => {
        const kept = polled(values, error).map(({ timeUs }) => (timeUs - T0) / SECOND);
        for (let i = 0; i + 1 < kept.length; i++) {
          for (let at = kept[i]! + 1; at < kept[i + 1]!; at++) {
            left++;
            expect(Math.abs(lineAt(values, kept[i]!, kept[i + 1]!, at) - values[at]!)).toBeLessThanOrEqual(
              error + 1e-9,
            );
          }
        }
      }),
      { numRuns: 500 },
    );
    expect(left).toBeGreaterThan(1_000);
  });

  it('makes a point at least at every heartbeat, and few of a straight line', () => {
    const line = Array.from({ length: 61 }, (_, i) => i * 0.5);
    const kept = polled(line, 0.1, '10s').map(({ timeUs }) => (timeUs - T0) / SECOND);
    expect(kept).toEqual([0, 10, 20, 30, 40, 50, 60]);
    expect(polled(line, 0.1)).toHaveLength(1);
  });

  it('tells a change of status at once, after the reading that it held back', () => {
    const status = [0, 0, 0, STATUS.BadDeviceFailure, 0];
    const points = polled([1, 2, 3, 9, 4], 0.5, '1h', status);
    expect(points.map(({ value }) => value)).toEqual([1, 3, Number.NaN, 4]);
    expect(points.map(({ timeUs }) => (timeUs - T0) / SECOND)).toEqual([0, 2, 3, 4]);
    expect(points[2]!.status).toBe(STATUS.BadDeviceFailure);
  });

  it('draws no line to or from what is not finite: each such reading is a point', () => {
    const points = polled([1, 2, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 5, 6, 20], 0.5);
    expect(points.map(({ value }) => value)).toEqual([1, 2, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 5, 6]);
    expect(points.map(({ timeUs }) => (timeUs - T0) / SECOND)).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('does the same with values that the device sends by itself, and lets go what it holds when the device is lost', () => {
    const normaliser = new PushedNormaliser({ device: 0, rules: rulesOf(0.5), simulated: false });
    const send = (second: number, value: number): readonly number[] => [
      ...(normaliser.take(
        {
          count: 1,
          row: Uint32Array.of(0),
          timeUs: Float64Array.of(T0 + second * SECOND),
          value: Float64Array.of(value),
          status: Uint32Array.of(0),
          cells: [],
        },
        T0 + second * SECOND,
      )?.value ?? []),
    ];
    expect([0, 1, 2, 3, 4].map((second) => send(second, second))).toEqual([[0], [], [], [], []]);
    expect(send(5, 20)).toEqual([4]);
    const lost = normaliser.lost(T0 + 9 * SECOND)!;
    expect([...lost.value]).toEqual([20, Number.NaN]);
    expect([...lost.timeUs]).toEqual([T0 + 5 * SECOND, T0 + 9 * SECOND]);
    expect(send(10, 21)).toEqual([21]);
  });
});
