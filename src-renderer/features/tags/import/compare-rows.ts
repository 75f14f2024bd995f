import type { ImportedRow } from '../../../../src-shared/contract/tag-files.ts';
import { type RowCells, tableFormat } from '../../../../src-shared/tag-files/table-formats.ts';
import { readCell } from '../../../../src-shared/tag-files/tag-cell.ts';
import type { TagSheet } from '../../../../src-shared/tag-files/tag-sheet.ts';
import { idFrom } from '../edit/id-from-name.ts';
import { readNumber } from '../edit/read-number.ts';
import { idOf, isSameValue, nameOf, type TagForm, valueAt, withValueAt } from '../edit/tag-form.ts';
import type { CompareInput, FieldDifference, ImportRow, KnownTag, RowProblem } from './import-row.ts';
import { sourceKey, TagMatcher } from './tag-matcher.ts';

/** What a row says: values by path of the fields that the file has columns for, undefined where nothing is set. */
interface SaidRow {
  readonly values: ReadonlyMap<string, unknown>;
  readonly problems: readonly RowProblem[];
}

/**
 * Compares a file with the tags of a device and with what was imported last. A field is in conflict only where the file
 * and the project both changed it, and differently.
 *
 * @param progress is called now and then with the number of rows that are done.
 */
export function comparedRows(sheet: TagSheet, input: CompareInput, progress: (rows: number) => void): ImportRow[] {
  const matcher = new TagMatcher(input.tags, input.base);
  const taken = new Set(input.tags.map(({ form }) => idOf(form)));
  const lineOfTag = new Map<string, number>();
  const lineOfId = new Map<string, number>();
  const rows = sheet.rows.map((_, row): ImportRow => {
    if (row % 2_000 === 1_999) progress(row + 1);
    const said = saidRow(sheet, row, input);
    const line = sheet.lines[row]!;
    const { tag, base } = matcher.find(said.values);
    const compared = tag ? knownRow(said, tag, base, input) : newRow(said, taken);
    const { id, name } = compared;
    const twice = tag ? lineOfTag.get(tag.key) : lineOfId.get(id);
    const problems = twice === undefined ? compared.problems : [...compared.problems, twiceProblem(name, twice)];
    if (tag) lineOfTag.set(tag.key, lineOfTag.get(tag.key) ?? line);
    else lineOfId.set(id, lineOfId.get(id) ?? line);
    return {
      key: `line-${row}`,
      row,
      line,
      state: problems.length > 0 ? 'problem' : compared.state,
      tag: tag?.key ?? null,
      name,
      form: compared.form,
      differences: compared.differences,
      problems,
      imported: problems.length > 0 ? null : importedRow(said, tag, id),
    };
  });
  return input.options.replaceAll ? [...rows, ...missingRows(input.tags, lineOfTag)] : rows;
}

/** Every address that the file says, once, as other programs write it. */
export function saidAddresses(
  sheet: TagSheet,
  { mapping, fixes }: Pick<CompareInput, 'mapping' | 'fixes'>,
): readonly string[] {
  const found = new Set<string>();
  for (const row of sheet.rows.keys()) found.add(rowCells(sheet, row, mapping, fixes).cells['address'] ?? '');
  return [...found];
}

/** The texts of a row by column, with what a person wrote over them. */
export function rowTexts(sheet: TagSheet, row: number, fixes: ReadonlyMap<string, string>): readonly string[] {
  return sheet.rows[row]!.map((text, column) => fixes.get(`${row} ${column}`) ?? text);
}

/** The cells of a row in our words, by path, and which column each path has. */
function rowCells(
  sheet: TagSheet,
  row: number,
  mapping: readonly string[],
  fixes: ReadonlyMap<string, string>,
): { readonly cells: RowCells; readonly columns: ReadonlyMap<string, number> } {
  const texts = rowTexts(sheet, row, fixes);
  const columns = new Map<string, number>();
  const cells: Record<string, string> = {};
  for (const [column, path] of mapping.entries()) {
    if (path === '') continue;
    columns.set(path, column);
    cells[path] = texts[column]!;
  }
  return { cells: tableFormat(sheet.format)?.translate(cells) ?? cells, columns };
}

function saidRow(sheet: TagSheet, row: number, { mapping, options, fixes, places }: CompareInput): SaidRow {
  const { cells, columns } = rowCells(sheet, row, mapping, fixes);
  const values = new Map<string, unknown>();
  const problems: RowProblem[] = [];
  const number = (text: string): number | undefined => readNumber(text, options.decimal);
  for (const [path, text] of Object.entries(cells)) {
    const read = readCell(path, text, number);
    if (!read.fault) values.set(path, usual(path, read.value));
    else {
      const column = columns.get(path) ?? -1;
      problems.push({ column, path, code: read.fault.id, value: text, text: read.fault.text, fix: read.fault.fix });
    }
  }
  const place = places.get(String(values.get('address')));
  if (place) {
    values.set('address', place.address);
    for (const [path, value] of Object.entries(place.fields))
      if (values.get(path) === undefined) values.set(path, value);
  }
  return { values, problems };
}

const USUAL: Readonly<Record<string, unknown>> = { enabled: true, access: 'read', scaling: 'linear' };

/** What says the usual is nothing that is set, and so is an empty text. */
const usual = (path: string, value: unknown): unknown =>
  value === '' || value === null || USUAL[path] === value ? undefined : value;

interface Compared {
  readonly state: 'new' | 'changed' | 'conflict' | 'same';
  readonly id: string;
  readonly name: string;
  readonly form: TagForm;
  readonly differences: readonly FieldDifference[];
  readonly problems: readonly RowProblem[];
}

function knownRow(
  { values, problems }: SaidRow,
  { form }: KnownTag,
  base: ImportedRow | undefined,
  input: CompareInput,
): Compared {
  const differences: FieldDifference[] = [];
  for (const [path, file] of values) {
    if (path === 'uid') continue;
    const project = usual(path, valueAt(form, path));
    const isKnown = base !== undefined && Object.hasOwn(base.values, path);
    const before = isKnown ? usual(path, base.values[path]) : undefined;
    const same = sameBy(path, form, input);
    const saysNothing = file === undefined && !input.options.emptyClears && before === undefined;
    if (saysNothing || same(file, project)) continue;
    const changed = !isKnown || same(before, project) ? 'file' : same(before, file) ? 'project' : 'both';
    differences.push({ path, changed, base: isKnown ? { value: before } : null, project, file });
  }
  const state = differences.some(({ changed }) => changed === 'both')
    ? 'conflict'
    : differences.some(({ changed }) => changed === 'file')
      ? 'changed'
      : 'same';
  return { state, id: idOf(form), name: nameOf(form), form: {}, differences, problems };
}

/** Two addresses of one place are the same, whatever their notation; a name that is the id is none. */
function sameBy(path: string, form: TagForm, { places }: CompareInput): (a: unknown, b: unknown) => boolean {
  const canonical = (value: unknown): unknown => places.get(String(value))?.canonical ?? value;
  if (path === 'address') return (a, b) => isSameValue(a, b) || (a !== undefined && canonical(a) === canonical(b));
  if (path === 'name') return (a, b) => (a ?? idOf(form)) === (b ?? idOf(form));
  return isSameValue;
}

function newRow({ values, problems }: SaidRow, taken: Set<string>): Compared {
  let form: TagForm = {};
  for (const [path, value] of values) if (path !== 'uid') form = withValueAt(form, path, value);
  const own = typeof form['id'] === 'string' ? form['id'] : undefined;
  const id = own ?? idFrom(form['name'] ?? form['address'], taken) ?? '';
  if (own === undefined && id !== '') taken.add(id);
  const missing = (path: string, text: string): RowProblem[] =>
    valueAt(form, path) === undefined && !problems.some((problem) => problem.path === path)
      ? [{ column: -1, path, code: 'MISSING_KEY', value: '', text, fix: '' }]
      : [];
  const found = [
    ...problems,
    ...(id === '' ? missing('name', 'This row has no name. Write one, for example Steam pressure.') : []),
    ...missing('address', 'This row has no address. Write where the tag stands on the device.'),
  ];
  const whole = { id, ...form };
  return { state: 'new', id, name: nameOf(whole), form: whole, differences: [], problems: found };
}

function importedRow({ values }: SaidRow, tag: KnownTag | undefined, id: string): ImportedRow {
  const said = Object.fromEntries([...values].map(([path, value]) => [path, value ?? null]));
  const uid = tag?.form['uid'];
  return { key: sourceKey(values), id, ...(typeof uid === 'string' && { uid }), values: said };
}

const twiceProblem = (name: string, line: number): RowProblem => ({
  column: -1,
  path: 'name',
  code: 'DUP_ID',
  value: name,
  text: `“${name.slice(0, 80)}” already stands in row ${line} of this file. Tags are unique within a device.`,
  fix: 'Rename one of them, or leave this row out.',
});

function missingRows(tags: readonly KnownTag[], found: ReadonlyMap<string, number>): ImportRow[] {
  return tags
    .filter(({ key }) => !found.has(key))
    .map(({ key, form }) => ({
      key: `gone-${key}`,
      row: -1,
      line: 0,
      state: 'removed',
      tag: key,
      name: nameOf(form),
      form: {},
      differences: [],
      problems: [],
      imported: null,
    }));
}
