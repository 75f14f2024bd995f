import { useVirtualizer, type VirtualItem } from '@tanstack/react-virtual';
import {
  type HTMLAttributes,
  type ReactNode,
  useCallback,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { rowPx, useRowPx } from '../state/preferences.ts';
import type { EditEnd } from './CellEditor.tsx';
import { columnRange } from './cell-selection.ts';
import { GridFoot } from './GridFoot.tsx';
import { GridHeader } from './GridHeader.tsx';
import { GridRow } from './GridRow.tsx';
import type { MenuPlace } from './grid-column.ts';
import type { DataGridProps } from './grid-props.ts';
import { tracks } from './grid-tracks.ts';
import type { GridView } from './grid-view.ts';
import { HeaderMenu } from './HeaderMenu.tsx';
import { useGridDrag } from './use-grid-drag.ts';
import { useGridFocus } from './use-grid-focus.ts';
import { useGridKeys } from './use-grid-keys.ts';
import { useGridPointer } from './use-grid-pointer.ts';
import { useKeptScroll } from './use-kept-scroll.ts';
import { usePeek } from './use-peek.ts';
import './data-grid.css';

export type { Column, MenuPlace } from './grid-column.ts';

const DETAIL_PX = 24;
const HEADER_PX = 28;
/** Of the card, with room below it. */
const PEEK_PX = 240;

/**
 * A table of any length: one tab stop, arrows inside, only the rows in sight are in the document. Rows have the focus, or
 * cells where they can be edited (`onIntent`).
 */
export function DataGrid<R>(props: DataGridProps<R>): ReactNode {
  const { label, rows, columns, rowKey, detail, focusDetail, onIntent, view } = props;
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
  const peek = usePeek(props, focusedRow, scroller);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) =>
      heightPx + (detailOf(index) ? DETAIL_PX : 0) + (peek.card && index === selection.rows.focus ? PEEK_PX : 0),
    getItemKey: (index) => rowKey(rows[index]!),
    overscan: 6,
    scrollPaddingEnd: HEADER_PX,
    initialOffset: props.initialScrollPx ?? 0,
  });
  useLayoutEffect(() => {
    virtual.current = virtualizer;
  });
  const special = focusedDetail || peek.card ? selection.rows.focus : '';
  const details = `${special} ${peek.card ? 'peek' : ''} ${detail ? rows.map((row) => (detail(row) ? '1' : '0')).join('') : ''}`;
  // Heights are kept by the virtualizer until it is told that a line beneath a row came or went.
  useEffect(() => virtualizer.measure(), [virtualizer, details, heightPx]);
  useLayoutEffect(() => {
    // How wide such a line may be: what is in sight, however wide the rows are.
    scroller.current?.style.setProperty('--sight', `${scroller.current.clientWidth}px`);
  }, [details]);
  const onScroll = useKeptScroll(scroller, view);
  const pageRows = (): number =>
    Math.max(1, Math.floor(((scroller.current?.clientHeight ?? 0) - HEADER_PX) / rowPx()) - 1);
  const keys = useGridKeys(props, focus, scroller, pageRows);
  const pointer = useGridPointer(props, focus, keys.beginEdit, scroller);
  const onPointerDown = useGridDrag(props, focus, scroller);
  const onEditEnd = useStable(keys.onEditEnd);
  const items = virtualizer.getVirtualItems();
  const isFocusInSight = items.some((item) => item.index === selection.rows.focus);
  const focusedId = onIntent ? `${id}-${selection.rows.focus}-${selection.column}` : `${id}-${selection.rows.focus}`;
  const [from, to] = columnRange(selection, focus.firstColumn, focus.lastColumn);
  const hasCells = onIntent !== undefined;
  const [menu, setMenu] = useState<{ readonly column: string; readonly at: MenuPlace } | null>(null);
  const openMenu = useCallback((column: string, at: MenuPlace) => setMenu({ column, at }), []);
  const asked = menu && columns.find((column) => column.id === menu.column);
  return (
    <div className="data-grid-frame" {...engagement(view)}>
      {/* biome-ignore lint/a11y/useSemanticElements: a table element cannot be virtual */}
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
        onScroll={(event) => {
          keepFirstColumns(event);
          onScroll();
        }}
        style={onIntent ? tracks(columns, 0) : tracks(columns)}
        data-handle={onIntent ? props.rowHandle : undefined}
        data-fill={props.onFillPreview ? true : undefined}
        onPointerDown={onPointerDown}
        onKeyDown={(event) => peek.onKeyDown(event) === 'taken' || keys.onKeyDown(event)}
        onCopy={keys.onCopy}
        onCut={keys.onCut}
        onPaste={keys.onPaste}
        onFocus={pointer.onFocus}
        onClick={pointer.onClick}
        onDoubleClick={pointer.onDoubleClick}
        onContextMenu={pointer.onContextMenu}
        onScrollEnd={(event) => props.onScrolled?.(event.currentTarget.scrollTop)}
      >
        <GridHeader columns={columns} view={view} onMenu={openMenu} />
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
                peek={isFocused ? peek.card : null}
                index={item.index}
                topPx={item.start}
                heightPx={item.size}
                isSelected={isSelected}
                isFocused={isFocused}
                focusedColumn={hasCells && isFocused ? selection.column : -1}
                from={isSelected && hasCells ? from : -1}
                to={isSelected && hasCells ? to : -1}
                isCorner={isSelected && hasCells && !selection.rows.rows.has(item.index + 1)}
                edit={isFocused ? keys.edit : null}
                onEditEnd={onEditEnd}
              />
            );
          })}
        </div>
      </div>
      {view ? (
        <GridFoot
          rows={selection.rows.rows.size > 1 ? focus.rowsOf(selection) : []}
          columns={hasCells ? columns.slice(from, to + 1) : []}
          view={view}
        />
      ) : null}
      {view && menu && asked ? (
        <HeaderMenu
          view={view}
          column={menu.column}
          canSort={(asked.sortKey ?? asked.text) !== undefined}
          at={menu.at}
          grid={scroller.current}
          onClose={() => setMenu(null)}
        />
      ) : null}
    </div>
  );
}

/** Tells a live list that somebody works in it. */
function engagement(view: GridView | undefined): HTMLAttributes<HTMLDivElement> {
  if (!view) return {};
  const { place } = view;
  return {
    onPointerEnter: () => place.pointed(true),
    onPointerLeave: () => place.pointed(false),
    onFocus: () => place.focused(true),
    onBlur: () => place.focused(false),
  };
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
