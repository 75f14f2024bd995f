import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DataType } from '../../src-shared/domain/data-type.ts';
import { integerRange } from '../../src-shared/domain/integer-range.ts';
import { Tag } from '../../src-shared/domain/tag.ts';
import { NexusError } from '../../src-shared/errors/nexus-error.ts';
import type { WriteValue } from '../drivers/driver.ts';
import { makeCodec } from '../drivers/modbus/codec.ts';
import { ModbusTcpConnection } from '../drivers/modbus/connection.ts';
import { resolveTarget } from '../drivers/modbus/target.ts';
import { rescale } from './rescale.ts';
import { compileTagRule, type TagRule } from './tag-rule.ts';
import { unscale } from './unscale.ts';

function ruleOf(tag: Record<string, unknown> = {}): TagRule {
  return compileTagRule(Tag.parse({ id: 't', address: 'HR0', ...tag }), 0);
}

function faultOf(rule: TagRule, dataType: DataType, value: WriteValue): { code: string; text: string } {
  try {
    return { code: 'none', text: String(unscale(rule, dataType, value)) };
  } catch (error) {
    if (!(error instanceof NexusError)) throw error;
    return { code: error.code, text: error.text };
  }
}

/** What stands on the device after the value was written with the driver's own codec, as it is read. */
function throughDevice(dataType: DataType, raw: WriteValue): number {
  const target = resolveTarget({ address: 'HR0', dataType }, ModbusTcpConnection.parse({ host: 'plc' }));
  const codec = makeCodec(target);
  const view = new DataView(new ArrayBuffer(8));
  codec.write(view, 0, raw);
  return codec.read(view, 0);
}

const TENTH = ruleOf({ scale: 0.1 });

/** 0–10 V as an analogue input counts it. */
const SIEMENS = ruleOf({ raw_low: 0, raw_high: 27_648, eu_low: 0, eu_high: 10 });

const INTEGERS = ['int16', 'uint16', 'int32', 'uint32', 'int64', 'uint64', 'bcd16', 'bcd32', 'bits'] as const;
const finite = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 });
const rules: fc.Arbitrary<TagRule> = fc.oneof(
  fc.constant(ruleOf()),
  fc
    .tuple(fc.constantFrom(0.1, 0.01, 0.001, 0.5, 2, 10, -0.1, -1, 1 / 3, 0.0375), fc.integer({ min: -400, max: 400 }))
    .map(([scale, offset]) => ruleOf({ scale, offset })),
  fc.constant(SIEMENS),
  fc.constant(ruleOf({ raw_low: 4_000, raw_high: 20_000, eu_low: -50, eu_high: 150 })),
  fc.constant(ruleOf({ scale: 0.1, unit_from: 'Cel', unit: '[degF]' })),
  fc.constant(ruleOf({ scale: 0.01, unit_from: 'bar', unit: '[psi]' })),
  fc
    .tuple(finite, finite)
    .filter(([scale]) => Math.abs(scale) > 1e-6)
    .map(([scale, offset]) => ruleOf({ scale, offset })),
);

/** A whole number of the type that a float64 tells from its neighbours. */
function stepIn(type: DataType): fc.Arbitrary<number> {
  const { min, max } = integerRange(type)!;
  const clip = (end: bigint): number =>
    Number(BigInt.asIntN(54, end) === end ? end : end < 0n ? -(2n ** 53n) + 1n : 2n ** 53n - 1n);
  return fc.integer({ min: clip(min), max: clip(max) });
}

describe('undoing the scaling of a tag', () => {
  it.each(INTEGERS)('writes what is read, for every step of a scaled %s', (type) => {
    fc.assert(
      fc.property(rules, stepIn(type), (rule, step) => {
        const value = rescale(rule, step);
        expect(rescale(rule, throughDevice(type, unscale(rule, type, value)))).toBe(value);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each(['float32', 'float64'] as const)('writes what is read, for every %s', (type) => {
    const floats = type === 'float32' ? fc.float({ noNaN: true, noDefaultInfinity: true }) : finite;
    fc.assert(
      fc.property(rules, floats, (rule, raw) => {
        const value = Number(rescale(rule, raw));
        const back = Number(rescale(rule, throughDevice(type, unscale(rule, type, value))));
        // A few units in the last place of the largest number on the way.
        const noise =
          8 * Number.EPSILON * Math.max(Math.abs(value), Math.abs(rule.offset), Math.abs(raw * rule.factor));
        expect(Math.abs(back - value)).toBeLessThanOrEqual(noise);
      }),
      { numRuns: 2_000 },
    );
  });

  it('refuses what lies between two steps, and names two that can be written', () => {
    let refused = 0;
    fc.assert(
      fc.property(rules, stepIn('int16'), fc.double({ min: 0.01, max: 0.99, noNaN: true }), (rule, step, part) => {
        const value = Number(rescale(rule, step + part));
        const { code, text } = faultOf(rule, 'int32', value);
        expect(code).toBe('NX_VALUE_RANGE');
        const named = /^\S+ lies between (\S+) and (\S+), the steps of this tag\.$/.exec(text)!.slice(1).map(Number);
        const steps = named.map((each) => unscale(rule, 'int32', each));
        expect(new Set(steps)).toEqual(new Set([step, step + 1]));
        expect(named[0]! < value && value < named[1]!).toBe(true);
        refused++;
      }),
      { numRuns: 2_000 },
    );
    expect(refused).toBe(2_000);
  });

  it.each([
    [TENTH, 'int16', 12.34, '12.34 lies between 12.3 and 12.4, the steps of this tag.'],
    [ruleOf({ scale: -0.1 }), 'int16', 12.34, '12.34 lies between 12.3 and 12.4, the steps of this tag.'],
    [SIEMENS, 'int16', 8.42, '8.42 lies between 8.419777199 and 8.420138889, the steps of this tag.'],
    [ruleOf(), 'uint16', 1.5, '1.5 lies between 1 and 2, the steps of this tag.'],
    [ruleOf(), 'int64', -0.5, '-0.5 lies between -1 and 0, the steps of this tag.'],
    [TENTH, 'uint16', 7_000, '7000 does not fit. As uint16 on the device this tag takes 0 to 6553.5.'],
    [TENTH, 'uint16', -0.05, '-0.05 does not fit. As uint16 on the device this tag takes 0 to 6553.5.'],
    [
      ruleOf({ scale: -1, offset: 100 }),
      'bcd16',
      101,
      '101 does not fit. As bcd16 on the device this tag takes -9899 to 100.',
    ],
    [
      TENTH,
      'int64',
      2n ** 60n,
      `${2n ** 60n} is too large to be scaled exactly. This tag takes numbers up to ±9007199254740991.`,
    ],
    [ruleOf({ scale: 1e-300 }), 'float64', 1e300, '1e+300 is out of reach of the scaling of this tag.'],
    [{ ...TENTH, factor: 0 }, 'uint16', 5, '5 is out of reach of the scaling of this tag.'],
  ] as const)('says why a value cannot be written %#', (rule, type, value, text) => {
    expect(faultOf(rule, type, value)).toEqual({ code: 'NX_VALUE_RANGE', text });
  });

  it('takes the noise of floating point for the step that it is', () => {
    // 0.1 + 0.2 = 0.30000000000000004; 12.3 / 0.1 = 123.00000000000001.
    expect(unscale(TENTH, 'int16', 0.1 + 0.2)).toBe(3);
    expect(unscale(TENTH, 'int16', 12.3)).toBe(123);
    expect(unscale(ruleOf(), 'int16', (0.1 + 0.2) * 10)).toBe(3);
    expect(unscale(TENTH, 'uint32', 429_496_729.5)).toBe(4_294_967_295);
    expect(Object.is(unscale(TENTH, 'int16', -0), 0)).toBe(true);
    // A meter's large count: undone it is 12345678901233.998, and 0.002 is what a float64 of that size cannot tell.
    expect(unscale(ruleOf({ scale: 0.001, offset: -40 }), 'int64', 12_345_678_861.234)).toBe(12_345_678_901_234);
    // 1e-6 of a step is noise, 1e-5 is not.
    expect(unscale(TENTH, 'int16', 1.000_000_09)).toBe(10);
    expect(faultOf(TENTH, 'int16', 1.000_001).code).toBe('NX_VALUE_RANGE');
  });

  it('leaves alone what has no scaling to undo', () => {
    for (const rule of [ruleOf(), TENTH]) {
      expect(unscale(rule, 'string', '12.34')).toBe('12.34');
      expect(unscale(rule, 'bool', true)).toBe(true);
      expect(unscale(rule, 'float64', Number.NaN)).toBeNaN();
      expect(unscale(rule, 'uint16', Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
    }
    expect(unscale(ruleOf(), 'uint64', 2n ** 64n - 1n)).toBe(2n ** 64n - 1n);
    expect(unscale(ruleOf(), 'bool', 1)).toBe(1);
    expect(unscale(ruleOf(), 'float32', 0.1)).toBe(0.1);
    // Out of range is the driver's to say where the units are the same.
    expect(unscale(ruleOf(), 'uint16', 70_000)).toBe(70_000);
  });

  it('scales a big integer that a float64 holds exactly', () => {
    expect(unscale(TENTH, 'int64', 5n)).toBe(50);
    expect(rescale(TENTH, 50n)).toBe(5);
    expect(rescale(ruleOf(), 2n ** 60n)).toBe(2n ** 60n);
    expect([rescale(TENTH, 'text'), rescale(TENTH, true)]).toEqual(['text', true]);
  });
});
