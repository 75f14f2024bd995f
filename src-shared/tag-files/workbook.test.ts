import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTagFile } from './read-tag-file.ts';
import { readWorkbook } from './read-workbook.ts';
import { writeWorkbook } from './write-workbook.ts';
import { writeZip } from './write-zip.ts';

describe('a workbook', () => {
  it('comes back cell by cell as it was written, control characters and formulas included', async () => {
    const cell = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('=1+1', '_x0041_', '_', 'a\r\nb', '\u0001', '<&">', ' x ', '0.3', '1.234', 'ضغط'),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(cell, { minLength: 1, maxLength: 30 }), { minLength: 1, maxLength: 5 }),
        async (rows) => {
          const { rows: read } = await readWorkbook('a.xlsx', await writeWorkbook('Tags', rows, () => false));
          const full = rows.map((row) => row.slice(0, row.findLastIndex((text) => text !== '') + 1));
          expect(read).toEqual(full);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('keeps numbers as numbers, shared strings without how they are pronounced, and names its sheets', async () => {
    const sheet = (cells: string): string => `<worksheet><sheetData>${cells}</sheetData></worksheet>`;
    const bytes = await writeZip({
      'xl/workbook.xml':
        '<workbook><sheets><sheet name="One" r:id="rId1"/><sheet name="Tag list" r:id="rId2"/></sheets></workbook>',
      'xl/_rels/workbook.xml.rels':
        '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Target="/xl/worksheets/sheet2.xml"/></Relationships>',
      'xl/sharedStrings.xml':
        '<sst><si><t>Flow</t><rPh><t>furo</t></rPh></si><si><r><t>a</t></r><r><t xml:space="preserve"> b</t></r></si></sst>',
      'xl/worksheets/sheet1.xml': sheet(''),
      'xl/worksheets/sheet2.xml': sheet(
        '<row r="3"><c r="A3" t="s"><v>0</v></c><c r="C3"><v>0.29999999999999999</v></c><c r="D3" t="b"><v>1</v></c><c r="E3" t="s"><v>1</v></c><c r="F3"><f>1+1</f><v>1.234</v></c></row>',
      ),
    });
    expect(await readWorkbook('a.xlsx', bytes, 1)).toEqual({
      sheets: ['One', 'Tag list'],
      sheet: 1,
      rows: [['Flow', '', '0.3', 'yes', 'a b', '1.2340']],
      lines: [3],
    });
  });

  it('that unpacks to more than is read is refused before it fills the memory', async () => {
    const bomb = await writeZip({ 'xl/workbook.xml': ' '.repeat(200 * 1024 * 1024) });
    expect(bomb.length).toBeLessThan(1_000_000);
    await expect(readTagFile('bomb.xlsx', bomb)).rejects.toMatchObject({
      code: 'NX_TAG_FILE',
      text: 'bomb.xlsx unpacks to more than 192 MB. Save the one sheet that is meant as .csv.',
    });
  });

  it('that is cut off, locked or none is refused in words', async () => {
    const whole = await writeWorkbook('Tags', [['Name', 'Address']], () => false);
    for (const bytes of [whole.slice(0, whole.length / 2), Uint8Array.of(0x50, 0x4b, 3, 4)])
      await expect(readTagFile('a.xlsx', bytes)).rejects.toMatchObject({
        text: expect.stringContaining('cut off or locked'),
      });
    await expect(readTagFile('a.xlsx', await writeZip({ 'a.txt': 'b' }))).rejects.toMatchObject({
      text: 'a.xlsx has no sheet with cells. Choose a workbook in the .xlsx format.',
    });
  });
});

describe('a file that cannot be read', () => {
  it.each([
    ['with entities', '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', 'document type declaration'],
    ['of bytes', '\0\u0001\u0002'.repeat(50), 'is no text and no workbook'],
    ['of half a JSON', '{"tags": [', 'cannot be read to its end'],
    ['without anything', '', 'is empty'],
  ])('%s is refused in words', async (_, text, words) => {
    await expect(readTagFile('a.xml', new TextEncoder().encode(text))).rejects.toMatchObject({
      code: 'NX_TAG_FILE',
      text: expect.stringContaining(words),
    });
  });

  it('is refused by its size before it is looked at', async () => {
    const large = { length: 100 * 1024 * 1024 } as Uint8Array<ArrayBuffer>;
    await expect(readTagFile('list.csv', large)).rejects.toMatchObject({
      text: 'list.csv has 100 MB; files of tags are read up to 64 MB. Split it.',
    });
  });
});
