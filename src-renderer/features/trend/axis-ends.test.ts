import { expect, it } from 'vitest';
import { endsOf } from './axis-ends.ts';

it('reads the ends of an axis as they are typed, with a point or a comma', () => {
  expect(endsOf('0', '12,5')).toEqual({ min: 0, max: 12.5 });
  expect(endsOf(' \u22125', '1e3')).toEqual({ min: -5, max: 1_000 });
  expect(endsOf('', ' ')).toBeUndefined();
});

it('says what is wrong with ends that are none', () => {
  expect(endsOf('10', '5')).toBe('Axis minimum 10 is not below maximum 5.');
  expect(endsOf('5', '5')).toBe('Axis minimum 5 is not below maximum 5.');
  expect(endsOf('', '5')).toMatch(/no minimum/);
  expect(endsOf('0', 'ten')).toMatch(/maximum “ten” is not a number/);
});
