import { useVirtualizer, type VirtualItem } from '@tanstack/react-virtual';
import {
  type CSSProperties,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  useEffect,
  useId,
  useRef,
  useState,
} from 'react';
import { rowPx, useRowPx } from '../state/preferences.ts';
import { GridRow } from './GridRow.tsx';
import { allRows, NO_ROWS, pickRow, type RowPick, type RowSelection, rowByKey } from './row-selection.ts';
import './data-grid.css';

export interface Column<R> {
  readonly id: string;
  readonly title: string;
  readonly widthPx: number;
  /** Takes a share of the room that is left. */
  readonly grow?: true;
  readonly align?: 'right';
  readonly cell: (row: R) => ReactNode;
}

export interface MenuPlace {
  readonly x: number;
  readonly y: number;
}

interface DataGridProps<R> {
  readonly label: string;
  readonly rows: readonly R[];
  readonly columns: readonly Column<R>[];
  readonly rowKey: (row: R) => string;
  /** A line beneath the row, across all columns; null where there is none. */
  readonly detail?: (row: R) => ReactNode;
  /** When it changes, the rows are others and the selection is empty. */
  readonly resetOn: string;
  readonly onSelect: (rows: readonly R[]) => void;
  /** Enter or a double click. */
  readonly onActivate?: (row: R) => void;
  /** The menu key or the right button, on what is selected then; where it was asked for, in px of the window. */
  readonly onMenu?: (rows: readonly R[], at: MenuPlace) => void;
  readonly initialScrollPx?: number;
  readonly onScrolled?: (px: number) => void;
}

const DETAIL_PX = 24;
const HEADER_PX = 28;

/** A table of any length: one tab stop, arrows inside, only the rows in sight are in the document. */
export function DataGrid<R>(props: DataGridProps<R>): ReactNode {
  const { label, rows, columns, rowKey, detail } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const id = useId();
  const heightPx = useRowPx();
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (detail?.(rows[index]!) ? heightPx + DETAIL_PX : heightPx),
    getItemKey: (index) => rowKey(rows[index]!),
    overscan: 6,
    scrollPaddingEnd: HEADER_PX,
    initialOffset: props.initialScrollPx ?? 0,
  });
  const details = detail ? rows.map((row) => (detail(row) ? '1' : '0')).join('') : '';
  // Heights are kept by the virtualizer until it is told that a reason line came or went.
  useEffect(() => virtualizer.measure(), [virtualizer, details, heightPx]);
  const { selection, onKeyDown, onPick, onContextMenu } = useGridSelection(
    props,
    (row) => virtualizer.scrollToIndex(row),
    scroller,
  );
  const items = virtualizer.getVirtualItems();
  const isFocusInSight = items.some((item) => item.index === selection.focus);
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
      aria-activedescendant={isFocusInSight ? `${id}-${selection.focus}` : undefined}
      tabIndex={0}
      style={tracks(columns)}
      onKeyDown={onKeyDown}
      onContextMenu={onContextMenu}
      onScrollEnd={(event) => props.onScrolled?.(event.currentTarget.scrollTop)}
    >
      <GridHeader columns={columns} />
      <div className="data-grid-body" role="rowgroup" style={{ height: virtualizer.getTotalSize() }}>
        {items.map((item: VirtualItem) => (
          <GridRow
            key={item.key}
            id={`${id}-${item.index}`}
            row={rows[item.index]!}
            columns={columns}
            detail={detail?.(rows[item.index]!) ?? null}
            index={item.index}
            topPx={item.start}
            heightPx={item.size}
            isSelected={selection.rows.has(item.index)}
            isFocused={selection.focus === item.index}
            onPick={onPick}
            onActivate={props.onActivate}
          />
        ))}
      </div>
    </div>
  );
}

const PADDING_PX = 20;

/** Column tracks for header and rows alike, so that they align whatever they hold. */
function tracks<R>(columns: readonly Column<R>[]): CSSProperties {
  const track = ({ widthPx, grow }: Column<R>): string => (grow ? `minmax(${widthPx}px, 1fr)` : `${widthPx}px`);
  const leastPx = columns.reduce((sum, column) => sum + column.widthPx, PADDING_PX);
  return { '--columns': columns.map(track).join(' '), '--least': `${leastPx}px` } as CSSProperties;
}

function GridHeader<R>({ columns }: { readonly columns: readonly Column<R>[] }): ReactNode {
  return (
    <div className="data-grid-header" role="rowgroup">
      <div className="data-grid-line" role="row" aria-rowindex={1}>
        {columns.map((column, at) => (
          <div
            key={column.id}
            className="data-grid-cell"
            data-align={column.align}
            role="columnheader"
            aria-colindex={at + 1}
          >
            {column.title}
          </div>
        ))}
      </div>
    </div>
  );
}

interface GridSelection {
  readonly selection: RowSelection;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onPick: (row: number, pick: RowPick) => void;
  readonly onContextMenu: (event: MouseEvent) => void;
}

function useGridSelection<R>(
  { rows, resetOn, onSelect, onActivate, onMenu }: DataGridProps<R>,
  reveal: (row: number) => void,
  scroller: { readonly current: HTMLDivElement | null },
): GridSelection {
  const [picked, setPicked] = useState({ selection: NO_ROWS, of: resetOn });
  // A selection of rows that are no longer there is none.
  const selection = picked.of === resetOn ? picked.selection : NO_ROWS;
  const rowsOf = (of: RowSelection): readonly R[] =>
    [...of.rows].sort((a, b) => a - b).flatMap((index) => rows[index] ?? []);
  const apply = (next: RowSelection): void => {
    setPicked({ selection: next, of: resetOn });
    onSelect(rowsOf(next));
  };
  const onContextMenu = (event: MouseEvent): void => {
    const line = menuLine(event, scroller.current);
    if (!onMenu || !line) return;
    event.preventDefault();
    const index = Number(line.ariaRowIndex) - 2;
    const next = selection.rows.has(index) ? selection : pickRow(selection, index, 'only');
    if (next !== selection) apply(next);
    onMenu(rowsOf(next), menuPlace(event, line));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.getModifierState('AltGraph')) return;
    const focused = rows[selection.focus];
    const pageRows = Math.max(1, Math.floor(((scroller.current?.clientHeight ?? 0) - HEADER_PX) / rowPx()) - 1);
    const target = rowByKey(event.key, selection.focus, rows.length, pageRows);
    if (event.key === 'Enter' && focused !== undefined) onActivate?.(focused);
    else if (event.key === ' ' && selection.focus >= 0) apply(pickRow(selection, selection.focus, 'toggle'));
    else if (event.key.toLowerCase() === 'a' && event.ctrlKey && !event.shiftKey)
      apply(allRows(selection, rows.length));
    else if (target !== undefined) {
      apply(pickRow(selection, target, event.shiftKey ? 'extend' : 'only'));
      reveal(target);
    } else return;
    event.preventDefault();
  };
  return { selection, onKeyDown, onPick: (row, pick) => apply(pickRow(selection, row, pick)), onContextMenu };
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
