import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isBad, STATUS } from '../../src-shared/domain/quality.ts';
import { Tag } from '../../src-shared/domain/tag.ts';
import { Normaliser } from './normalise.ts';
import { PushedNormaliser } from './normalise-pushed.ts';
import { compileTagRule } from './tag-rule.ts';

const SECOND = 1_000_000;
const T0 = 1_700_000_000 * SECOND;

interface Bands {
  readonly absolute?: number | undefined;
  readonly percent?: number | undefined;
  readonly percent_of_range?: number | undefined;
  /** In seconds. */
  readonly heartbeat?: number | undefined;
}

interface Reading {
  readonly value: number;
  readonly status: number;
  /** Seconds since the reading before. */
  readonly after: number;
}

const RANGE = { eu_low: 80, eu_high: -20 };

function rulesOf({ heartbeat, ...bands }: Bands) {
  const deadband = { ...bands, ...(heartbeat !== undefined && { max_interval: `${heartbeat}s` }) };
  return [compileTagRule(Tag.parse({ id: 't', address: 'x', deadband, ...RANGE }), 0)];
}

/** Places of the readings that are points, the obvious way: each against the last point, band by band. */
function obvious({ absolute, percent, percent_of_range: ofRange, heartbeat }: Bands, readings: readonly Reading[]) {
  const kept: number[] = [];
  let seconds = 0;
  let last: { value: number; status: number; seconds: number } | undefined;
  for (const [place, { status, value: given, after }] of readings.entries()) {
    seconds += after;
    const value = isBad(status) ? Number.NaN : given;
    const distance = last === undefined ? Number.NaN : Math.abs(value - last.value);
    const isWithin = [
      (absolute ?? 0) >= distance,
      percent !== undefined && (percent / 100) * Math.abs(last?.value ?? 0) >= distance,
      ofRange !== undefined && ofRange >= distance,
    ].includes(true);
    // No band is around what is not finite.
    const isQuiet =
      Number.isFinite(value) && Number.isFinite(last?.value) ? isWithin : String(value) === String(last?.value);
    const isDue = last !== undefined && heartbeat !== undefined && seconds - last.seconds >= heartbeat;
    if (last?.status === status && isQuiet && !isDue) continue;
    last = { value, status, seconds };
    kept.push(place);
  }
  return kept;
}

const bands: fc.Arbitrary<Bands> = fc.record(
  {
    absolute: fc.constantFrom(0, 0.5, 2),
    percent: fc.constantFrom(5, 25, 100),
    percent_of_range: fc.constantFrom(1, 3),
    heartbeat: fc.constantFrom(1, 3, 10),
  },
  { requiredKeys: [] },
);
const reading: fc.Arbitrary<Reading> = fc.record({
  value: fc.oneof(
    { weight: 9, arbitrary: fc.integer({ min: -6, max: 6 }) },
    { weight: 3, arbitrary: fc.double({ min: -100, max: 100, noNaN: true }) },
    fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 1e300),
  ),
  status: fc.constantFrom<number>(0, 0, 0, 0, 0, 0, STATUS.Uncertain, STATUS.BadDeviceFailure),
  after: fc.integer({ min: 1, max: 4 }),
});
const readings = fc.array(reading, { minLength: 20, maxLength: 60 });

/** A deadband with nothing but a heartbeat is none where it has no heartbeat either. */
const isGiven = (given: Bands): boolean => Object.values(given).some((each) => each !== undefined);

describe('a deadband of any kind, with and without heartbeat', () => {
  it('keeps of polls what the obvious way keeps', () => {
    let quiet = 0;
    fc.assert(
      fc.property(bands.filter(isGiven), readings, (given, values) => {
        const normaliser = new Normaliser({ device: 0, rules: rulesOf(given), simulated: false });
        let seconds = 0;
        const kept = values.flatMap(({ value, status, after }, place) => {
          seconds += after;
          const timeUs = Float64Array.of(T0 + seconds * SECOND);
          const poll = { timeUs, value: Float64Array.of(value), status: Uint32Array.of(status), cells: [] };
          return normaliser.normalise(poll, timeUs[0]!) ? [place] : [];
        });
        expect(kept).toEqual(obvious(given, values));
        quiet += values.length - kept.length;
      }),
      { numRuns: 1_000 },
    );
    expect(quiet).toBeGreaterThan(2_000);
  });

  it('keeps the same of what a device sends, by the time of receipt, however many come at once', () => {
    fc.assert(
      fc.property(bands.filter(isGiven), readings, fc.integer({ min: 1, max: 7 }), (given, values, atOnce) => {
        const normaliser = new PushedNormaliser({ device: 0, rules: rulesOf(given), simulated: false });
        let received = 0;
        const kept: number[] = [];
        const asReceived: Reading[] = [];
        for (let from = 0; from < values.length; from += atOnce) {
          const together = values.slice(from, from + atOnce);
          received += together[0]!.after;
          asReceived.push(...together.map((each, i) => ({ ...each, after: i === 0 ? each.after : 0 })));
          const batch = normaliser.take(
            {
              count: together.length,
              row: new Uint32Array(together.length),
              // The clock of the device runs on its own: a millisecond from reading to reading.
              timeUs: Float64Array.from(together, (_, i) => T0 + (from + i) * 1_000),
              value: Float64Array.from(together, ({ value }) => value),
              status: Uint32Array.from(together, ({ status }) => status),
              cells: [],
            },
            T0 + received * SECOND,
          );
          for (const timeUs of batch?.timeUs ?? []) kept.push((timeUs - T0) / 1_000);
        }
        expect(kept).toEqual(obvious(given, asReceived));
      }),
      { numRuns: 1_000 },
    );
  });
});
