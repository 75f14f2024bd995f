import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AGGREGATE_FUNCTIONS, type AggregateFunction } from '../../src-shared/domain/aggregate.ts';
import { isBad, STATUS } from '../../src-shared/domain/quality.ts';
import { AggregateWindows, type WindowReadings } from './aggregate-windows.ts';

const SECOND = 1_000_000;
/** The start of a minute. */
const T0 = 1_700_000_040 * SECOND;

interface Reading {
  readonly value: number;
  readonly status: number;
  /** µs after T0. */
  readonly at: number;
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

const columns = (value: number, status: number, timeUs: number): WindowReadings => ({
  value: Float64Array.of(value),
  status: Uint32Array.of(status),
  timeUs: Float64Array.of(timeUs),
});

function windowsOf(windowUs = SECOND): AggregateWindows {
  return new AggregateWindows([{ row: 0, windowUs, outputs: AGGREGATE_FUNCTIONS.map((fn, tag) => ({ fn, tag })) }], 1);
}

function told(readings: readonly Reading[], windowUs?: number): Window[] {
  const windows = windowsOf(windowUs);
  const { windows: found, sink } = new Told();
  for (const { value, status, at } of readings) windows.take(0, columns(value, status, T0 + at), 0, sink);
  return found;
}

const good = (...pairs: readonly (readonly [at: number, value: number])[]): Reading[] =>
  pairs.map(([at, value]) => ({ value, status: 0, at: at * SECOND }));

const isUsable = ({ value, status }: Reading): boolean => !isBad(status) && !Number.isNaN(value);

/** The obvious way: each window that has a reading, and is followed by one outside, is made of all readings anew. */
function obvious(readings: readonly Reading[]): Window[] {
  const startOf = ({ at }: Reading): number => Math.floor(at / SECOND) * SECOND;
  const starts = [...new Set(readings.map(startOf))].slice(0, -1);
  return starts.map((start, index) => {
    const end = start + SECOND;
    const own = readings.filter((reading) => startOf(reading) === start);
    const before = readings.findLast(({ at }) => at < start);
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
    const isWhole = held !== undefined || (index === 0 && own[0]!.at === start);
    const follows = index === 0 || starts[index - 1] === start - SECOND;
    const isSound = own.every(({ status }) => status === 0) && isWhole && follows;
    if (usable.length === 0 && covered === 0) return { end, status: STATUS.BadNoData, values: {} };
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
    return { end, status: isSound ? STATUS.Good : STATUS.UncertainDataSubNormal, values };
  });
}

describe('windows of readings', () => {
  it('have the values that the obvious way gives', () => {
    const reading = fc.record({
      value: fc.integer({ min: -1_000, max: 1_000 }),
      status: fc.constantFrom<number>(0, 0, 0, 0, 0, 0, STATUS.Uncertain, STATUS.BadDeviceFailure),
      after: fc.integer({ min: 1, max: 700_000 }),
    });
    let compared = 0;
    fc.assert(
      fc.property(fc.array(reading, { minLength: 15, maxLength: 60 }), (steps) => {
        let at = 0;
        const readings = steps.map(({ value, status, after }) => ({ value, status, at: (at += after) }));
        const found = told(readings);
        const expected = obvious(readings);
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

  it('end Bad, once, when the device is away, after the values of what had ended before', () => {
    const windows = windowsOf();
    const { windows: found, sink } = new Told();
    for (const { value, at } of good([0, 1], [0.5, 3], [1.2, 9])) windows.take(0, columns(value, 0, T0 + at), 0, sink);
    windows.lost(T0 + 6.5 * SECOND, sink);
    windows.lost(T0 + 12 * SECOND, sink);
    expect(found.map(({ end, status }) => [end / SECOND, status])).toEqual([
      [1, STATUS.Good],
      [2, STATUS.Good],
      [6.5, STATUS.BadNoCommunication],
    ]);
    // What follows begins in the middle of a window: that one is uncertain, the next is whole.
    for (const { value, at } of good([20.5, 1], [21.5, 1], [22.5, 1]))
      windows.take(0, columns(value, 0, T0 + at), 0, sink);
    expect(found.slice(3).map(({ status }) => status)).toEqual([STATUS.UncertainDataSubNormal, STATUS.Good]);
  });

  it('keep the last value while a device that sends changes only is silent and lives', () => {
    const windows = windowsOf();
    const { windows: found, sink } = new Told();
    windows.take(0, columns(7, 0, T0), 0, sink);
    windows.advance(T0 + 3 * SECOND, true, sink);
    expect(found.map(({ values }) => [values.count, values.avg, values.last, values.std])).toEqual([
      [1, 7, 7, 0],
      [0, 7, 7, 0],
      [0, 7, 7, 0],
    ]);
  });

  it('go on with rising times when the clock is set back', () => {
    const found = told(good([100, 1], [100.5, 2], [40.5, 3], [41.5, 4], [42.5, 5]));
    expect(found.map(({ end }) => end)).toEqual([101 * SECOND, 101 * SECOND + 1, 101 * SECOND + 2]);
    expect(found[1]!.status).toBe(STATUS.UncertainDataSubNormal);
    expect(found[1]!.values).toMatchObject({ count: 1, avg: 3 });
  });
});
