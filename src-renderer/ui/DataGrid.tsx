import { useVirtualizer, type VirtualItem } from '@tanstack/react-virtual';
import {
  type FocusEvent,
  type MouseEvent,
  type ReactNode,
  useCallback,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
} from 'react';
import { rowPx, useRowPx } from '../state/preferences.ts';
import type { EditEnd } from './CellEditor.tsx';
import { columnRange, pickCell } from './cell-selection.ts';
import { GridHeader, tracks } from './GridHeader.tsx';
import { GridRow } from './GridRow.tsx';
import type { MenuPlace } from './grid-column.ts';
import type { DataGridProps } from './grid-props.ts';
import type { RowPick } from './row-selection.ts';
import { useGridFocus } from './use-grid-focus.ts';
import { useGridKeys } from './use-grid-keys.ts';
import './data-grid.css';

export type { Column, MenuPlace } from './grid-column.ts';

const DETAIL_PX = 24;
const HEADER_PX = 28;

/**
 * A table of any length: one tab stop, arrows inside, only the rows in sight are in the document. Rows have the focus, or
 * cells where they can be edited (`onIntent`).
 */
export function DataGrid<R>(props: DataGridProps<R>): ReactNode {
  const { label, rows, columns, rowKey, detail, focusDetail, onIntent } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useRef<{ readonly scrollToIndex: (row: number) => void }>(null);
  const id = useId();
  const focus = useGridFocus(props, scroller, (row) => virtual.current?.scrollToIndex(row));
  const { selection } = focus;
  const focusedRow = rows[selection.rows.focus];
  const focusedDetail =
    (focusedRow !== undefined && focusDetail?.(focusedRow, columns[selection.column]?.id ?? '')) || null;
  const detailOf = (index: number): ReactNode =>
    (index === selection.rows.focus ? focusedDetail : null) ?? detail?.(rows[index]!) ?? null;
  const heightPx = useRowPx();
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (detailOf(index) ? heightPx + DETAIL_PX : heightPx),
    getItemKey: (index) => rowKey(rows[index]!),
    overscan: 6,
    scrollPaddingEnd: HEADER_PX,
    initialOffset: props.initialScrollPx ?? 0,
  });
  useLayoutEffect(() => {
    virtual.current = virtualizer;
  });
  const details = `${focusedDetail ? selection.rows.focus : ''} ${detail ? rows.map((row) => (detail(row) ? '1' : '0')).join('') : ''}`;
  // Heights are kept by the virtualizer until it is told that a line beneath a row came or went.
  useEffect(() => virtualizer.measure(), [virtualizer, details, heightPx]);
  useLayoutEffect(() => {
    // How wide such a line may be: what is in sight, however wide the rows are.
    scroller.current?.style.setProperty('--sight', `${scroller.current.clientWidth}px`);
  }, [details]);
  const pageRows = (): number =>
    Math.max(1, Math.floor(((scroller.current?.clientHeight ?? 0) - HEADER_PX) / rowPx()) - 1);
  const keys = useGridKeys(props, focus, scroller, pageRows);
  const pointer = usePointer(props, focus, keys.beginEdit, scroller);
  const onEditEnd = useStable(keys.onEditEnd);
  const items = virtualizer.getVirtualItems();
  const isFocusInSight = items.some((item) => item.index === selection.rows.focus);
  const focusedId = onIntent ? `${id}-${selection.rows.focus}-${selection.column}` : `${id}-${selection.rows.focus}`;
  const [from, to] = columnRange(selection, focus.firstColumn, focus.lastColumn);
  const hasCells = onIntent !== undefined;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table element cannot be virtual
    <div
      ref={scroller}
      className="data-grid"
      role="grid"
      aria-label={label}
      aria-rowcount={rows.length + 1}
      aria-colcount={columns.length}
      aria-multiselectable
      aria-activedescendant={isFocusInSight ? focusedId : undefined}
      tabIndex={0}
      data-focus={onIntent ? 'cells' : 'rows'}
      data-cell={isFocusInSight || undefined}
      onScroll={keepFirstColumns}
      style={onIntent ? tracks(columns, 0) : tracks(columns)}
      onKeyDown={keys.onKeyDown}
      onCopy={keys.onCopy}
      onCut={keys.onCut}
      onPaste={keys.onPaste}
      onFocus={pointer.onFocus}
      onClick={pointer.onClick}
      onDoubleClick={pointer.onDoubleClick}
      onContextMenu={pointer.onContextMenu}
      onScrollEnd={(event) => props.onScrolled?.(event.currentTarget.scrollTop)}
    >
      <GridHeader columns={columns} />
      <div className="data-grid-body" role="rowgroup" style={{ height: virtualizer.getTotalSize() }}>
        {items.map((item: VirtualItem) => {
          const isSelected = selection.rows.rows.has(item.index);
          const isFocused = selection.rows.focus === item.index;
          return (
            <GridRow
              key={item.key}
              id={`${id}-${item.index}`}
              row={rows[item.index]!}
              columns={columns}
              detail={detailOf(item.index)}
              index={item.index}
              topPx={item.start}
              heightPx={item.size}
              isSelected={isSelected}
              isFocused={isFocused}
              focusedColumn={hasCells && isFocused ? selection.column : -1}
              from={isSelected && hasCells ? from : -1}
              to={isSelected && hasCells ? to : -1}
              edit={isFocused ? keys.edit : null}
              onEditEnd={onEditEnd}
            />
          );
        })}
      </div>
    </div>
  );
}

/** Scrolled sideways, the sticky columns go along. */
function keepFirstColumns({ currentTarget }: { readonly currentTarget: HTMLElement }): void {
  const scrolled = `${currentTarget.scrollLeft}px`;
  if (currentTarget.style.getPropertyValue('--scrolled') === scrolled) return;
  currentTarget.style.setProperty('--scrolled', scrolled);
  currentTarget.toggleAttribute('data-scrolled', currentTarget.scrollLeft > 0);
}

/** The newest of a function under one identity, so that rows need not be drawn anew for it. */
function useStable(newest: (end: EditEnd) => void): (end: EditEnd) => void {
  const held = useRef(newest);
  useLayoutEffect(() => {
    held.current = newest;
  });
  return useCallback((end) => held.current(end), []);
}

interface Pointer {
  readonly onFocus: (event: FocusEvent) => void;
  readonly onClick: (event: MouseEvent) => void;
  readonly onDoubleClick: (event: MouseEvent) => void;
  readonly onContextMenu: (event: MouseEvent) => void;
}

function usePointer<R>(
  { rows, onActivate, onMenu, onIntent }: DataGridProps<R>,
  { selection, firstColumn, lastColumn, select, rowsOf }: ReturnType<typeof useGridFocus<R>>,
  beginEdit: (row: number, column: number) => boolean,
  grid: { readonly current: HTMLDivElement | null },
): Pointer {
  const place = (event: MouseEvent): { readonly row: number; readonly column: number } | undefined => {
    const target = event.target instanceof Element ? event.target : null;
    const line = target?.closest('.data-grid-row');
    if (!line || target?.closest('.cell-editor')) return undefined;
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
