import { type RefObject, useEffect, useImperativeHandle, useLayoutEffect, useRef, useState } from 'react';
import { type CellSelection, NO_CELLS, pickCell } from './cell-selection.ts';
import type { DataGridProps } from './grid-props.ts';

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
  const { rows, columns, resetOn } = props;
  const [picked, setPicked] = useState({ selection: NO_CELLS, of: resetOn });
  // A selection of rows that are no longer there is none; rows that went away at the end take the focus with them.
  const selection = within(picked.of === resetOn ? picked.selection : NO_CELLS, rows.length);
  const firstColumn = Math.max(
    0,
    columns.findIndex(({ text }) => text),
  );
  const lastColumn = columns.length - 1;
  const rowsOf = (of: CellSelection): readonly R[] =>
    [...of.rows.rows].sort((a, b) => a - b).flatMap((index) => rows[index] ?? []);
  const select = (next: CellSelection): void => {
    setPicked({ selection: next, of: resetOn });
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
  useFocusFromOutside(props, firstColumn, (row, column) => {
    scroller.current?.focus({ preventScroll: true });
    move(pickCell(selection, row, column, 'only'));
  });
  return { selection, firstColumn, lastColumn, select, move, rowsOf };
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
}

/** A row that was just added is there only when the grid is drawn next: until then the wish waits. */
function useFocusFromOutside<R>(
  { rows, columns, rowKey, handle }: DataGridProps<R>,
  firstColumn: number,
  focus: (row: number, column: number) => void,
): void {
  const wanted = useRef<Wanted | null>(null);
  const [asked, setAsked] = useState(0);
  useImperativeHandle(
    handle,
    () => ({
      focusCell: (key, column) => {
        wanted.current = { key, column };
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
    focus(row, column < 0 ? firstColumn : column);
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- what it does is the newest; when, is said here
  }, [rows, asked]);
}
