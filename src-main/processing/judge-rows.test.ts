import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isBad, STATUS } from '../../src-shared/domain/quality.ts';
import { Tag } from '../../src-shared/domain/tag.ts';
import { judgedColumns, RowJudge } from './judge-rows.ts';
import { rescale } from './rescale.ts';
import { compileTagRule } from './tag-rule.ts';
import { unscale } from './unscale.ts';

/** Ends of a range, either way round. */
const ends = (min: number, max: number) =>
  fc.tuple(fc.integer({ min, max }), fc.integer({ min, max })).filter(([low, high]) => Math.abs(high - low) >= 10);

const conditioning = fc.record({
  raw: fc.option(ends(-32_768, 32_767), { nil: undefined }),
  eu: ends(-500, 500),
  isRoot: fc.boolean(),
  scale: fc.constantFrom(undefined, 0.1, -2, 1 / 3),
  offset: fc.constantFrom(undefined, 0, -40.5),
  isConverted: fc.boolean(),
  clamp: fc.tuple(fc.constantFrom(undefined, -50, 0), fc.constantFrom(undefined, 0, 90)),
});
type Conditioning = typeof conditioning extends fc.Arbitrary<infer T> ? T : never;

function tagOf({ raw, eu, isRoot, scale, offset, isConverted, clamp }: Conditioning): Tag {
  const [raw_low, raw_high] = raw ?? [];
  const [clamp_low, clamp_high] = clamp;
  const fields = {
    ...(raw && { raw_low, raw_high, eu_low: eu[0], eu_high: eu[1] }),
    ...(raw && isRoot && { scaling: 'square_root' }),
    ...(scale !== undefined && { scale }),
    ...(offset !== undefined && { offset }),
    ...(isConverted && { unit_from: 'Cel', unit: '[degF]' }),
    ...(clamp_low !== undefined && { clamp_low }),
    ...(clamp_high !== undefined && { clamp_high }),
  };
  return Tag.parse({ id: 't', address: 'x', ...fields });
}

/** Step after step, as a person would work it out. */
function obvious({ raw, eu, isRoot, scale = 1, offset = 0, isConverted, clamp }: Conditioning, reading: number) {
  let isHeld = false;
  let value = reading;
  if (raw) {
    let share = (reading - raw[0]) / (raw[1] - raw[0]);
    if (isRoot) {
      isHeld = share < 0;
      share = Math.sqrt(Math.max(0, share));
    }
    value = eu[0] + share * (eu[1] - eu[0]);
  }
  value = value * scale + offset;
  if (isConverted) value = (value * 9) / 5 + 32;
  const [low = -Infinity, high = Infinity] = clamp;
  return { free: value, value: Math.min(Math.max(value, low), high), isHeld: isHeld || value < low || value > high };
}

const status = fc.constantFrom<number>(0, 0, 0, STATUS.UncertainInitialValue, STATUS.BadSensorFailure, 0x480);

describe('the conditioning of a reading', () => {
  it('is what one works out step by step: range, root, scale, unit, clamp', () => {
    let held = 0;
    fc.assert(
      fc.property(conditioning, fc.integer({ min: -40_000, max: 40_000 }), status, (given, reading, before) => {
        const into = judgedColumns(2);
        const raw = { value: Float64Array.of(7, reading), status: Uint32Array.of(0, before) };
        new RowJudge([compileTagRule(Tag.parse({ id: 'o', address: 'x' }), 0), compileTagRule(tagOf(given), 1)]).judge(
          1,
          raw,
          1,
          into,
          0,
        );
        if (isBad(before)) {
          expect([into.value[0], into.status[0]]).toEqual([Number.NaN, before]);
          return;
        }
        const wanted = obvious(given, reading);
        const noise = 1e-9 * Math.max(1, Math.abs(wanted.free));
        expect(Math.abs(into.value[0]! - wanted.value)).toBeLessThanOrEqual(noise);
        // At the very limit the noise decides whether it was held there.
        const [low, high] = given.clamp;
        const isAtLimit = [low, high].some((limit) => Math.abs(wanted.free - (limit ?? Infinity)) <= noise);
        const isRootOfZero = given.isRoot && given.raw && Math.abs(reading - given.raw[0]) < 1e-6;
        if (isAtLimit || isRootOfZero) return;
        expect(into.status[0]).toBe(wanted.isHeld && before === STATUS.Good ? STATUS.GoodClamped : before);
        if (wanted.isHeld) held++;
      }),
      { numRuns: 5_000 },
    );
    expect(held).toBeGreaterThan(500);
  });

  it('takes the same way back: what is written is the very step that is read, rising, falling and curved', () => {
    let steps = 0;
    fc.assert(
      fc.property(conditioning, fc.integer({ min: -32_768, max: 32_767 }), (given, step) => {
        const rule = compileTagRule(tagOf(given), 0);
        const value = Number(rescale(rule, step));
        // Beyond the zero of a root every step is read as the zero.
        const isBeyond = given.raw && given.isRoot && (step - given.raw[0]) / (given.raw[1] - given.raw[0]) < 0;
        const back = unscale(rule, 'int16', value);
        if (isBeyond) expect(rescale(rule, back)).toBe(value);
        else expect(back).toBe(step);
        if (!isBeyond) steps++;
      }),
      { numRuns: 5_000 },
    );
    expect(steps).toBeGreaterThan(2_000);
  });

  it('keeps what is not finite away from Good limits: a clamp holds infinities, and what is no number stays none', () => {
    const rule = compileTagRule(Tag.parse({ id: 't', address: 'x', scale: 2, clamp_low: -1, clamp_high: 9 }), 0);
    const into = judgedColumns(3);
    const raw = { value: Float64Array.of(Infinity, -Infinity, Number.NaN), status: new Uint32Array(3) };
    for (let i = 0; i < 3; i++) new RowJudge([rule]).judge(0, raw, i, into, i);
    expect([...into.value]).toEqual([9, -1, Number.NaN]);
    expect([...into.status]).toEqual([STATUS.GoodClamped, STATUS.GoodClamped, STATUS.Good]);
  });
});
