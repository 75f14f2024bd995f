import { type PointerEvent, type RefObject, useEffect, useRef } from 'react';
import { columnRange } from './cell-selection.ts';
import type { DataGridProps } from './grid-props.ts';
import type { GridFocus } from './use-grid-focus.ts';
import './grid-drag.css';

/** Nearer to the corner of the selected cells than this, a pointer fills. */
const CORNER_PX = 9;
/** What moves less is a click. */
const STILL_PX = 4;
/** A pointer so near to an edge of the table scrolls it. */
const EDGE_PX = 32;

interface Drag {
  readonly kind: 'row' | 'fill';
  readonly startX: number;
  readonly startY: number;
  readonly isMoving: boolean;
  /** What is pointed at: a row, and whether its lower half. */
  readonly at: { readonly row: number; readonly isLower: boolean } | null;
}

/**
 * Dragging in a grid: rows by the column of `rowHandle`, and the corner of the selected cells to fill those below. The keys
 * that do the same are Alt+Up, Alt+Down, Ctrl+D and Ctrl+Shift+D.
 */
export function useGridDrag<R>(
  props: DataGridProps<R>,
  { selection, firstColumn, lastColumn, rowsOf }: GridFocus<R>,
  grid: RefObject<HTMLDivElement | null>,
): (event: PointerEvent) => void {
  const drag = useRef<Drag | null>(null);
  const newest = useRef({ props, selection, firstColumn, lastColumn, rowsOf });
  useEffect(() => {
    newest.current = { props, selection, firstColumn, lastColumn, rowsOf };
  });
  useEffect(() => {
    const move = (event: globalThis.PointerEvent): void => {
      const now = drag.current;
      if (!now || !grid.current) return;
      const isFar = Math.hypot(event.clientX - now.startX, event.clientY - now.startY) > STILL_PX;
      if (!now.isMoving && !isFar) return;
      scrollAtEdge(grid.current, event.clientY);
      const at = rowAt(grid.current, event.clientY);
      if (now.isMoving && now.at?.row === at?.row && now.at?.isLower === at?.isLower) return;
      drag.current = { ...now, isMoving: true, at };
      grid.current.dataset['dragging'] = now.kind;
      if (now.kind === 'row') markDrop(grid.current, at);
      else newest.current.props.onFillPreview?.(fillOf(newest.current, at));
    };
    const end = (isDone: boolean): void => {
      const last = drag.current;
      drag.current = null;
      if (!last || !grid.current) return;
      delete grid.current.dataset['dragging'];
      markDrop(grid.current, null);
      const { current } = newest;
      current.props.onFillPreview?.(null);
      if (!isDone || !last.isMoving || !last.at) return;
      if (last.kind === 'row') drop(current, last.at);
      else fill(current, last.at);
    };
    const up = (): void => end(true);
    const cancel = (): void => end(false);
    const escape = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || !drag.current) return;
      event.stopPropagation();
      end(false);
    };
    addEventListener('pointermove', move);
    addEventListener('pointerup', up);
    addEventListener('pointercancel', cancel);
    addEventListener('keydown', escape, true);
    return () => {
      removeEventListener('pointermove', move);
      removeEventListener('pointerup', up);
      removeEventListener('pointercancel', cancel);
      removeEventListener('keydown', escape, true);
    };
  }, [grid]);
  return (event) => {
    const { onIntent, onFillPreview, rowHandle } = props;
    if (event.button !== 0 || !onIntent || !(event.target instanceof Element)) return;
    const start = { startX: event.clientX, startY: event.clientY, isMoving: false, at: null };
    const cell = event.target.closest<HTMLElement>('.data-grid-cell');
    if (!cell?.closest('.data-grid-row')) return;
    if (onFillPreview && isAtCorner(cell, event)) drag.current = { kind: 'fill', ...start };
    else if (rowHandle !== undefined && cell.dataset['column'] === rowHandle) drag.current = { kind: 'row', ...start };
    else return;
    // Otherwise the browser begins to select text.
    event.preventDefault();
    grid.current?.focus({ preventScroll: true });
  };
}

interface Current<R> {
  readonly props: DataGridProps<R>;
  readonly selection: GridFocus<R>['selection'];
  readonly firstColumn: number;
  readonly lastColumn: number;
  readonly rowsOf: GridFocus<R>['rowsOf'];
}

function drop<R>({ props, selection, rowsOf }: Current<R>, { row, isLower }: NonNullable<Drag['at']>): void {
  const above = props.rows[isLower ? row + 1 : row] ?? null;
  const rows = rowsOf(selection);
  const column = props.columns[selection.column]?.id ?? '';
  // Dropped upon one of themselves, nothing is meant.
  if (rows.length > 0 && !(above !== null && rows.includes(above))) {
    props.onIntent?.({ kind: 'move', rows, to: { above }, column });
  }
}

/** The rows that a fill down to this one takes in, the source first; null where it goes nowhere. */
function fillOf<R>({ props, selection, firstColumn, lastColumn, rowsOf }: Current<R>, at: Drag['at']) {
  const picked = rowsOf(selection);
  const last = picked.at(-1);
  const from = last === undefined ? -1 : props.rows.indexOf(last);
  if (!at || from < 0 || at.row <= from) return null;
  const [left, right] = columnRange(selection, firstColumn, lastColumn);
  const columns = props.columns.slice(left, right + 1).map(({ id }) => id);
  return { rows: [...picked.slice(0, 1), ...props.rows.slice(from + 1, at.row + 1)], columns };
}

function fill<R>(current: Current<R>, at: NonNullable<Drag['at']>): void {
  const filled = fillOf(current, at);
  if (filled) current.props.onIntent?.({ kind: 'fill', how: 'series', ...filled });
}

function isAtCorner(
  cell: HTMLElement,
  { clientX, clientY }: { readonly clientX: number; readonly clientY: number },
): boolean {
  if (cell.dataset['corner'] === undefined) return false;
  const { right, bottom } = cell.getBoundingClientRect();
  return right - clientX <= CORNER_PX && bottom - clientY <= CORNER_PX;
}

/** Among the rows that are in the document; the nearest one above or below them all. */
function rowAt(grid: HTMLElement, y: number): Drag['at'] {
  const rows = [...grid.querySelectorAll<HTMLElement>('.data-grid-row')];
  let nearest: Drag['at'] = null;
  let distance = Number.POSITIVE_INFINITY;
  for (const row of rows) {
    const { top, bottom } = row.getBoundingClientRect();
    const away = y < top ? top - y : y > bottom ? y - bottom : 0;
    if (away >= distance) continue;
    distance = away;
    nearest = { row: Number(row.ariaRowIndex) - 2, isLower: y > (top + bottom) / 2 };
  }
  return nearest;
}

/** Where rows would come to stand. Written past React, which draws rows only when they change. */
function markDrop(grid: HTMLElement, at: Drag['at']): void {
  for (const row of grid.querySelectorAll<HTMLElement>('.data-grid-row')) {
    const isMeant = at !== null && Number(row.ariaRowIndex) - 2 === at.row;
    const side = isMeant ? (at.isLower ? 'below' : 'above') : undefined;
    if (side === undefined) delete row.dataset['drop'];
    else row.dataset['drop'] = side;
  }
}

function scrollAtEdge(grid: HTMLElement, y: number): void {
  const { top, bottom } = grid.getBoundingClientRect();
  if (y > bottom - EDGE_PX) grid.scrollTop += EDGE_PX / 2;
  else if (y < top + EDGE_PX * 2) grid.scrollTop -= EDGE_PX / 2;
}
