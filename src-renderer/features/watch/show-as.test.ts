import { describe, expect, it } from 'vitest';
import { showAs } from './show-as.ts';

describe('a value of a row', () => {
  it.each([
    [18_400, 'uint16', 'hex', '0x47E0'],
    [-1, 'int16', 'hex', '0xFFFF'],
    [-2, 'int8', 'bin', '1111 1110'],
    [5, 'uint16', 'bin', '0000 0000 0000 0101'],
    [4.5, 'float32', 'hex', '0x40900000'],
    [1, 'float64', 'hex', '0x3FF0000000000000'],
    ['18446744073709551615', 'uint64', 'hex', '0xFFFFFFFFFFFFFFFF'],
    [0x4142, 'uint16', 'text', '“AB”'],
    [0x4107, 'uint16', 'text', '“A·”'],
    [1, 'bool', 'bin', '1'],
    [12_345, 'uint16', 'dec', '12\u2009345'],
    [12.5, 'int16', 'hex', '12.5'],
    [70_000, 'uint16', 'hex', '70\u2009000'],
    [0.1 + 0.2, 'float64', 'float', '0.3'],
  ] as const)('%s of %s is shown as %s: %s', (value, type, format, shown) => {
    expect(showAs(value, type, format)).toBe(shown);
  });
});
