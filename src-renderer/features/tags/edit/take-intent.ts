import { toNexusError } from '../../../../src-shared/errors/nexus-error.ts';
import { rpc } from '../../../rpc/connect.ts';
import type { GridIntent } from '../../../ui/grid-column.ts';
import { formatInteger } from '../../../ui/number-format.ts';
import { readTsv } from '../../../ui/tsv.ts';
import { isOwn } from './derived-rows.ts';
import { filledDown, filledRight, filledSeries } from './fill-cells.ts';
import { type CellChange, cellsChanged, type NewTag, rowsAdded, rowsRemoved } from './overlay.ts';
import { pastedBlock } from './paste-block.ts';
import { orderedKeys, rowsMoved } from './row-order.ts';
import { cellValue, fieldById, type TagField } from './tag-fields.ts';
import type { TagRow } from './tag-rows.ts';
import { edited, sessionChanged } from './tag-session.ts';

/** The table that something was asked of: its rows and columns as they are shown. */
export interface ShownTable {
  readonly device: string;
  readonly rows: readonly TagRow[];
  readonly columns: readonly string[];
}

let counted = 0;
/** Keys of new rows differ from those that an earlier visit left. */
const newKey = (): string => `new-${Date.now().toString(36)}-${counted++}`;

/** Makes edits of what a person asked for with the cells of the table: each of them one step that can be undone. */
export function takeIntent(table: ShownTable, intent: GridIntent<TagRow>): void {
  switch (intent.kind) {
    case 'type':
      return typed(table.device, intent.rows, fieldById(intent.column), intent.text);
    case 'clear':
      return cleared(table.device, intent.rows, intent.columns);
    case 'paste':
      return pasted(table, intent.row, intent.column, intent.text);
    case 'fill':
      return void filled(table.device, intent.how, intent.rows, intent.columns);
    case 'move':
      return moved(table, intent.rows, intent.to, intent.column);
    case 'insert':
      return tagAdded(table.device, intent.below);
    case 'remove':
      return removed(table.device, intent.rows);
  }
}

/** Adds an empty tag below a row, or at the end, and puts the focus on its name. */
export function tagAdded(device: string, below: TagRow | undefined): void {
  const key = newKey();
  const place = below === undefined || !isOwn(below) ? undefined : below.key;
  edited(device, (overlay) => rowsAdded(overlay, place, [{ key, form: {}, hasOwnId: false }]));
  sessionChanged(device, { wanted: { row: key, column: 'name' } });
}

/** Makes of a tag what somebody found out about its address, as one step. What the address says by itself is emptied. */
export function tagRecognised(device: string, row: TagRow, found: Readonly<Record<string, unknown>>): void {
  const { scale, ...reading } = found;
  const cells = ['address', 'data_type', 'byte_order', 'length'].map(
    (path): CellChange => ({ key: row.key, path, value: reading[path] }),
  );
  if (scale !== undefined) cells.push({ key: row.key, path: 'scale', value: scale });
  edited(device, (overlay, applied) => cellsChanged(overlay, applied, cells));
  sessionChanged(device, { wanted: { row: row.key, column: 'address' } });
}

/** Gives a tag another expression. */
export function expressionWritten(device: string, { key }: TagRow, expression: string): void {
  edited(device, (overlay, applied) => cellsChanged(overlay, applied, [{ key, path: 'address', value: expression }]));
  sessionChanged(device, { wanted: { row: key, column: 'address' } });
}

/** Gives a tag other processing, as one step. */
export function processingWritten(device: string, { key }: TagRow, cells: readonly CellChange[]): void {
  edited(device, (overlay, applied) => cellsChanged(overlay, applied, cells));
  sessionChanged(device, { wanted: { row: key, column: 'name' } });
}

/** Adds tags at the end, all of them one step that can be undone. @param forms fields as in the device's file. */
export function tagsBrought(device: string, forms: readonly Readonly<Record<string, unknown>>[]): void {
  const added = forms.map((form) => ({ key: newKey(), form: {}, hasOwnId: false, values: form }));
  const cells = added.flatMap(({ key, values }) =>
    Object.entries(values).map(([path, value]): CellChange => ({ key, path, value })),
  );
  edited(device, (overlay, applied) =>
    cellsChanged(
      rowsAdded(
        overlay,
        undefined,
        added.map(({ values: _values, ...tag }) => tag),
      ),
      applied,
      cells,
    ),
  );
  const [first] = added;
  if (first) sessionChanged(device, { wanted: { row: first.key, column: 'name' } });
}

/** Writes cells that a tool worked out, as one step. */
export function cellsWritten(device: string, cells: readonly CellChange[]): void {
  edited(device, (overlay, applied) => cellsChanged(overlay, applied, cells));
}

export const canEdit = ({ state }: TagRow): boolean => state !== 'removed' && state !== 'derived';

function typed(device: string, rows: readonly TagRow[], field: TagField | undefined, text: string): void {
  if (!field) return;
  const value = cellValue(text, field, 'either');
  changeCells(
    device,
    rows.filter(canEdit).map((row) => ({ row, path: field.path, value })),
  );
}

function cleared(device: string, rows: readonly TagRow[], columns: readonly string[]): void {
  const fields = fieldsOf(columns);
  changeCells(
    device,
    rows.filter(canEdit).flatMap((row) => fields.map(({ path }) => ({ row, path, value: undefined }))),
  );
}

function removed(device: string, rows: readonly TagRow[]): void {
  const keys = rows.filter(isOwn).map(({ key }) => key);
  if (keys.length > 0) edited(device, (overlay, applied) => rowsRemoved(overlay, applied, keys));
}

function moved(
  { device, rows: shown }: ShownTable,
  rows: readonly TagRow[],
  to: 'up' | 'down' | { readonly above: TagRow | null },
  column: string,
): void {
  const own = rows.filter(isOwn);
  const picked = new Set(own.map(({ key }) => key));
  const places = shown.filter(isOwn);
  const at = places.findIndex(({ key }) => picked.has(key));
  const last = places.findLastIndex(({ key }) => picked.has(key));
  if (at < 0 || (to === 'up' && at === 0) || (to === 'down' && last === places.length - 1)) return;
  edited(device, (overlay, applied) => {
    const all = orderedKeys(overlay, applied).filter((key) => !picked.has(key));
    /** What stands below a row, also where the filter hides it. */
    const behind = (row: TagRow): string | null => all[all.indexOf(row.key) + 1] ?? null;
    const aim = typeof to === 'object' ? to.above : to === 'up' ? places[at - 1]! : null;
    const owner = aim && !isOwn(aim) ? shown.slice(0, shown.indexOf(aim)).findLast(isOwn) : undefined;
    const above = to === 'down' ? behind(places[last + 1]!) : owner ? behind(owner) : (aim?.key ?? null);
    return rowsMoved(overlay, applied, [...picked], above);
  });
  sessionChanged(device, { wanted: { row: own[0]!.key, column, rows: [...picked] } });
}

/** Changes cells; a blank row that gets a value becomes a tag. */
function changeCells(
  device: string,
  cells: readonly { readonly row: TagRow; readonly path: string; readonly value: unknown }[],
): void {
  const keys = new Map<string, string>();
  const added: Omit<NewTag, 'after'>[] = [];
  const changes = cells.flatMap(({ row, path, value }): CellChange[] => {
    if (row.state !== 'blank') return [{ key: row.key, path, value }];
    if (value === undefined) return [];
    const key = keys.get(row.key) ?? newKey();
    if (!keys.has(row.key)) added.push({ key, form: {}, hasOwnId: false });
    keys.set(row.key, key);
    return [{ key, path, value }];
  });
  edited(device, (overlay, applied) => {
    const wider = added.length > 0 ? rowsAdded(overlay, undefined, added) : overlay;
    return cellsChanged(wider, applied, changes);
  });
}

function pasted({ device, rows, columns }: ShownTable, row: TagRow | undefined, column: string, text: string): void {
  const block = pastedBlock(readTsv(text), {
    rows: row ? rows.slice(rows.indexOf(row)) : [],
    columns: fieldsOf(columns.slice(Math.max(0, columns.indexOf(column)))),
    newKey,
  });
  edited(device, (overlay, applied) => {
    const wider = block.added.length > 0 ? rowsAdded(overlay, undefined, block.added) : overlay;
    return cellsChanged(wider, applied, block.cells);
  });
  const { ignored } = block;
  if (!ignored) return;
  const left = ignored.length === 0 ? '' : `, ignored ${ignored.map((name) => `“${name}”`).join(', ')}`;
  const told = `Mapped ${formatInteger(block.columns)} columns by name${left}.`;
  sessionChanged(device, { said: { tone: 'info', code: 'paste.mapped', text: told, canUndo: true } });
}

async function filled(
  device: string,
  how: 'copy' | 'series' | 'right',
  rows: readonly TagRow[],
  columns: readonly string[],
): Promise<void> {
  const fields = fieldsOf(columns);
  if (how === 'right') {
    const cells = filledRight(rows.filter(canEdit), fields);
    return edited(device, (overlay, applied) => cellsChanged(overlay, applied, cells));
  }
  const [first, ...below] = rows.filter((row) => canEdit(row) && row.state !== 'blank');
  if (!first || below.length === 0) return;
  if (how === 'copy')
    return edited(device, (overlay, applied) => cellsChanged(overlay, applied, filledDown([first, ...below], fields)));
  try {
    const isCounted = fields.some(({ path }) => path === 'address') && first.form['address'] !== undefined;
    const { addresses } = isCounted
      ? await rpc().config.nextAddresses({ device, tag: { ...first.form }, count: below.length })
      : { addresses: [] };
    const cells = filledSeries([first, ...below], fields, addresses);
    edited(device, (overlay, applied) => cellsChanged(overlay, applied, cells));
    if (!isCounted || addresses.length === below.length) return;
    const left = formatInteger(below.length - addresses.length);
    const text = `No address follows ${addresses.at(-1) ?? String(first.form['address'])}. ${left} addresses were left as they are.`;
    sessionChanged(device, { said: { tone: 'info', code: 'fill.end', text, canUndo: true } });
  } catch (error) {
    const { code, text } = toNexusError(error);
    sessionChanged(device, { said: { tone: 'error', code, text } });
  }
}

const fieldsOf = (columns: readonly string[]): readonly TagField[] => columns.flatMap((id) => fieldById(id) ?? []);
