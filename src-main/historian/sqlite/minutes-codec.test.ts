import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeColumns } from '../columns.ts';
import { cellsOf, MINUTE_US, widerCells } from '../rollup-cells.ts';
import { decodeMinutes, encodeMinutes } from './minutes-codec.ts';

const anyValue = fc.oneof(fc.double(), fc.constantFrom(Number.NaN, -0, Infinity, -Infinity));
const anyColumns = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 90e6 }), anyValue, fc.constantFrom(0, 2 ** 31)), { maxLength: 200 })
  .map((rows) => {
    let us = 1_763_700_000e6;
    return {
      ...makeColumns(rows.length),
      timeUs: Float64Array.from(rows, (row) => (us += row[0])),
      value: Float64Array.from(rows, (row) => row[1]),
      status: Uint32Array.from(rows, (row) => row[2]),
    };
  });

describe('the minutes of a block', () => {
  it('come back as they were, whatever the values', () => {
    const property = fc.property(anyColumns, (columns) => {
      const cells = cellsOf(columns, MINUTE_US);
      const found = decodeMinutes(encodeMinutes(cells)).map((minute, i) => ({
        firstUs: cells[i]!.firstUs,
        lastUs: cells[i]!.lastUs,
        ...minute,
      }));
      expect(found).toEqual(cells);
      expect(cells.reduce((sum, cell) => sum + cell.count + cell.bad, 0)).toBe(columns.timeUs.length);
    });
    expect(fc.check(property, { numRuns: 300 })).toMatchObject({ failed: false });
  });

  it('make the same hours as the points do', () => {
    const property = fc.property(anyColumns, (columns) => {
      const [made, asked] = [widerCells(cellsOf(columns, MINUTE_US), 3_600e6), cellsOf(columns, 3_600e6)];
      // Sums differ in their last bits with the order in which they were made.
      const withoutSum = (cells: typeof made) => cells.map((cell) => ({ ...cell, sum: 0 }));
      expect(withoutSum(made)).toEqual(withoutSum(asked));
    });
    expect(fc.check(property, { numRuns: 300 })).toMatchObject({ failed: false });
  });

  it('are refused when a bit of them is wrong', () => {
    const columns = { ...makeColumns(100), timeUs: Float64Array.from({ length: 100 }, (_, i) => i * 7e6) };
    const bytes = encodeMinutes(cellsOf(columns, MINUTE_US));
    bytes[20]! ^= 4;
    expect(() => decodeMinutes(bytes)).toThrow();
  });
});
