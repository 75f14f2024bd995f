import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AGGREGATE_FUNCTIONS, type AggregateFunction } from '../../src-shared/domain/aggregate.ts';
import { isBad, STATUS } from '../../src-shared/domain/quality.ts';
import { AggregateWindows, type WindowPoints } from './aggregate-windows.ts';

const SECOND = 1_000_000;
/** The start of a minute. */
const T0 = 1_700_000_040 * SECOND;

interface Point {
  readonly value: number;
  readonly status: number;
  /** µs after T0. */
  readonly at: number;
  /** µs after T0; at its own time unless given. */
  readonly received?: number;
}

interface Window {
  /** µs after T0. */
  readonly end: number;
  readonly status: number;
  readonly values: Readonly<Partial<Record<AggregateFunction, number>>>;
}

class Told {
  readonly windows: Window[] = [];
  readonly sink = (tag: number, timeUs: number, value: number, status: number): void => {
    const fn = AGGREGATE_FUNCTIONS[tag]!;
    const last = this.windows.at(-1);
    const end = timeUs - T0;
    if (last?.end === end) Object.assign(last.values, { [fn]: value });
    else this.windows.push({ end, status, values: { [fn]: value } });
  };
}

const columns = ({ value, status, at, received = at }: Point): WindowPoints => ({
  value: Float64Array.of(value),
  status: Uint32Array.of(status),
  timeUs: Float64Array.of(T0 + at),
  receivedUs: T0 + received,
});

const GRACE = 200_000;

function windowsOf(windowUs = SECOND): AggregateWindows {
  const outputs = AGGREGATE_FUNCTIONS.map((fn, tag) => ({ fn, tag }));
  return new AggregateWindows([{ row: 0, windowUs, graceUs: GRACE, outputs }], 1);
}

function told(points: readonly Point[], windowUs?: number): Window[] {
  const windows = windowsOf(windowUs);
  const { windows: found, sink } = new Told();
  for (const point of points) windows.take(0, columns(point), 0, sink);
  return found;
}

const good = (...pairs: readonly (readonly [at: number, value: number])[]): Point[] =>
  pairs.map(([at, value]) => ({ value, status: 0, at: at * SECOND }));

const isUsable = ({ value, status }: Point): boolean => !isBad(status) && !Number.isNaN(value);

/** The obvious way: every window up to the last point is made of all points anew. */
function obvious(points: readonly Point[]): Window[] {
  const startOf = ({ at }: Point): number => Math.floor(at / SECOND) * SECOND;
  const found: Window[] = [];
  for (let start = startOf(points[0]!); start < startOf(points.at(-1)!); start += SECOND) {
    const end = start + SECOND;
    const own = points.filter((point) => startOf(point) === start);
    const before = points.findLast(({ at }) => at < start);
    const held = before && isUsable(before) ? before : undefined;
    const usable = own.filter(isUsable);
    const steps = [...(held ? [{ ...held, at: start }] : []), ...own];
    let area = 0;
    let covered = 0;
    for (const [i, step] of steps.entries()) {
      if (!isUsable(step)) continue;
      const span = (steps[i + 1]?.at ?? end) - step.at;
      area += step.value * span;
      covered += span;
    }
    if (usable.length === 0 && covered === 0) {
      if (found.at(-1)?.status !== STATUS.BadNoData) found.push({ end, status: STATUS.BadNoData, values: {} });
      continue;
    }
    const isSound = covered === SECOND && steps.every(({ status }) => status === 0);
    const numbers = usable.map(({ value }) => value);
    const mean = numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
    const variance = numbers.reduce((sum, value) => sum + (value - mean) ** 2, 0) / numbers.length;
    const one = numbers.length === 0 ? held!.value : undefined;
    const values = {
      min: one ?? Math.min(...numbers),
      max: one ?? Math.max(...numbers),
      avg: one ?? mean,
      twa: covered > 0 ? area / covered : mean,
      count: numbers.length,
      std: one === undefined ? Math.sqrt(variance) : 0,
      first: one ?? numbers[0]!,
      last: one ?? numbers.at(-1)!,
    };
    found.push({ end, status: isSound ? STATUS.Good : STATUS.UncertainDataSubNormal, values });
  }
  return found;
}

describe('windows of points', () => {
  it('have the values that the obvious way gives', () => {
    const point = fc.record({
      value: fc.integer({ min: -1_000, max: 1_000 }),
      status: fc.constantFrom<number>(0, 0, 0, 0, 0, 0, STATUS.Uncertain, STATUS.BadDeviceFailure),
      after: fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 1, max: 700_000 }) }, fc.constant(3_100_000)),
    });
    let compared = 0;
    fc.assert(
      fc.property(fc.array(point, { minLength: 15, maxLength: 60 }), (steps) => {
        let at = 0;
        const points = steps.map(({ value, status, after }) => ({ value, status, at: (at += after) }));
        const found = told(points);
        const expected = obvious(points);
        expect(found.map(({ end, status }) => [end, status])).toEqual(expected.map(({ end, status }) => [end, status]));
        for (const [i, { status, values }] of found.entries()) {
          for (const fn of AGGREGATE_FUNCTIONS) {
            if (isBad(status)) expect(values[fn]).toBeNaN();
            else expect(values[fn]).toBeCloseTo(expected[i]!.values[fn]!, 6);
            compared++;
          }
        }
      }),
      { numRuns: 500 },
    );
    expect(compared).toBeGreaterThan(10_000);
  });

  it('are aligned to UTC and carry the time of their end', () => {
    const found = told(good([61, 1], [119, 2], [121, 3], [185, 4]), 60 * SECOND);
    expect(found.map(({ end }) => end / SECOND)).toEqual([120, 180]);
    expect(found[0]!.values).toMatchObject({ min: 1, max: 2, avg: 1.5, count: 2, first: 1, last: 2 });
  });

  it('weigh a value by the time that it held', () => {
    const found = told(good([0, 10], [0.75, 50], [1, 0]));
    expect(found[0]!.values).toMatchObject({ avg: 30, twa: 20 });
  });

  it('are uncertain where a part is not covered, and Bad once while nothing usable comes', () => {
    const windows = windowsOf();
    const { windows: found, sink } = new Told();
    const lost = { value: Number.NaN, status: STATUS.BadNoCommunication, at: 2.5 * SECOND };
    for (const point of [...good([0, 1], [0.5, 3], [1.2, 9]), lost]) windows.take(0, columns(point), 0, sink);
    for (let at = 3; at < 20; at += 0.5) windows.advance(T0 + at * SECOND, sink);
    for (const point of good([20.5, 1], [21.5, 1], [22.5, 1])) windows.take(0, columns(point), 0, sink);
    expect(found.map(({ end, status }) => [end / SECOND, status])).toEqual([
      [1, STATUS.Good],
      [2, STATUS.Good],
      [3, STATUS.UncertainDataSubNormal],
      [4, STATUS.BadNoData],
      [21, STATUS.UncertainDataSubNormal],
      [22, STATUS.Good],
    ]);
    expect(found[2]!.values).toMatchObject({ count: 0, avg: 9, twa: 9 });
  });

  it('end by the clock where nothing comes, once nothing can be on its way', () => {
    const windows = windowsOf();
    const { windows: found, sink } = new Told();
    windows.take(0, columns({ value: 7, status: 0, at: 0 }), 0, sink);
    windows.advance(T0 + SECOND + GRACE - 1, sink);
    expect(found).toEqual([]);
    windows.advance(T0 + 3 * SECOND + GRACE, sink);
    expect(found.map(({ values }) => [values.count, values.avg, values.last, values.std])).toEqual([
      [1, 7, 7, 0],
      [0, 7, 7, 0],
      [0, 7, 7, 0],
    ]);
  });

  it('take a late point into the window under way, and tell none anew', () => {
    const late = { value: 100, status: 0, at: 0.5 * SECOND, received: 1.2 * SECOND };
    const found = told([...good([0, 1], [1.1, 2]), late, ...good([2, 3])]);
    expect(found.map(({ end, values: { count, max, twa } }) => [end / SECOND, count, max, twa])).toEqual([
      [1, 1, 1, 1],
      [2, 2, 100, 0.1 * 1 + 0.9 * 100],
    ]);
  });

  it('are those of the gateway where the clock of the device is wrong', () => {
    for (const behind of [3_600, -3_600]) {
      const points = Array.from({ length: 40 }, (_, i) => {
        const received = i * 100_000;
        return { value: i, status: 0, at: received - behind * SECOND, received };
      });
      const windows = windowsOf();
      const { windows: found, sink } = new Told();
      for (const point of points) {
        windows.take(0, columns(point), 0, sink);
        windows.advance(T0 + point.received, sink);
      }
      expect(found.map(({ end }) => end).every((end) => end >= 0 && end <= 4 * SECOND)).toBe(true);
      const whole = found.filter(({ status }) => status === STATUS.Good);
      expect(whole.length).toBeGreaterThanOrEqual(2);
      for (const { values } of whole) expect(values.count).toBeGreaterThanOrEqual(8);
    }
  });

  it('never call a value Good that is no number', () => {
    const found = told(good([0, 1.7e308], [0.1, -1.7e308], [1, Number.POSITIVE_INFINITY], [2, 5], [3, 5]));
    expect(found[0]).toMatchObject({ status: STATUS.Good, values: { min: -1.7e308, max: 1.7e308 } });
    expect(found[0]!.values.std).toBeNaN();
    expect(found[1]).toMatchObject({ status: STATUS.BadNoData });
    expect(found[2]).toMatchObject({ status: STATUS.Good, values: { avg: 5 } });
  });

  it('follow a clock that is set back: the one under way ends there, so that its end is not told twice later', () => {
    const found = told(good([100, 1], [100.5, 2], [40.5, 3], [41.5, 4], [42.5, 5]));
    expect(found.map(({ end }) => end)).toEqual([40.5 * SECOND, 41 * SECOND, 42 * SECOND]);
    expect(found[1]!.status).toBe(STATUS.UncertainDataSubNormal);
    expect(found[1]!.values).toMatchObject({ count: 1, avg: 3 });
  });

  it('go on with rising times while the clock is trimmed', () => {
    const found = told(good([100, 1], [101.1, 2], [100.9, 3], [101.2, 4], [102.5, 5]));
    const ends = found.map(({ end }) => end);
    expect(ends).toEqual(ends.toSorted((a, b) => a - b));
    expect(new Set(ends).size).toBe(ends.length);
  });
});
