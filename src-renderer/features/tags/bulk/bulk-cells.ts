import type { CellChange } from '../edit/overlay.ts';
import { cellText, cellValue, TAG_FIELDS, type TagField } from '../edit/tag-fields.ts';
import { isSameValue, valueAt } from '../edit/tag-form.ts';
import type { TagRow } from '../edit/tag-rows.ts';

type Cells = Readonly<Record<string, string | number | boolean>>;

/** What the gateway says of a formula over rows. */
export interface Calculated {
  readonly fault: { readonly at: number; readonly length: number; readonly text: string } | null;
  readonly cells: readonly { readonly value: string | number | boolean | null; readonly fault: string | null }[];
}
export type Calculate = (formula: string, names: readonly string[], rows: readonly Cells[]) => Promise<Calculated>;

/** What a bulk edit would do. */
export interface BulkEdit {
  /** Only cells that become other ones. */
  readonly cells: readonly CellChange[];
  /** By field: why its formula gives nothing, for all rows or for one of them. */
  readonly faults: ReadonlyMap<string, string>;
  /** Rows that a formula leaves as they are, because a cell that it needs is empty. */
  readonly left: number;
}

/** The text that all rows have in a field; undefined where they differ. */
export function commonText(rows: readonly TagRow[], field: TagField): string | undefined {
  const [first, ...others] = rows;
  const text = first ? cellText(first.form, field) : '';
  return others.every(({ form }) => cellText(form, field) === text) ? text : undefined;
}

export const isFormula = (text: string): boolean => text.trimStart().startsWith('=');

/**
 * Writes texts into fields of all rows; a text that begins with `=` is a formula, calculated for each row by the gateway.
 * @param touched text by the id of the field. @throws what `calculate` throws.
 */
export async function bulkCells(
  rows: readonly TagRow[],
  touched: ReadonlyMap<string, string>,
  calculate: Calculate,
): Promise<BulkEdit> {
  const cells: CellChange[] = [];
  const faults = new Map<string, string>();
  let left = 0;
  for (const field of TAG_FIELDS) {
    const text = touched.get(field.id);
    if (text === undefined) continue;
    const values = isFormula(text) ? await calculated(rows, field, text, calculate) : undefined;
    if (values?.fault !== undefined) faults.set(field.id, values.fault);
    left += values?.left ?? 0;
    if (values?.fault !== undefined) continue;
    const plain = cellValue(text, field, 'either');
    for (const [at, { key, form }] of rows.entries()) {
      const value = values ? values.of[at] : plain;
      if (value !== LEFT && !isSameValue(value, valueAt(form, field.path)))
        cells.push({ key, path: field.path, value });
    }
  }
  return { cells, faults, left };
}

const LEFT = Symbol('left as it is');

interface Values {
  readonly of: readonly unknown[];
  readonly fault?: string;
  readonly left: number;
}

async function calculated(
  rows: readonly TagRow[],
  field: TagField,
  text: string,
  calculate: Calculate,
): Promise<Values> {
  const formula = text.trimStart().slice(1);
  const words = new Set(formula.match(/[A-Za-z_]\w*/g) ?? []);
  const wanted = TAG_FIELDS.filter(({ id }) => words.has(id));
  const { fault, cells } = await calculate(
    formula,
    ['value', 'n', 'count', ...TAG_FIELDS.map(({ id }) => id)],
    rows.map(({ form }, at) => ({
      ...Object.fromEntries(wanted.flatMap((one) => cellOf(form, one).map((value) => [one.id, value]))),
      ...Object.fromEntries(cellOf(form, field).map((value) => ['value', value])),
      n: at + 1,
      count: rows.length,
    })),
  );
  if (fault) return { of: [], left: 0, fault: `Character ${fault.at + 2}: ${fault.text}` };
  const wrong = cells.findIndex((cell) => cell.fault !== null);
  if (wrong >= 0) return { of: [], left: 0, fault: `Row ${wrong + 1}: ${cells[wrong]!.fault}` };
  const of = cells.map(({ value }) => (value === null ? LEFT : valueOf(value, field)));
  return { of, left: of.filter((value) => value === LEFT).length };
}

function cellOf(form: TagRow['form'], field: TagField): readonly (string | number)[] {
  const value = valueAt(form, field.path);
  if (field.kind === 'number' && typeof value === 'number') return [value];
  const text = cellText(form, field);
  return text === '' ? [] : [text];
}

/** What a number of a formula has behind twelve digits is of its calculation, and nobody meant it. */
function valueOf(value: string | number | boolean, field: TagField): unknown {
  if (typeof value === 'boolean') return cellValue(value ? 'Yes' : 'No', field, 'point');
  if (typeof value === 'string') return cellValue(value, field, 'point');
  const number = Number(value.toPrecision(12));
  return field.kind === 'number' ? number : cellValue(String(number), field, 'point');
}
