import { type AppliedTags, cellsChanged, type NewTag, type Overlay, rowsAdded, rowsRemoved } from '../edit/overlay.ts';
import type { FieldDifference, ImportRow } from './import-row.ts';

export type Side = 'file' | 'project';

/** What a person decided, by key of the row and, for one field, by `key path`. The rest goes by who changed it. */
export interface Decisions {
  readonly rows: ReadonlyMap<string, Side>;
  readonly fields: ReadonlyMap<string, Side>;
}

export const NO_DECISIONS: Decisions = { rows: new Map(), fields: new Map() };

/** Whose value a field gets: the file's where only the file changed it, and in a conflict the project's until somebody says so. */
export const sideOf = (row: ImportRow, { path, changed }: FieldDifference, { rows, fields }: Decisions): Side =>
  fields.get(`${row.key} ${path}`) ?? rows.get(row.key) ?? (changed === 'file' ? 'file' : 'project');

/** Whether somebody has decided about every field of a row that both sides changed. */
export const isDecided = (row: ImportRow, { rows, fields }: Decisions): boolean =>
  rows.has(row.key) ||
  row.differences.every(({ path, changed }) => changed !== 'both' || fields.has(`${row.key} ${path}`));

/** Whether the row changes anything: a new or removed tag that is not left out, or a field that becomes the file's. */
export function takesPart(row: ImportRow, decisions: Decisions): boolean {
  if (row.state === 'problem') return false;
  if (row.state === 'new' || row.state === 'removed') return decisions.rows.get(row.key) !== 'project';
  return row.differences.some((difference) => sideOf(row, difference, decisions) === 'file');
}

/** The edits with those of an import over them; new tags come at the end, by keys that begin with `stage`. */
export function importedOverlay(
  overlay: Overlay,
  applied: AppliedTags,
  rows: readonly ImportRow[],
  decisions: Decisions,
  stage: string,
): Overlay {
  const taken = rows.filter((row) => takesPart(row, decisions));
  const added = taken
    .filter(({ state }) => state === 'new')
    .map((row): Omit<NewTag, 'after'> => ({ key: newKey(stage, row), form: row.form, hasOwnId: true }));
  const gone = taken.flatMap(({ state, tag }) => (state === 'removed' && tag !== null ? [tag] : []));
  const cells = taken.flatMap((row) => {
    const key = row.tag;
    if (key === null || row.state === 'removed') return [];
    return row.differences
      .filter((difference) => sideOf(row, difference, decisions) === 'file')
      .map(({ path, file }) => ({ key, path, value: file }));
  });
  const fewer = gone.length > 0 ? rowsRemoved(overlay, applied, gone) : overlay;
  const wider = added.length > 0 ? rowsAdded(fewer, undefined, added) : fewer;
  return { ...cellsChanged(wider, applied, cells), imports: [...(overlay.imports ?? []), stage] };
}

/** The key that a new row of an import has in the table. */
export const newKey = (stage: string, row: ImportRow): string => `${stage}-${row.row}`;
