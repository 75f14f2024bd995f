import type { FocusEvent, MouseEvent } from 'react';
import { pickCell } from './cell-selection.ts';
import type { MenuPlace } from './grid-column.ts';
import type { DataGridProps } from './grid-props.ts';
import type { RowPick } from './row-selection.ts';
import type { useGridFocus } from './use-grid-focus.ts';

export interface GridPointer {
  readonly onFocus: (event: FocusEvent) => void;
  readonly onClick: (event: MouseEvent) => void;
  readonly onDoubleClick: (event: MouseEvent) => void;
  readonly onContextMenu: (event: MouseEvent) => void;
}

/** What the pointer does in the rows of a grid. */
export function useGridPointer<R>(
  { rows, onActivate, onMenu, onIntent }: DataGridProps<R>,
  { selection, firstColumn, lastColumn, select, rowsOf }: ReturnType<typeof useGridFocus<R>>,
  beginEdit: (row: number, column: number) => boolean,
  grid: { readonly current: HTMLDivElement | null },
): GridPointer {
  const place = (event: MouseEvent): { readonly row: number; readonly column: number } | undefined => {
    const target = event.target instanceof Element ? event.target : null;
    const line = target?.closest('.data-grid-row');
    if (!line || target?.closest('.cell-editor, .grid-peek')) return undefined;
    const column = Number(target?.closest('[role="gridcell"]')?.ariaColIndex ?? 0) - 1;
    const known = column < 0 ? selection.column : column;
    return { row: Number(line.ariaRowIndex) - 2, column: Math.min(lastColumn, Math.max(firstColumn, known)) };
  };
  return {
    onFocus: (event) => {
      const isByKeyboard = event.target === grid.current && grid.current.matches(':focus-visible');
      // Where cells are typed into, one of them has the focus as soon as the grid has it.
      if (onIntent && isByKeyboard && selection.rows.focus < 0 && rows.length > 0)
        select(pickCell(selection, 0, firstColumn, 'only'));
    },
    onClick: (event) => {
      const at = place(event);
      const pick: RowPick = event.shiftKey ? 'extend' : event.ctrlKey || event.metaKey ? 'toggle' : 'only';
      if (at) select(pickCell(selection, at.row, at.column, pick));
    },
    onDoubleClick: (event) => {
      const at = place(event);
      const row = at && rows[at.row];
      if (at && row !== undefined && !beginEdit(at.row, at.column)) onActivate?.(row);
    },
    onContextMenu: (event) => {
      const line = menuLine(event, grid.current);
      if (!onMenu || !line) return;
      event.preventDefault();
      const row = Number(line.ariaRowIndex) - 2;
      const column = place(event)?.column ?? selection.column;
      const next = selection.rows.rows.has(row) ? selection : pickCell(selection, row, column, 'only');
      if (next !== selection) select(next);
      onMenu(rowsOf(next), menuPlace(event, line));
    },
  };
}

/** The row under the pointer; for the menu key, which the browser sends to the grid itself, the one with the focus. */
function menuLine(event: MouseEvent, grid: HTMLElement | null): Element | null {
  const under = event.target instanceof Element ? event.target.closest('.data-grid-row') : null;
  return under ?? grid?.querySelector('.data-grid-row[data-focused]') ?? null;
}

function menuPlace(event: MouseEvent, line: Element): MenuPlace {
  // The menu key has no pointer: its menu begins below the row.
  if (event.button === 2) return { x: event.clientX, y: event.clientY };
  const { left, bottom } = line.getBoundingClientRect();
  return { x: left + 16, y: bottom };
}
