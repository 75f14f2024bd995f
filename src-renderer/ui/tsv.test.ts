import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTsv, writeTsv } from './tsv.ts';

describe('a table on the clipboard', () => {
  it('is read as spreadsheets write it: a line end behind the last row, quotes around what needs them', () => {
    expect(readTsv('Flow\t40108\r\nTemp\t40110\r\n')).toEqual([
      ['Flow', '40108'],
      ['Temp', '40110'],
    ]);
    expect(readTsv('a\t\tb\n"two\nlines"\t"say ""hi"""\t')).toEqual([
      ['a', '', 'b'],
      ['two\nlines', 'say "hi"', ''],
    ]);
    expect(readTsv('')).toEqual([]);
    expect(readTsv('one')).toEqual([['one']]);
  });

  it('keeps a quote that is no quoting', () => {
    expect(readTsv('"5 inch\tx')).toEqual([['"5 inch', 'x']]);
    expect(readTsv('5" pipe')).toEqual([['5" pipe']]);
  });

  it('comes back as it was, whatever the cells hold', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', '\t', '\n', ' ', 'ü', ',') });
    const table = fc
      .integer({ min: 1, max: 4 })
      .chain((width) =>
        fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 5 }),
      )
      .filter((rows) => rows.at(-1)!.some((text) => text !== '') || rows.at(-1)!.length > 1);
    fc.assert(
      fc.property(table, (rows) => {
        expect(readTsv(writeTsv(rows))).toEqual(rows);
      }),
    );
  });
});
