import { describe, expect, it } from 'vitest';
import { formatCell, type MemoryNotation, parseCell } from './memory-notation.ts';

const five: MemoryNotation = { id: '40001', title: '40001', prefix: '4', base: 1, digits: 4, radix: 10 };
const wire: MemoryNotation = { id: 'wire', title: 'HR0', prefix: 'HR', base: 0, digits: 1, radix: 10 };
const hex: MemoryNotation = { id: 'hex', title: '0x0000', prefix: '0x', base: 0, digits: 4, radix: 16 };

describe('the address of a cell', () => {
  it.each([
    [five, 107, '40108'],
    [five, 9_999, '410000'],
    [wire, 107, 'HR107'],
    [hex, 107, '0x006B'],
  ])('is written as the notation says', (notation, cell, text) => {
    expect(formatCell(notation, cell)).toBe(text);
    expect(parseCell(notation, text)).toBe(cell);
  });

  it('may be typed without what stands before the number', () => {
    expect(parseCell(five, '108')).toBe(107);
    expect(parseCell(wire, ' hr 107')).toBe(107);
    expect(parseCell(hex, '6b')).toBe(107);
  });

  it('is none where the number lies before the first cell or is no number', () => {
    expect(parseCell(five, '40000')).toBeUndefined();
    expect(parseCell(five, '0')).toBeUndefined();
    expect(parseCell(wire, 'DB10')).toBeUndefined();
  });
});
