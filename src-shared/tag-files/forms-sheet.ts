import { formValue, valueText } from './tag-cell.ts';
import { TAG_PATHS } from './tag-path.ts';
import type { TagSheet } from './tag-sheet.ts';

type Form = Readonly<Record<string, unknown>>;

/** Tags in the form of their file as a table: a column for each field that one of them has, and always id and address. */
export function formsTable(tags: readonly Form[]): {
  readonly paths: readonly string[];
  readonly headings: readonly string[];
  readonly rows: readonly (readonly string[])[];
} {
  const used = TAG_PATHS.filter(
    ({ path }) => ALWAYS.has(path) || tags.some((tag) => formValue(tag, path) !== undefined),
  );
  return {
    paths: used.map(({ path }) => path),
    headings: used.map(({ title }) => title),
    rows: tags.map((tag) => used.map(({ path }) => valueText(formValue(tag, path)))),
  };
}

const ALWAYS: ReadonlySet<string> = new Set(['id', 'uid', 'name', 'address', 'data_type']);

/** The same as a sheet to import; tags are counted from 1. Fields that no tag has here are named. */
export function formsSheet(format: string, tags: readonly Form[]): Omit<TagSheet, 'parts' | 'part'> {
  const { paths, headings, rows } = formsTable(tags);
  const known = new Set(TAG_PATHS.map(({ path }) => path.split('.', 1)[0]!));
  const others = [...new Set(tags.flatMap((tag) => Object.keys(tag)))].filter((key) => !known.has(key));
  const list = others.slice(0, 10).map((key) => `“${key}”`);
  return {
    format,
    headings,
    rows,
    lines: tags.map((_, at) => at + 1),
    mapping: paths,
    notes:
      others.length > 0
        ? [`A tag has no field ${list.join(', ')}${others.length > 10 ? ' …' : ''}. It is left out.`]
        : [],
  };
}
