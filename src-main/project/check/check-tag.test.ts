import { describe, expect, it } from 'vitest';
import { Tag } from '../../../src-shared/domain/tag.ts';
import { checkTag } from './check-tag.ts';

/** `CODE place: message` of each fault of a tag of floats. */
function faultsOf(tag: Record<string, unknown>): string[] {
  const faults: string[] = [];
  checkTag(Tag.parse({ id: 't', address: 'x', ...tag }), 'float32', 'acme/p', (code, path, message) => {
    faults.push(`${code} ${path.join('.')}: ${message}`);
  });
  return faults;
}

describe('the rules that span the fields of a tag', () => {
  it.each([
    [{ scaling: 'square_root' }, 'MISSING_KEY scaling: ', 'share of a raw range'],
    [{ deadband: { swinging_door: 1 } }, 'MISSING_KEY deadband.max_interval: ', 'needs a heartbeat'],
    [
      { deadband: { swinging_door: 1, absolute: 1, max_interval: '1s' } },
      'DEADBAND deadband.swinging_door: ',
      'takes the place of absolute',
    ],
    [{ quality_rules: [{ check: 'stuck' }] }, 'MISSING_KEY quality_rules.0.check: ', 'needs for'],
    [{ quality_rules: [{ check: 'rate', max_rate: 1, low: 0 }] }, 'WRONG_TYPE quality_rules.0.low: ', 'takes max_rate'],
    [{ quality_rules: [{ check: 'range', low: 9, high: 1 }] }, 'LIMIT_ORDER quality_rules.0.low: ', 'Swap them'],
    [
      { aggregates: [{ window: '1s', functions: ['min', 'max', 'min'] }] },
      'DUP_ID aggregates.0.functions.2: ',
      '“min” stands twice',
    ],
    [
      {
        aggregates: [
          { window: '1s', functions: ['min'] },
          { window: '1s', functions: ['max'] },
        ],
      },
      'DUP_ID aggregates.1.window: ',
      'already stands in aggregates[0]',
    ],
    [{ unit: 'barr' }, 'UNIT unit: ', 'Did you mean “bar”? For a label of your own write {barr}.'],
  ])('names what does not go together: %j', (tag, place, text) => {
    const faults = faultsOf(tag);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(place);
    expect(faults[0]).toContain(text);
  });

  it('finds nothing wrong in what goes together', () => {
    const flow = { scaling: 'square_root', raw_low: 0, raw_high: 27_648, eu_low: 0, eu_high: 120 };
    expect(faultsOf({ ...flow, deadband: { swinging_door: 1, max_interval: '1m' }, unit: '{bottles}/h' })).toEqual([
      expect.stringContaining('“{bottles}/h” is no unit that is known here'),
    ]);
    expect(
      faultsOf({
        quality_rules: [
          { check: 'range', low: 0 },
          { check: 'stuck', for: '5min' },
        ],
        unit: 'm3/h',
      }),
    ).toEqual([]);
  });
});
