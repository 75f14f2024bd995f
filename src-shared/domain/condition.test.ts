import { describe, expect, it } from 'vitest';
import { conditionTest, parseCondition } from './condition.ts';

describe('a condition', () => {
  it.each([
    ['boiler-1/burner = 1', { tag: 'boiler-1/burner', operator: '=', value: 1 }],
    ['acme/p/burner>=8.5', { tag: 'acme/p/burner', operator: '>=', value: 8.5 }],
    ['a/b != true', { tag: 'a/b', operator: '!=', value: 1 }],
    ['a/b<-3e2', { tag: 'a/b', operator: '<', value: -300 }],
  ])('%s is read', (text, condition) => {
    expect(parseCondition(text)).toEqual(condition);
  });

  it('of no text is none', () => expect(parseCondition('  ')).toBeUndefined());

  it.each([
    ['Burner = ', '“Burner = ” has no value after “=”.'],
    ['= 1', 'has no tag before “=”.'],
    ['Burner', 'compares nothing.'],
    ['Burner ! 1', 'compares nothing.'],
    ['a/+ = 1', 'names more than one tag.'],
    ['a/b = hot', 'compares with “hot”, which is not a number.'],
  ])('%j is refused with what is missing', (text, words) => {
    expect(() => parseCondition(text)).toThrow(words);
  });

  it.each([
    ['a/b = 1', [false, true, false]],
    ['a/b != 1', [true, false, true]],
    ['a/b < 1', [true, false, false]],
    ['a/b <= 1', [true, true, false]],
    ['a/b > 1', [false, false, true]],
    ['a/b >= 1', [false, true, true]],
  ])('%s holds for what it says', (text, expected) => {
    expect([0, 1, 2].map(conditionTest(parseCondition(text)!))).toEqual(expected);
  });
});
