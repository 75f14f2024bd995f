import { formatOfHeadings, tableFormat } from './table-formats.ts';
import { plainHeading } from './tag-path.ts';
import type { TagSheet } from './tag-sheet.ts';

/** Rows that may stand above the headings: a title, a comment. */
const ABOVE = 10;

/**
 * A table of cells as a sheet of tags: its headings are the first row that knows two columns or more, and each column is
 * taken for the field that its heading names. Without such a row the columns are numbered and none is taken.
 */
export function tableSheet(
  rows: readonly (readonly string[])[],
  lines: readonly number[],
  format?: string,
): Omit<TagSheet, 'parts' | 'part' | 'text'> {
  const width = rows.reduce((most, row) => Math.max(most, row.length), 0);
  const found = rows.slice(0, ABOVE).findIndex((row) => formatOfHeadings(row) !== undefined);
  const full = (row: readonly string[]): readonly string[] =>
    row.length === width ? row : [...row, ...Array.from({ length: width - row.length }, () => '')];
  const headings = found < 0 ? Array.from({ length: width }, (_, at) => `Column ${at + 1}`) : full(rows[found]!);
  const kind =
    (format === undefined ? undefined : tableFormat(format)) ?? formatOfHeadings(headings) ?? tableFormat('table')!;
  const kept = rows.map((row, at) => ({ row, line: lines[at]! })).slice(found + 1);
  const filled = kept.filter(({ row }) => row.some((cell) => cell.trim() !== ''));
  const taken = new Set<string>();
  return {
    format: kind.id,
    isTable: true,
    headings,
    rows: filled.map(({ row }) => full(row)),
    lines: filled.map(({ line }) => line),
    mapping: headings.map((heading) => {
      const path = kind.headings.get(plainHeading(heading)) ?? '';
      if (path === '' || taken.has(path)) return '';
      taken.add(path);
      return path;
    }),
    notes:
      found > 0
        ? [`${found === 1 ? 'A line' : `${found} lines`} above the headings ${found === 1 ? 'is' : 'are'} no tag.`]
        : [],
  };
}
