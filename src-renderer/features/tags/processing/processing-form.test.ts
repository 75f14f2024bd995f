import { describe, expect, it } from 'vitest';
import {
  deadbandKind,
  deadbandSentence,
  fieldsOf,
  PROCESSING_KEYS,
  scaleOf,
  settledTag,
  withDeadbandKind,
} from './processing-form.ts';

describe('the processing of a tag in a form', () => {
  it('has a field for every key but the two that are lists of their own', () => {
    const paths = fieldsOf(...PROCESSING_KEYS).map(({ path, kind }) => `${path} ${kind}`);
    expect(paths).toHaveLength(PROCESSING_KEYS.length);
    expect(paths).toContain('scaling choice');
    expect(fieldsOf('deadband.max_interval', 'deadband.swinging_door').map(({ title }) => title)).toEqual([
      'Heartbeat',
      'Swinging door',
    ]);
  });

  it('becomes what the file takes', () => {
    const form = {
      id: 'flow',
      raw_low: ' 0 ',
      eu_high: '1e3',
      deadband: { absolute: '0.5', max_interval: ' 10s' },
      quality_rules: [{ check: 'range', high: '120', action: 'flag' }],
    };
    expect(settledTag(form)).toEqual({
      id: 'flow',
      raw_low: 0,
      eu_high: 1_000,
      deadband: { absolute: 0.5, max_interval: '10s' },
      quality_rules: [{ check: 'range', high: 120, action: 'flag' }],
    });
    expect(settledTag({ id: 'flow', scaling: 'linear' })).toEqual({ id: 'flow' });
    expect(settledTag({ id: 'flow', quality_rules: [] })).toEqual({ id: 'flow' });
  });

  it('stays as it is written where nothing was changed', () => {
    const form = {
      id: 'a',
      scaling: 'linear',
      quality_rules: [{ check: 'type', action: 'flag' }],
      enum: { '1': 'On' },
    };
    expect(settledTag(form, form)).toEqual(form);
  });

  it('is scaled as far as it can be read', () => {
    expect(scaleOf({ raw_low: 0, raw_high: '27x', scaling: 'square_root', unit: '' })).toMatchObject({
      scaling: 'square_root',
      raw_low: 0,
      raw_high: undefined,
      unit: undefined,
    });
  });
});

describe('the kind of a deadband', () => {
  it('takes away what only another kind has, and keeps the heartbeat', () => {
    const band = { deadband: { absolute: 1, percent: 2, max_interval: '10s' } };
    expect([deadbandKind({}), deadbandKind(band), deadbandKind({ deadband: { swinging_door: 1 } })]).toEqual([
      'none',
      'band',
      'door',
    ]);
    expect(withDeadbandKind(band, 'door')).toEqual({ deadband: { max_interval: '10s' } });
    expect(withDeadbandKind({ deadband: { swinging_door: 1 } }, 'band')).toEqual({});
    expect(withDeadbandKind(band, 'none')).toEqual({});
  });

  it('is told in words', () => {
    const band = { deadband: { absolute: 0.5, percent: 2, max_interval: '60s' } };
    expect(deadbandSentence(band, 'band', 'bar')).toBe(
      'A point when the value changes by more than 0.5 bar and 2 % of the last value, and at least every 60s.',
    );
    expect(deadbandSentence({ deadband: { max_interval: '60s' } }, 'band', '')).toBe(
      'A point when the value changes at all, and at least every 60s.',
    );
    expect(deadbandSentence({ deadband: { swinging_door: 0.5, max_interval: '60s' } }, 'door', 'bar')).toBe(
      'The fewest points whose connecting lines stay within 0.5 bar of every reading, and at least every 60s.',
    );
  });
});
