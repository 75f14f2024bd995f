import { allRows, NO_ROWS, pickRow, type RowPick, type RowSelection } from './row-selection.ts';

/** Which cells of a grid are selected: columns of rows, by index. The cell with the focus is `rows.focus`, `column`. */
export interface CellSelection {
  readonly rows: RowSelection;
  readonly column: number;
  readonly anchorColumn: number;
  /** Whole rows, whatever the columns say. */
  readonly span: 'cells' | 'rows';
}

export const NO_CELLS: CellSelection = { rows: NO_ROWS, column: 0, anchorColumn: 0, span: 'cells' };

/** Moves the focus to a cell; `toggle` adds or takes away whole rows. */
export function pickCell(selection: CellSelection, row: number, column: number, pick: RowPick): CellSelection {
  const rows = pickRow(selection.rows, row, pick);
  if (pick === 'toggle') return { rows, column, anchorColumn: column, span: 'rows' };
  if (pick === 'extend' && selection.rows.anchor >= 0) return { ...selection, rows, column };
  return { rows, column, anchorColumn: column, span: 'cells' };
}

export const wholeRows = (selection: CellSelection): CellSelection => ({ ...selection, span: 'rows' });

/** Every row of the columns that are selected, or of all of them. */
export const everyRow = (selection: CellSelection, count: number, span: CellSelection['span']): CellSelection => ({
  ...selection,
  rows: allRows(selection.rows, count),
  span,
});

/** First and last selected column of a grid whose columns go from `first` to `last`. */
export function columnRange(
  { span, column, anchorColumn }: CellSelection,
  first: number,
  last: number,
): [number, number] {
  if (span === 'rows') return [first, last];
  return [Math.max(first, Math.min(column, anchorColumn)), Math.min(last, Math.max(column, anchorColumn))];
}

/** A grid of `rows` rows whose columns from `firstColumn` to `lastColumn` can have the focus. */
export interface GridSize {
  readonly rows: number;
  readonly firstColumn: number;
  readonly lastColumn: number;
  readonly pageRows: number;
}

/** Where a key moves the focus, or undefined when it does not. */
export function cellByKey(
  { key, ctrlKey }: { readonly key: string; readonly ctrlKey: boolean },
  row: number,
  column: number,
  { rows, firstColumn, lastColumn, pageRows }: GridSize,
): { readonly row: number; readonly column: number } | undefined {
  if (rows === 0) return undefined;
  const at = (toRow: number, toColumn: number): { readonly row: number; readonly column: number } => ({
    row: Math.min(rows - 1, Math.max(0, toRow)),
    column: Math.min(lastColumn, Math.max(firstColumn, toColumn)),
  });
  switch (key) {
    case 'ArrowDown':
      return at(ctrlKey ? rows - 1 : row + 1, column);
    case 'ArrowUp':
      return at(ctrlKey ? 0 : row - 1, column);
    case 'ArrowRight':
      return at(row, ctrlKey ? lastColumn : column + 1);
    case 'ArrowLeft':
      return at(row, ctrlKey ? firstColumn : column - 1);
    case 'PageDown':
      return at(row + pageRows, column);
    case 'PageUp':
      return at(row - pageRows, column);
    case 'Home':
      return at(ctrlKey ? 0 : row, firstColumn);
    case 'End':
      return at(ctrlKey ? rows - 1 : row, lastColumn);
    default:
      return undefined;
  }
}
