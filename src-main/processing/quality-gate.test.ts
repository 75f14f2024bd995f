import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isBad, STATUS } from '../../src-shared/domain/quality.ts';
import { QualityRule } from '../../src-shared/domain/quality-rule.ts';
import { Tag } from '../../src-shared/domain/tag.ts';
import { Normaliser } from './normalise.ts';
import { compileQuality, QualityGate } from './quality-gate.ts';
import { compileTagRule } from './tag-rule.ts';

const SECOND = 1_000_000;
const T0 = 1_700_000_000 * SECOND;

interface Reading {
  readonly value: number;
  readonly status: number;
  readonly second: number;
}

type Input = Readonly<Record<string, unknown>>;

function gateOf(...rules: readonly Input[]): QualityGate {
  return new QualityGate([{ quality: rules.map((rule) => compileQuality(QualityRule.parse(rule))) }]);
}

/** The status that each reading has by the rules, −1 where it is rejected. */
const statuses = (gate: QualityGate, readings: readonly Reading[]): number[] =>
  readings.map(({ value, status, second }) => {
    const timeUs = Float64Array.of(T0 + second * SECOND);
    const columns = { value: Float64Array.of(value), status: Uint32Array.of(status), timeUs, clockUs: timeUs };
    return gate.passes(0, columns, 0) ? columns.status[0]! : -1;
  });

/** Readings a second apart, all good. */
const good = (...values: readonly number[]): Reading[] => values.map((value, second) => ({ value, status: 0, second }));

/** The obvious way: looks back over all readings that passed. */
function obvious(input: Input, readings: readonly Reading[]): number[] {
  const rule = QualityRule.parse(input);
  const sub = { range: 0x40940000, type: 0x40940000, rate: 0x40930000, stuck: 0x40900000 }[rule.check];
  const passed: Reading[] = [];
  return readings.map((reading) => {
    const { value, status, second } = reading;
    const last = passed.at(-1);
    if (isBad(status)) {
      passed.length = 0;
      return status;
    }
    const same = passed.toReversed();
    const other = same.findIndex((before) => before.value !== value);
    const since = (other < 0 ? same : same.slice(0, other)).at(-1) ?? reading;
    const isHit = {
      range: value < (rule.low ?? -Infinity) || value > (rule.high ?? Infinity),
      type: !Number.isFinite(value),
      rate: last !== undefined && Math.abs(value - last.value) > (rule.max_rate ?? Infinity) * (second - last.second),
      stuck: second - since.second >= Number.parseFloat(rule.for ?? 'Infinity'),
    }[rule.check];
    if (isHit && rule.action === 'reject') return -1;
    passed.push(reading);
    if (!isHit || rule.action === 'alert' || status !== 0) return status;
    return rule.check === 'type' ? STATUS.BadOutOfRange : sub;
  });
}

describe('quality rules', () => {
  it('find what the obvious way finds', () => {
    const rule = fc.record({
      check: fc.constantFrom(
        { check: 'range', low: -3, high: 3 },
        { check: 'range', high: 1 },
        { check: 'rate', max_rate: 2 },
        { check: 'stuck', for: '3s' },
        { check: 'type' },
      ),
      action: fc.constantFrom('flag', 'reject', 'alert'),
    });
    const reading = fc.record({
      value: fc.oneof({ weight: 9, arbitrary: fc.integer({ min: -5, max: 5 }) }, fc.constant(Number.POSITIVE_INFINITY)),
      status: fc.constantFrom<number>(0, 0, 0, 0, STATUS.Uncertain, STATUS.BadNoCommunication),
    });
    let found = 0;
    fc.assert(
      fc.property(rule, fc.array(reading, { minLength: 20, maxLength: 60 }), ({ check, action }, values) => {
        const readings = values.map((value, second) => ({ ...value, second }));
        const expected = obvious({ ...check, action }, readings);
        found += expected.filter((status, i) => status !== readings[i]!.status).length;
        expect(statuses(gateOf({ ...check, action }), readings)).toEqual(expected);
      }),
      { numRuns: 1_000 },
    );
    expect(found).toBeGreaterThan(1_000);
  });

  it('flag a point with the reason, and leave the reason that the device gave', () => {
    const gate = gateOf({ check: 'range', low: 0, high: 10 });
    expect(statuses(gate, good(5, 11, -1))).toEqual([0, 0x40940000, 0x40940000]);
    const doubted = { value: 99, status: STATUS.UncertainInitialValue, second: 9 };
    expect(statuses(gate, [doubted])).toEqual([STATUS.UncertainInitialValue]);
    expect(gate.hits()).toEqual([{ check: 'range', action: 'flag', hits: 3 }]);
  });

  it('count what they reject, and measure the rate from the last point that was let through', () => {
    const gate = gateOf({ check: 'rate', max_rate: 2, action: 'reject' });
    // A step of 10 is believed once it could have happened: 5 s after the last point.
    expect(statuses(gate, good(0, 10, 10, 10, 10, 10, 10))).toEqual([0, -1, -1, -1, -1, 0, 0]);
    expect(gate.rejected).toBe(4);
  });

  it('alert while the last reading is at fault, in words, and leave the point as it is', () => {
    const gate = gateOf({ check: 'range', high: 10, action: 'alert' });
    expect(statuses(gate, good(12.5))).toEqual([0]);
    expect([...gate.alerts()]).toEqual([
      { row: 0, text: '12.5 is above 10, the highest of its quality rule. Check the sensor and its scaling.' },
    ]);
    statuses(gate, [{ value: 9, status: 0, second: 1 }]);
    expect([...gate.alerts()]).toEqual([]);
  });

  it('tell rule by rule how often they hit, and the last reading that they did', () => {
    const gate = gateOf({ check: 'range', high: 10 }, { check: 'range', low: 0, action: 'alert' }, { check: 'type' });
    expect([...gate.hitsByRule()]).toEqual([]);
    statuses(gate, good(11, 5, 12, -1, 5));
    expect([...gate.hitsByRule()]).toEqual([
      { row: 0, rule: 0, hits: 2, value: 12, timeUs: T0 + 2 * SECOND },
      { row: 0, rule: 1, hits: 1, value: -1, timeUs: T0 + 3 * SECOND },
    ]);
  });

  it('know the states of a tag', () => {
    const states = compileQuality(QualityRule.parse({ check: 'type' }), { '0': 'Off', '1': 'On' });
    const gate = new QualityGate([{ quality: [states] }]);
    expect(statuses(gate, good(0, 1, 2))).toEqual([0, 0, 0x40940000]);
  });

  it('work on values in engineering units, before the deadband', () => {
    const tag = {
      scale: 0.1,
      deadband: { absolute: 5 },
      quality_rules: [{ check: 'range', high: 50, action: 'reject' }],
    };
    const rules = [compileTagRule(Tag.parse({ id: 't', address: 'x', ...tag }), 0)];
    const normaliser = new Normaliser({ device: 0, rules, simulated: false });
    const poll = (raw: number, second: number): readonly number[] => {
      const timeUs = Float64Array.of(T0 + second * SECOND);
      const readings = { timeUs, value: Float64Array.of(raw), status: Uint32Array.of(0), cells: [] };
      return [...(normaliser.normalise(readings, timeUs[0]!)?.value ?? [])];
    };
    expect([poll(400, 0), poll(600, 1), poll(410, 2), poll(480, 3)]).toEqual([[40], [], [], [48]]);
    expect(normaliser.quality!.rejected).toBe(1);
  });

  it('never hold back a reading that a write waits for: it is told as uncertain', () => {
    const tag = { quality_rules: [{ check: 'range', high: 50, action: 'reject' }] };
    const rules = [compileTagRule(Tag.parse({ id: 't', address: 'x', ...tag }), 0)];
    const normaliser = new Normaliser({ device: 0, rules, simulated: false });
    const timeUs = Float64Array.of(T0);
    const fresh = { timeUs, value: Float64Array.of(99), status: Uint32Array.of(0), cells: [] };
    const batch = normaliser.single(0, fresh, T0);
    expect([...batch.status]).toEqual([STATUS.UncertainEngineeringUnitsExceeded]);
    expect(normaliser.quality!.rejected).toBe(0);
  });
});
