import { describe, expect, it } from 'vitest';
import { decimalSign, readNumber } from './read-number.ts';

describe('a number that was typed', () => {
  it.each([
    ['27648', 27_648],
    ['-0.5', -0.5],
    ['−3', -3],
    ['1e-3', 0.001],
    ['12,5', 12.5],
    ['0,125', 0.125],
    ['1.234,5', 1_234.5],
    ['1,234.5', 1_234.5],
    ['27 648', 27_648],
    ['1.5', 1.5],
    ['1.234', 1.234],
  ])('%s is %s', (text, value) => {
    expect(readNumber(text, 'either')).toBe(value);
  });

  it('is none where it could be two, or is no number at all', () => {
    for (const text of ['1,234', 'abc', '', '1,2,3', '1.2.3', '0x10', 'Infinity', '1e999'])
      expect(readNumber(text, 'either'), text).toBeUndefined();
  });

  it('is read with the sign of the block it came with', () => {
    expect(decimalSign(['Flow', '1,234', '3,5'])).toBe('comma');
    expect(decimalSign(['40108', '1,234', '0.5'])).toBe('point');
    expect(decimalSign(['40108', '1,234'])).toBe('either');
    expect(readNumber('1,234', 'comma')).toBe(1.234);
    expect(readNumber('1,234', 'point')).toBe(1_234);
  });
});
