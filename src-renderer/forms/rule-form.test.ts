import { describe, expect, it } from 'vitest';
import { ruleFields, withCheck, writtenRule } from './rule-form.ts';

const paths = (check?: string): readonly string[] =>
  ruleFields(check === undefined ? {} : { check }).map((f) => f.path);

describe('the form of a quality rule', () => {
  it('asks for the limits of its check, and for no others', () => {
    expect(paths()).toEqual(['check', 'action']);
    expect(paths('range')).toEqual(['check', 'low', 'high', 'action']);
    expect(paths('rate')).toEqual(['check', 'max_rate', 'action']);
    expect(paths('stuck')).toEqual(['check', 'for', 'action']);
    expect(paths('type')).toEqual(['check', 'action']);
  });

  it('loses limits that mean nothing to another check', () => {
    const form = { check: 'range', low: 1, high: 2, action: 'reject', topic: 'a/#' };
    expect(withCheck(form, 'stuck')).toEqual({ check: 'stuck', action: 'reject', topic: 'a/#' });
    expect(withCheck(form, 'range')).toEqual(form);
  });

  it('is read as far as it was typed', () => {
    expect(writtenRule({ check: 'range', low: '0', high: '12x' })).toMatchObject({
      check: 'range',
      low: 0,
      high: undefined,
      action: 'flag',
    });
  });
});
