import { describe, expect, it } from 'vitest';
import { Tag } from '../../src-shared/domain/tag.ts';
import { compileTagRule, deviceDeadband } from './tag-rule.ts';

const bandOf = (tag: Record<string, unknown>): number | undefined =>
  deviceDeadband(compileTagRule(Tag.parse({ id: 't', address: 'x', ...tag }), 0));

describe('the deadband that a device is asked for', () => {
  it('is the absolute one in the units of the device, whatever the sign of the scale', () => {
    expect(bandOf({ deadband: { absolute: 2 } })).toBe(2);
    expect(bandOf({ deadband: { absolute: 2 }, scale: -0.1, offset: 40 })).toBeCloseTo(20, 9);
    expect(bandOf({ deadband: { absolute: 1 }, raw_low: 0, raw_high: 27_648, eu_low: 0, eu_high: 100 })).toBeCloseTo(
      276.48,
      9,
    );
  });

  it('takes the share of the range where that is wider', () => {
    const range = { raw_low: 0, raw_high: 1_000, eu_low: 0, eu_high: 100 };
    expect(bandOf({ ...range, deadband: { absolute: 1, percent_of_range: 5 } })).toBeCloseTo(50, 9);
  });

  it.each([
    {},
    { deadband: { absolute: 0 } },
    { deadband: { percent: 5 } },
    { deadband: { absolute: 0, max_interval: '10s' } },
  ])('is none where each change may be a point: %o', (tag) => {
    expect(bandOf(tag)).toBeUndefined();
  });
});
