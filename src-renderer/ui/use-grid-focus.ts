import { type RefObject, useEffect, useImperativeHandle, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { type CellSelection, NO_CELLS, pickCell } from './cell-selection.ts';
import type { DataGridProps } from './grid-props.ts';
import { movedRowSelection } from './row-selection.ts';

export interface GridFocus<R> {
  readonly selection: CellSelection;
  /** The columns that can have the focus, by index. */
  readonly firstColumn: number;
  readonly lastColumn: number;
  readonly select: (next: CellSelection) => void;
  /** Selects, and brings the focus into sight. */
  readonly move: (next: CellSelection) => void;
  readonly rowsOf: (of: CellSelection) => readonly R[];
}

/** Which rows and cells of a grid are selected, and what moves the focus from outside. */
export function useGridFocus<R>(
  props: DataGridProps<R>,
  scroller: RefObject<HTMLDivElement | null>,
  revealRow: (row: number) => void,
): GridFocus<R> {
  const { rows, columns, rowKey, resetOn } = props;
  const [picked, setPicked] = useState({ selection: NO_CELLS, of: resetOn, rows });
  // A selection of rows that are no longer there is none; rows that went away at the end take the focus with them.
  const selection = useMemo(() => {
    if (picked.of !== resetOn) return within(NO_CELLS, rows.length);
    return within(movedSelection(picked.selection, picked.rows, rows, rowKey), rows.length);
  }, [picked, resetOn, rows, rowKey]);
  const firstColumn = Math.max(
    0,
    columns.findIndex(({ text }) => text),
  );
  const lastColumn = columns.length - 1;
  const rowsOf = (of: CellSelection): readonly R[] =>
    [...of.rows.rows].sort((a, b) => a - b).flatMap((index) => rows[index] ?? []);
  const select = (next: CellSelection): void => {
    setPicked({ selection: next, of: resetOn, rows });
    props.onSelect(rowsOf(next));
  };
  const move = (next: CellSelection): void => {
    select(next);
    revealRow(next.rows.focus);
  };
  const { focus } = selection.rows;
  useLayoutEffect(() => {
    // Only sideways: which rows are in the document is the virtualizer's business.
    if (focus < 0 || !props.onIntent || !scroller.current) return;
    const cell = scroller.current.querySelector('.data-grid-cell[data-focused]');
    if (cell instanceof HTMLElement) revealCell(scroller.current, cell);
  }, [focus, selection.column, props.onIntent, scroller]);
  useFocusFromOutside(props, firstColumn, (row, column, also, isQuiet) => {
    if (!isQuiet) scroller.current?.focus({ preventScroll: true });
    const only = pickCell(selection, row, column, 'only');
    move(also.length > 1 ? { ...only, rows: { ...only.rows, rows: new Set(also) } } : only);
  });
  return { selection, firstColumn, lastColumn, select, move, rowsOf };
}

/** The same rows where they stand now. */
function movedSelection<R>(
  selection: CellSelection,
  before: readonly R[],
  now: readonly R[],
  keyOf: (row: R) => string,
): CellSelection {
  const rows = movedRowSelection(selection.rows, before, now, keyOf);
  return rows === selection.rows ? selection : { ...selection, rows };
}

function within(selection: CellSelection, rows: number): CellSelection {
  const { focus } = selection.rows;
  return focus < rows ? selection : pickCell(selection, rows - 1, selection.column, 'only');
}

function revealCell(grid: HTMLElement, cell: HTMLElement): void {
  const sticky = Number.parseFloat(getComputedStyle(grid).scrollPaddingLeft) || 0;
  if (cell.dataset['sticky'] !== undefined) return;
  const right = cell.offsetLeft + cell.offsetWidth - grid.clientWidth;
  if (cell.offsetLeft - sticky < grid.scrollLeft) grid.scrollLeft = cell.offsetLeft - sticky;
  else if (right > grid.scrollLeft) grid.scrollLeft = right;
}

interface Wanted {
  readonly key: string;
  readonly column: string | undefined;
  readonly also: ReadonlySet<string>;
  readonly isQuiet: boolean;
}

/** A row that was just added is there only when the grid is drawn next: until then the wish waits. */
function useFocusFromOutside<R>(
  { rows, columns, rowKey, handle }: DataGridProps<R>,
  firstColumn: number,
  focus: (row: number, column: number, also: readonly number[], isQuiet: boolean) => void,
): void {
  const wanted = useRef<Wanted | null>(null);
  const [asked, setAsked] = useState(0);
  useImperativeHandle(
    handle,
    () => ({
      focusCell: (key, column, { rows: also = [], focus: how } = {}) => {
        wanted.current = { key, column, also: new Set(also), isQuiet: how === 'stays' };
        setAsked((count) => count + 1);
      },
    }),
    [],
  );
  useEffect(() => {
    const wish = wanted.current;
    const row = wish ? rows.findIndex((one) => rowKey(one) === wish.key) : -1;
    if (!wish || row < 0) return;
    wanted.current = null;
    const column = columns.findIndex(({ id }) => id === wish.column);
    const also = wish.also.size > 1 ? rows.flatMap((one, at) => (wish.also.has(rowKey(one)) ? [at] : [])) : [];
    focus(row, column < 0 ? firstColumn : column, also, wish.isQuiet);
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- what it does is the newest; when, is said here
  }, [rows, asked]);
}
