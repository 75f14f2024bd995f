import type { CellChange } from './overlay.ts';
import { cellText, cellValue, type TagField } from './tag-fields.ts';
import { valueAt } from './tag-form.ts';
import type { TagRow } from './tag-rows.ts';

/** Copies the cells of the first row into the rows below it. */
export function filledDown([first, ...below]: readonly TagRow[], fields: readonly TagField[]): CellChange[] {
  if (!first) return [];
  return below.flatMap((row) => fields.map(({ path }) => ({ key: row.key, path, value: valueAt(first.form, path) })));
}

/** Copies the first of the columns into the others, row by row, as far as they take such texts. */
export function filledRight(rows: readonly TagRow[], [first, ...others]: readonly TagField[]): CellChange[] {
  if (!first) return [];
  return rows.flatMap((row) =>
    others.map((field) => ({
      key: row.key,
      path: field.path,
      value: cellValue(cellText(row.form, first), field, 'point'),
    })),
  );
}

/**
 * Continues the cells of the first row in the rows below it: `Pump_01` → `Pump_02`, numbers stay, addresses as the
 * gateway counts them.
 *
 * @param addresses those that follow the first row's; where they end, cells stay as they are.
 */
export function filledSeries(
  [first, ...below]: readonly TagRow[],
  fields: readonly TagField[],
  addresses: readonly string[],
): CellChange[] {
  if (!first) return [];
  return below.flatMap((row, index) =>
    fields.flatMap(({ path, kind }): CellChange[] => {
      const value = valueAt(first.form, path);
      if (path === 'address')
        return addresses[index] === undefined ? [] : [{ key: row.key, path, value: addresses[index] }];
      const isCounted = kind === 'text' && typeof value === 'string' && COUNTED.has(path);
      return [{ key: row.key, path, value: isCounted ? countedUp(value, index + 1) : value }];
    }),
  );
}

const COUNTED: ReadonlySet<string> = new Set(['name', 'id', 'description', 'topic_suffix']);

/** Adds to the last number of a text and keeps its zeros; a text without one stays. */
export function countedUp(text: string, by: number): string {
  const match = /^(.*?)(\d+)(\D*)$/s.exec(text);
  if (!match) return text;
  const [, head = '', digits = '', tail = ''] = match;
  const next = (BigInt(digits) + BigInt(by)).toString().padStart(digits.length, '0');
  return `${head}${next}${tail}`;
}
