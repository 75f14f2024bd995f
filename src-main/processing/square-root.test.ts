import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { STATUS } from '../../src-shared/domain/quality.ts';
import { Tag } from '../../src-shared/domain/tag.ts';
import { judgedColumns, RowJudge } from './judge-rows.ts';
import { rescale } from './rescale.ts';
import { compileTagRule, deviceDeadband, type TagRule } from './tag-rule.ts';
import { unscale } from './unscale.ts';

/** A differential pressure, 4…20 mA as a Siemens input has it, that is a flow. */
const FLOW = { scaling: 'square_root', raw_low: 0, raw_high: 27_648, eu_low: 0, eu_high: 120 };
const ruleOf = (tag: Record<string, unknown>): TagRule =>
  compileTagRule(Tag.parse({ id: 't', address: 'x', ...tag }), 0);

function judged(rule: TagRule, raw: number): readonly [value: number, status: number] {
  const into = judgedColumns(1);
  new RowJudge([rule]).judge(0, { value: Float64Array.of(raw), status: Uint32Array.of(STATUS.Good) }, 0, into, 0);
  return [into.value[0]!, into.status[0]!];
}

describe('scaling by the square root', () => {
  // A quarter of the pressure is half of the flow.
  it.each([
    [0, 0],
    [6_912, 60],
    [27_648, 120],
  ])('reads %d as %d', (raw, value) => {
    expect(judged(ruleOf(FLOW), raw)).toEqual([value, STATUS.Good]);
  });

  it('reads what lies below its zero as zero, and says that it was held there', () => {
    expect(judged(ruleOf(FLOW), -12)).toEqual([0, STATUS.GoodClamped]);
    expect(rescale(ruleOf(FLOW), -12)).toBe(0);
  });

  it('is what the obvious formula gives, with unit and scale after it', () => {
    const tag = { ...FLOW, raw_low: -500, eu_low: 10, scale: 2, offset: 1, unit_from: 'm3/h', unit: 'L/s' };
    fc.assert(
      fc.property(fc.integer({ min: -500, max: 32_767 }), (raw) => {
        const obvious = ((Math.sqrt((raw + 500) / 28_148) * 110 + 10) * 2 + 1) / 3.6;
        expect(judged(ruleOf(tag), raw)[0]).toBeCloseTo(obvious, 9);
      }),
    );
  });

  it('is undone to the very step that is read, rising and falling', () => {
    const falling = { ...FLOW, raw_low: 27_648, raw_high: 0 };
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 27_648 }), fc.constantFrom(FLOW, falling), (raw, tag) => {
        const rule = ruleOf(tag);
        expect(unscale(rule, 'int16', rescale(rule, raw))).toBe(raw);
      }),
      { numRuns: 2_000 },
    );
  });

  it('refuses to write what no reading could give', () => {
    expect(() => unscale(ruleOf(FLOW), 'int16', -1)).toThrow('out of reach');
    expect(() => unscale(ruleOf(FLOW), 'int16', 500)).toThrow('takes 0 to 130.6');
  });

  it('asks no device for a deadband, as no step of the reading is one step of the value', () => {
    expect(deviceDeadband(ruleOf({ ...FLOW, deadband: { absolute: 1 } }))).toBeUndefined();
  });
});
