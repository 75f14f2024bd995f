import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodedText, textEncoding } from './decode-text.ts';
import { readCsv, separatorOf } from './read-csv.ts';
import { SEPARATORS } from './tag-sheet.ts';
import { defusedText, restoredText, writeCsv } from './write-csv.ts';

describe('a text with separators', () => {
  it('is read with quotes, line ends inside them, and the line that each row begins in', () => {
    expect(readCsv('a,b\r\n"x, ""y""","two\nlines"\n\nlast', ',')).toEqual({
      rows: [['a', 'b'], ['x, "y"', 'two\nlines'], ['last']],
      lines: [1, 2, 5],
    });
  });

  it('loses no row to a quote that is never closed', () => {
    expect(readCsv('"5 inch;x\nb;c', ';').rows).toEqual([
      ['"5 inch', 'x'],
      ['b', 'c'],
    ]);
  });

  it('comes back cell by cell as it was written, whatever stands in it and whatever separates', () => {
    const cell = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('=1+1', '-5', "'=x", '+a', '@b', ' x ', 'a"b', '\t', '\r\n'),
    );
    fc.assert(
      fc.property(
        fc.array(fc.array(cell, { minLength: 2, maxLength: 5 }), { minLength: 1 }),
        fc.constantFrom(...SEPARATORS),
        (rows, separator) => {
          const text = writeCsv(
            rows.map((row) => row.map(defusedText)),
            separator,
          );
          expect(readCsv(text, separator).rows.map((row) => row.map(restoredText))).toEqual(rows);
        },
      ),
    );
  });

  it('has no cell that a spreadsheet would run', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(/^[=+\-@\t\r]/.test(defusedText(text)) && !Number.isFinite(Number(text))).toBe(false);
      }),
    );
  });

  it.each([
    ['a;b;c\n1,5;2;3\n', ';'],
    ['a\tb\n1,5\t2\n', '\t'],
    ['a,b\n"x;y",2\n', ','],
    ['only one column\n', ','],
  ])('%j is separated by %j', (text, separator) => {
    expect(separatorOf(text)).toBe(separator);
  });

  it('of a megabyte in one cell is read', () => {
    const long = 'x'.repeat(1_000_000);
    expect(readCsv(`a,"${long}"\nb,c`, ',').rows[0]).toEqual(['a', long]);
  });
});

describe('the encoding of a file', () => {
  const utf16 = (text: string, isBig: boolean): Uint8Array =>
    Uint8Array.from(
      Array.from(text).flatMap((letter) => (isBig ? [0, letter.charCodeAt(0)] : [letter.charCodeAt(0), 0])),
    );

  it.each([
    [new TextEncoder().encode('Wärme °C'), 'utf-8', 'Wärme °C'],
    [Uint8Array.of(0xef, 0xbb, 0xbf, 0x61), 'utf-8', 'a'],
    [Uint8Array.of(0x57, 0xe4, 0x72, 0x6d, 0x65), 'windows-1252', 'Wärme'],
    [Uint8Array.of(0xff, 0xfe, 0x61, 0x00), 'utf-16le', 'a'],
    [Uint8Array.of(0xfe, 0xff, 0x00, 0x61), 'utf-16be', 'a'],
    [utf16('Name,Address', false), 'utf-16le', 'Name,Address'],
    [utf16('Name,Address', true), 'utf-16be', 'Name,Address'],
  ] as const)('%j is %s', (bytes, encoding, text) => {
    expect(textEncoding(bytes)).toBe(encoding);
    expect(decodedText(bytes, encoding)).toBe(text);
  });
});
