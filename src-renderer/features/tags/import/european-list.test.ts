import { expect, it } from 'vitest';
import { readTagFile } from '../../../../src-shared/tag-files/read-tag-file.ts';
import type { TagSheet } from '../../../../src-shared/tag-files/tag-sheet.ts';
import { writeCsv } from '../../../../src-shared/tag-files/write-csv.ts';
import { decimalSign } from '../edit/read-number.ts';
import { comparedRows } from './compare-rows.ts';
import type { ImportRow, KnownTag } from './import-row.ts';
import { errorReport } from './save-error-report.ts';

const FAULTY = 18;

/** As a spreadsheet in Germany writes it: semicolons, decimal commas, Windows-1252. */
function european(): Uint8Array<ArrayBuffer> {
  const rows = Array.from({ length: 430 }, (_, at) => {
    const isFaulty = at % 24 === 5;
    return [`Wärme ${at}`, String(40_001 + 2 * at), isFaulty ? 'FLOAT' : 'float32', '°C', `${at % 7},5`];
  });
  const text = writeCsv([['Bezeichnung', 'Adresse', 'Datentyp', 'Einheit', 'Scale'], ...rows], ';');
  return Uint8Array.from(Array.from(text, (letter) => letter.charCodeAt(0)));
}

const compared = (sheet: TagSheet, tags: readonly KnownTag[]): ImportRow[] => {
  const decimal = decimalSign(sheet.rows.map((row) => row[4]!)) === 'comma' ? 'comma' : 'point';
  const options = { decimal, emptyClears: false, replaceAll: false } as const;
  return comparedRows(
    sheet,
    { mapping: sheet.mapping, options, fixes: new Map(), tags, base: [], places: new Map() },
    () => undefined,
  );
};

it('check 17: a list from Europe is read without a word, and its mended report adds exactly the rows that had problems', async () => {
  const sheet = await readTagFile('liste.csv', european());
  expect(sheet.text).toEqual({ encoding: 'windows-1252', separator: ';' });
  const rows = compared(sheet, []);
  expect(rows.filter(({ state }) => state === 'new')).toHaveLength(430 - FAULTY);
  expect(rows.filter(({ state }) => state === 'problem')).toHaveLength(FAULTY);
  expect(rows[6]?.form).toEqual({
    id: 'warme_6',
    name: 'Wärme 6',
    address: '40013',
    data_type: 'float32',
    unit: '°C',
    scale: 6.5,
  });

  const report = errorReport(sheet, rows);
  expect(report[0]).toEqual([...sheet.headings, 'row', 'column', 'value', 'problem', 'fix']);
  const mended = writeCsv(report, ';').replaceAll(';FLOAT;°C', ';float32;°C');
  const again = compared(
    await readTagFile('report.csv', new TextEncoder().encode(`\ufeff${mended}`)),
    rows.filter(({ state }) => state === 'new').map(({ key, form }) => ({ key, form })),
  );
  expect(again.map(({ state }) => state)).toEqual(Array.from({ length: FAULTY }, () => 'new'));
});
