import { describe, expect, it } from 'vitest';
import { ruleCondition, ruleSentence } from './rule-words.ts';

describe('a quality rule in words', () => {
  it.each([
    [{ check: 'range', low: 0, high: 120 }, 'Below 0 or above 120 m³/h'],
    [{ check: 'range', low: -5.5 }, 'Below -5.5 m³/h'],
    [{ check: 'range', high: 120 }, 'Above 120 m³/h'],
    [{ check: 'range' }, 'Outside its range'],
    [{ check: 'type' }, 'Not a number, or none of the states'],
    [{ check: 'rate', max_rate: 5 }, 'Changes by more than 5 m³/h a second'],
    [{ check: 'stuck', for: '10min' }, 'The same value for 10min'],
  ] as const)('%j: %s', (rule, words) => {
    expect(ruleCondition(rule, 'm³/h')).toBe(words);
  });

  it('says what becomes of the reading; a rule without an action flags', () => {
    expect(ruleSentence({ check: 'range', high: 9 })).toBe('Above 9: its point says that it is uncertain, and why.');
    expect(ruleSentence({ check: 'type', action: 'reject' })).toContain('no point is made of it, and it is counted.');
  });
});
