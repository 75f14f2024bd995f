import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Tag } from '../../src-shared/domain/tag.ts';
import { scaledValue } from '../../src-shared/domain/tag-scale.ts';
import { compileTagRule } from './tag-rule.ts';
import { backward, forward, transformationsOf } from './transformations.ts';

const tagWith = (fields: Record<string, unknown>): Tag => Tag.parse({ id: 't', address: '1', ...fields });

const number = fc.double({ min: -1e4, max: 1e4, noNaN: true });
const span = fc.tuple(number, fc.double({ min: 0.5, max: 1e4, noNaN: true }));
const anyTag = fc
  .record(
    {
      range: fc.record({ raw: span, eu: span, root: fc.boolean() }),
      scale: fc.double({ min: 0.001, max: 1000, noNaN: true }),
      offset: number,
      unit: fc.constantFrom(['bar', 'mbar'], ['degF', 'Cel'], ['kW', 'W']),
    },
    { requiredKeys: [] },
  )
  .map(({ range, scale, offset, unit }) =>
    tagWith({
      ...(range && {
        raw_low: range.raw[0],
        raw_high: range.raw[0] + range.raw[1],
        eu_low: range.eu[0],
        eu_high: range.eu[0] + range.eu[1],
        ...(range.root && { scaling: 'square_root' }),
      }),
      ...(scale !== undefined && { scale }),
      ...(offset !== undefined && { offset }),
      ...(unit && { unit_from: unit[0], unit: unit[1] }),
    }),
  );

describe('the steps of a tag', () => {
  it('make of every reading what its compiled rule makes of it', () => {
    fc.assert(
      fc.property(anyTag, number, (tag, raw) => {
        const value = transformationsOf(tag).reduce((at, step) => forward(step, at), raw);
        const expected = scaledValue(compileTagRule(tag, 0), raw);
        expect(Math.abs(value - expected)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(expected), 1e6));
      }),
    );
  });

  it('lead back from a value to its reading', () => {
    fc.assert(
      fc.property(anyTag, fc.double({ min: 0.01, max: 1, noNaN: true }), (tag, share) => {
        // On the curve of a root only what lies above its low end has a way back.
        const raw = (tag.raw_low ?? 0) + share * ((tag.raw_high ?? 1_000) - (tag.raw_low ?? 0));
        const steps = transformationsOf(tag);
        const value = steps.reduce((at, step) => forward(step, at), raw);
        const back = steps.toReversed().reduce((at, step) => backward(step, at), value);
        expect(Math.abs(back - raw)).toBeLessThanOrEqual(1e-5 * Math.max(1, Math.abs(raw)));
      }),
    );
  });

  it('are told with their numbers, in the order in which they are taken', () => {
    const tag = tagWith({
      raw_low: 0,
      raw_high: 27648,
      eu_low: 0,
      eu_high: 10,
      offset: -0.5,
      unit_from: 'bar',
      unit: 'mbar',
      clamp_low: 0,
      quality_rules: [{ check: 'rate', max_rate: 5, action: 'reject' }],
      deadband: { absolute: 2, max_interval: '60s' },
    });
    const rules = [{ check: 'range', high: 9000, action: 'flag' } as const];
    expect(transformationsOf(tag, rules).map(({ text }) => text)).toEqual([
      '0 … 27648 on the device is 0 … 10, that is × 0.0003616898',
      'Scale: − 0.5',
      'bar to mbar: × 1000',
      'Clamp: held where it is below 0',
      'Quality rule: rejected where it changes by more than 5 a second',
      'Quality rule: flagged as uncertain where it is above 9000',
      'Deadband: no point for a change up to 2, and one every 60s at least',
    ]);
    expect(transformationsOf(tagWith({ unit: 'bar' }))).toEqual([]);
  });

  it('hold a clamped value at its end', () => {
    const [clamp] = transformationsOf(tagWith({ clamp_low: 0, clamp_high: 10 }));
    expect([-1, 5, 11].map((value) => forward(clamp!, value))).toEqual([0, 5, 10]);
    expect(backward(clamp!, 10)).toBe(10);
  });
});
