import type { TagSheet } from '../../../../src-shared/tag-files/tag-sheet.ts';
import { defusedText, writeCsv } from '../../../../src-shared/tag-files/write-csv.ts';
import { saveFile } from '../export/save-file.ts';
import type { ImportRow } from './import-row.ts';
import { useTagImport } from './import-store.ts';

const ADDED = ['row', 'column', 'value', 'problem', 'fix'] as const;

/** Saves the rows that have problems as they stand in the file, with what is wrong; mended, it can be imported. */
export function saveErrorReport(): void {
  const { file, rows, name } = useTagImport.getState();
  if (!file) return;
  const text = writeCsv(errorReport(file.sheet, rows), file.sheet.text?.separator ?? ',');
  saveFile(`${name.replace(/\.\w+$/, '')}-problems.csv`, 'text/csv', [`\ufeff${text}`]);
}

/** Rows of the report, headings first: those of the file, then the ones that say what is wrong. One row a problem row. */
export function errorReport(
  { headings, rows: cells }: TagSheet,
  rows: readonly ImportRow[],
): readonly (readonly string[])[] {
  const wrong = rows.filter(({ state, row }) => state === 'problem' && row >= 0);
  return [
    [...headings, ...ADDED],
    ...wrong.map(({ row, line, problems }) => {
      const joined = (texts: readonly string[]): string => texts.filter((text) => text !== '').join(' | ');
      return [
        ...cells[row]!,
        String(line),
        joined(problems.map(({ column }) => headings[column] ?? '')),
        joined(problems.map(({ value }) => value)),
        joined(problems.map(({ text }) => text)),
        joined(problems.map(({ fix }) => fix)),
      ].map(defusedText);
    }),
  ];
}
