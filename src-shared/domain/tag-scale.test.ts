import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rawValue, scaledValue, tagScale } from './tag-scale.ts';

const FLOW = { raw_low: 0, raw_high: 27_648, eu_low: 0, eu_high: 120 };

describe('the scale of a tag', () => {
  it('takes a raw range to an engineering range, and its root for a differential pressure', () => {
    expect(scaledValue(tagScale(FLOW), 6_912)).toBeCloseTo(30, 9);
    // A quarter of the differential pressure is half of the flow.
    expect(scaledValue(tagScale({ ...FLOW, scaling: 'square_root' }), 6_912)).toBeCloseTo(60, 9);
    expect(scaledValue(tagScale({ ...FLOW, scaling: 'square_root', eu_low: 10 }), -500)).toBe(10);
  });

  it('scales after the range, then converts the unit', () => {
    const scale = tagScale({ ...FLOW, scale: 2, offset: 1, unit_from: 'bar', unit: 'kPa' });
    expect(scaledValue(scale, 13_824)).toBeCloseTo((60 * 2 + 1) * 100, 6);
  });

  it('finds the raw value again, whatever the scale', () => {
    const some = fc.integer({ min: -40_000, max: 40_000 });
    const tag = fc.record({
      raw_low: fc.constantFrom(0, 5_530, -100),
      raw_high: fc.constantFrom(27_648, 32_767),
      eu_low: fc.constantFrom(0, -50),
      eu_high: fc.constantFrom(120, 1_000),
      scale: fc.constantFrom(1, 0.1, -3),
      offset: fc.constantFrom(0, 7),
    });
    fc.assert(
      fc.property(tag, some, (linear, raw) => {
        const scale = tagScale(linear);
        expect(rawValue(scale, scaledValue(scale, raw))).toBeCloseTo(raw, 5);
        const root = tagScale({ ...linear, scaling: 'square_root' });
        const inside = Math.max(raw, linear.raw_low);
        expect(rawValue(root, scaledValue(root, inside))).toBeCloseTo(inside, 4);
      }),
    );
  });
});
