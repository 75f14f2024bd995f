import { type ClipboardEvent, type KeyboardEvent, type RefObject, useRef, useState } from 'react';
import type { EditEnd, EditStart } from './CellEditor.tsx';
import { cellByKey, columnRange, everyRow, pickCell, wholeRows } from './cell-selection.ts';
import { focusHeader } from './GridHeader.tsx';
import type { DataGridProps } from './grid-props.ts';
import { readTsv, writeTsv } from './tsv.ts';
import type { GridFocus } from './use-grid-focus.ts';

export interface GridKeys {
  /** What the cell with the focus is edited from; null: nothing is edited. */
  readonly edit: EditStart | null;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onEditEnd: (end: EditEnd) => void;
  /** Edits the cell if it can be. @returns whether it does. */
  readonly beginEdit: (row: number, column: number, start?: EditStart) => boolean;
  readonly onCopy: (event: ClipboardEvent) => void;
  readonly onCut: (event: ClipboardEvent) => void;
  readonly onPaste: (event: ClipboardEvent) => void;
}

/** The keys of a grid (ux 2.4): walking and selecting in every grid, spreadsheet keys where cells are edited. */
export function useGridKeys<R>(
  props: DataGridProps<R>,
  focus: GridFocus<R>,
  grid: RefObject<HTMLDivElement | null>,
  pageRows: () => number,
): GridKeys {
  const { rows, columns, onIntent } = props;
  const { selection, firstColumn, lastColumn, select, move, rowsOf } = focus;
  const [edit, setEdit] = useState<EditStart | null>(null);
  // After a cell that Tab committed, Tab goes on to the next one; otherwise it leaves the grid, as everywhere.
  const isEntering = useRef(false);
  const at = selection.rows.focus;
  const range = (): readonly [number, number] => columnRange(selection, firstColumn, lastColumn);
  const columnIds = (): readonly string[] => columns.slice(range()[0], range()[1] + 1).map(({ id }) => id);
  const walk = (key: string, ctrlKey: boolean, pick: 'only' | 'extend'): boolean => {
    const size = { rows: rows.length, firstColumn, lastColumn, pageRows: pageRows() };
    // In a grid of rows, Home and End are those of the table, and there is nothing to go sideways to.
    const isRows = onIntent === undefined;
    if (isRows && /^Arrow(Left|Right)$/.test(key)) return false;
    const to = cellByKey({ key, ctrlKey: isRows ? !key.startsWith('Arrow') : ctrlKey }, at, selection.column, size);
    if (to) move(pickCell(selection, to.row, to.column, pick));
    // A column that is always in sight needs no scrolling; who goes to the first one wants to see those behind it.
    if (to?.column === firstColumn && key === 'Home') grid.current?.scrollTo({ left: 0 });
    return to !== undefined;
  };
  const beginEdit = (row: number, column: number, start?: EditStart): boolean => {
    const of = rows[row];
    const { editor, text } = columns[column] ?? {};
    if (!onIntent || of === undefined || !editor?.(of)) return false;
    setEdit(start ?? { text: text?.(of) ?? '', by: 'editing' });
    return true;
  };
  const onEditEnd = (end: EditEnd): void => {
    setEdit(null);
    if (end.kind === 'commit') commit(end);
    if (end.kind === 'cancel' || end.to !== 'leave') grid.current?.focus({ preventScroll: true });
  };
  const commit = ({ text, to, rows: which }: EditEnd & { readonly kind: 'commit' }): void => {
    const column = columns[selection.column]!;
    const targets = which === 'selected' ? rowsOf(selection) : [rows[at]!];
    if (which === 'selected' || text !== column.text?.(rows[at]!))
      onIntent?.({ kind: 'type', rows: targets, column: column.id, text });
    isEntering.current = to === 'left' || to === 'right';
    if (to !== 'stay' && to !== 'leave') walk(STEPS[to], false, 'only');
  };
  const tab = (event: KeyboardEvent): boolean => {
    const step = event.shiftKey ? 'ArrowLeft' : 'ArrowRight';
    const edge = event.shiftKey ? firstColumn : lastColumn;
    return isEntering.current && selection.column !== edge && walk(step, false, 'only');
  };
  const change = (event: KeyboardEvent): boolean => {
    if (!onIntent) return false;
    const of = selection.rows.rows.size > 0 ? rowsOf(selection) : [];
    const key = event.key.toLowerCase();
    const isFill = event.ctrlKey && (key === 'd' || (key === 'r' && !event.shiftKey));
    if (event.key === 'F2') return beginEdit(at, selection.column);
    if (event.key === 'Insert' && !event.ctrlKey && !event.shiftKey) onIntent({ kind: 'insert', below: rows[at] });
    else if (event.key === 'Delete' && event.ctrlKey) onIntent({ kind: 'remove', rows: of });
    else if (event.key === 'Delete' || event.key === 'Backspace')
      onIntent({ kind: 'clear', rows: of, columns: columnIds() });
    else if (isFill) onIntent(key === 'r' ? fillRight(of) : fillIntent(event.shiftKey ? 'series' : 'copy', of));
    else if (event.key.length === 1 && event.key !== ' ' && !event.ctrlKey && !event.metaKey)
      return beginEdit(at, selection.column, { text: event.key, by: 'replacing' });
    else return false;
    return true;
  };
  const fillIntent = (how: 'copy' | 'series', of: readonly R[]) => {
    // One row alone is filled from the row above it.
    const from = of.length === 1 && at > 0 ? [rows[at - 1]!, ...of] : of;
    return { kind: 'fill', how, rows: from, columns: columnIds() } as const;
  };
  const fillRight = (of: readonly R[]) => {
    const [left, right] = range();
    // One column alone is filled from the one beside it.
    const from = left === right ? Math.max(firstColumn, left - 1) : left;
    return {
      kind: 'fill',
      how: 'right',
      rows: of,
      columns: columns.slice(from, right + 1).map(({ id }) => id),
    } as const;
  };
  const moveRows = (event: KeyboardEvent): boolean => {
    if (!event.altKey || !onIntent || !/^Arrow(Up|Down)$/.test(event.key)) return false;
    const to = event.key === 'ArrowUp' ? 'up' : 'down';
    onIntent({ kind: 'move', rows: rowsOf(selection), to, column: columns[selection.column]?.id ?? '' });
    event.preventDefault();
    return true;
  };
  const selectByKey = (event: KeyboardEvent): boolean => {
    if (event.key === ' ' && at >= 0) {
      if (onIntent && event.ctrlKey) select(everyRow(selection, rows.length, 'cells'));
      else if (onIntent && event.shiftKey) select(wholeRows(selection));
      else select(pickCell(selection, at, selection.column, 'toggle'));
      return true;
    }
    if (event.key.toLowerCase() !== 'a' || !event.ctrlKey || event.shiftKey) return false;
    select(everyRow(selection, rows.length, 'rows'));
    return true;
  };
  const activate = (event: KeyboardEvent): boolean => {
    const of = rows[at];
    if (event.key !== 'Enter' || of === undefined) return false;
    if (!beginEdit(at, selection.column)) props.onActivate?.(of);
    return true;
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    // Fields, the header and a card under a row have keys of their own.
    if (
      isField(event.target) ||
      (event.target instanceof Element && event.target.closest('.data-grid-header, .grid-peek'))
    )
      return;
    if (moveRows(event)) return;
    // AltGr makes characters, which a cell takes; it is never a command.
    const isCharacter = event.getModifierState('AltGraph');
    if (isCharacter ? event.key.length !== 1 : event.altKey) return;
    const isTab = event.key === 'Tab';
    if (isCharacter) {
      if (!onIntent || !beginEdit(at, selection.column, { text: event.key, by: 'replacing' })) return;
    } else if (isTab ? !tab(event) : !act(event)) return;
    if (!isTab) isEntering.current = false;
    event.preventDefault();
  };
  const toHeader = (event: KeyboardEvent): boolean =>
    event.key === 'ArrowUp' &&
    at <= 0 &&
    !event.shiftKey &&
    props.view !== undefined &&
    focusHeader(grid.current, columns[selection.column]?.id);
  const act = (event: KeyboardEvent): boolean =>
    toHeader(event) ||
    activate(event) ||
    selectByKey(event) ||
    walk(event.key, event.ctrlKey, event.shiftKey ? 'extend' : 'only') ||
    change(event);
  const onCopy = (event: ClipboardEvent): void => {
    if (isField(event.target) || selection.rows.rows.size === 0 || !onIntent) return;
    const shown = columns.slice(range()[0], range()[1] + 1);
    const text = writeTsv(rowsOf(selection).map((row) => shown.map((column) => column.text?.(row) ?? '')));
    event.clipboardData.setData('text/plain', text);
    event.preventDefault();
  };
  const onCut = (event: ClipboardEvent): void => {
    onCopy(event);
    if (event.isDefaultPrevented()) onIntent?.({ kind: 'clear', rows: rowsOf(selection), columns: columnIds() });
  };
  const onPaste = (event: ClipboardEvent): void => {
    if (isField(event.target) || !onIntent) return;
    event.preventDefault();
    const text = event.clipboardData.getData('text/plain');
    const block = readTsv(text);
    const targets = rowsOf(selection);
    const [left, right] = range();
    // One value for several cells of a column goes into each of them.
    if (block.length === 1 && block[0]!.length === 1 && targets.length > 1 && left === right)
      onIntent({ kind: 'type', rows: targets, column: columns[left]!.id, text: block[0]![0]! });
    else if (block.length > 0) onIntent({ kind: 'paste', row: targets[0], column: columns[left]!.id, text });
  };
  return { edit, onKeyDown, onEditEnd, beginEdit, onCopy, onCut, onPaste };
}

const STEPS = { down: 'ArrowDown', up: 'ArrowUp', right: 'ArrowRight', left: 'ArrowLeft' } as const;

const isField = (target: EventTarget): boolean =>
  target instanceof HTMLInputElement || target instanceof HTMLSelectElement;
