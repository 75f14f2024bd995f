import { describe, expect, it } from 'vitest';
import { cellText, cellWidth, columnsFor } from './cell-text.ts';

describe('the text of a cell', () => {
  it.each([
    [44_564, 16, 'dec', '44564'],
    [44_564, 16, 'signed', '−20972'],
    [16_647, 16, 'signed', '16647'],
    [44_564, 16, 'hex', 'AE14'],
    [5, 16, 'bin', '0000000000000101'],
    [200, 8, 'signed', '−56'],
    [7, 8, 'hex', '07'],
    [1, 1, 'hex', '1'],
  ] as const)('%s of %s bits as %s is %s', (value, bits, format, text) => {
    expect(cellText(value, bits, format)).toBe(text);
    expect(text.length).toBeLessThanOrEqual(cellWidth(bits, format));
  });
});

describe('the cells of a row', () => {
  it.each([
    [1_300, 60, 'dec', 20],
    [800, 60, 'dec', 10],
    [500, 60, 'dec', 8],
    [200, 60, 'dec', 4],
    [900, 50, 'hex', 16],
    [500, 50, 'hex', 8],
  ] as const)('in %s px of %s px each, %s: %s', (width, cell, format, columns) => {
    expect(columnsFor(width, cell, format)).toBe(columns);
  });
});
