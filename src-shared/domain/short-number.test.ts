import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shortNumber } from './short-number.ts';

describe('a short number', () => {
  it.each([
    [Math.fround(8.4), 'float32', 8.4],
    [Math.fround(0.1), 'float32', 0.1],
    [16_777_217.5, 'float32', 16_777_217.5],
    [2_041 * 0.1, 'int16', 204.1],
    [3 * 0.1, 'uint16', 0.3],
    [0.1 + 0.2, 'float64', 0.1 + 0.2],
    [42, 'int32', 42],
    [-0, 'float32', -0],
  ] as const)('of %d (%s) is %d', (value, type, short) => expect(shortNumber(value, type)).toBe(short));

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('leaves %d as it is', (value) =>
    expect(shortNumber(value, 'float32')).toBe(value),
  );

  it('is the same float32 for every float32, with at most nine digits', () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const short = shortNumber(value, 'float32');
        expect(Math.fround(short)).toBe(value);
      }),
    );
  });
});
