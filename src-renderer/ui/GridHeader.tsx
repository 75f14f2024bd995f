import { type KeyboardEvent, type ReactNode, useLayoutEffect, useRef } from 'react';
import { layoutChanged } from '../state/grid-views.ts';
import type { Column, MenuPlace } from './grid-column.ts';
import type { GridView } from './grid-view.ts';
import { HeaderCell } from './HeaderCell.tsx';
import { columnStepped, columnWidened } from './laid-columns.ts';
import { sortToggled } from './list-order.ts';
import './grid-header.css';

interface GridHeaderProps<R> {
  readonly columns: readonly Column<R>[];
  /** Without it the header only names its columns. */
  readonly view?: GridView | undefined;
  /** Asks for what else can be done with a column. */
  readonly onMenu: (column: string, at: MenuPlace) => void;
}

/** A step of a width by keyboard, px. */
const STEP_PX = 8;

/**
 * The names of the columns. Those of a table with a view sort it, and are moved and drawn wider, by pointer and by keyboard:
 * the header is walked with arrows, above the first row.
 */
export function GridHeader<R>({ columns, view, onMenu }: GridHeaderProps<R>): ReactNode {
  const header = useRef<HTMLDivElement>(null);
  const moved = useRef<string | null>(null);
  useLayoutEffect(() => {
    // A column that was moved takes its place in the document anew, and the focus with it.
    if (moved.current !== null) buttonOf(header.current, moved.current)?.focus();
    moved.current = null;
  });
  const onKeyDown = (event: KeyboardEvent): void => {
    const id = event.target instanceof HTMLElement ? event.target.dataset['head'] : undefined;
    if (!view || id === undefined || event.ctrlKey || event.metaKey) return;
    if (!act(event, view, id, columns)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  const act = (event: KeyboardEvent, of: GridView, id: string, all: readonly Column<R>[]): boolean => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step !== 0 && event.altKey) {
      moved.current = id;
      layoutChanged(of.id, columnStepped(of.columns, of.layout, id, step));
    } else if (step !== 0 && event.shiftKey) {
      const { widthPx } = all.find((column) => column.id === id)!;
      layoutChanged(of.id, columnWidened(of.layout, id, widthPx + step * STEP_PX));
    } else if (step !== 0) focusBeside(event.target, step);
    else if ((event.key === 'ArrowDown' && event.altKey) || event.key === 'ContextMenu') openMenu(event, id);
    else if (event.key === 'F10' && event.shiftKey) openMenu(event, id);
    else if (event.key === 'ArrowDown' || event.key === 'Escape') gridOf(event.target)?.focus({ preventScroll: true });
    else if (event.key === 'Enter' || event.key === ' ')
      layoutChanged(of.id, { sort: [...sortToggled(of.layout.sort, id, event.shiftKey ? 'add' : 'only')] });
    else return false;
    return true;
  };
  const openMenu = (event: KeyboardEvent, id: string): void => {
    const { left, bottom } = (event.target as HTMLElement).getBoundingClientRect();
    onMenu(id, { x: left, y: bottom });
  };
  return (
    <div ref={header} className="data-grid-header" role="rowgroup">
      <div className="data-grid-line" role="row" aria-rowindex={1} onKeyDown={view && onKeyDown}>
        {columns.map((column, at) => (
          <HeaderCell key={column.id} column={column} at={at} view={view} columns={columns} onMenu={onMenu} />
        ))}
      </div>
    </div>
  );
}

const gridOf = (target: EventTarget): HTMLElement | null =>
  target instanceof Element ? target.closest<HTMLElement>('[role="grid"]') : null;

const buttonOf = (root: Element | null, id: string): HTMLElement | null =>
  root?.querySelector<HTMLElement>(`[data-head="${CSS.escape(id)}"]`) ?? null;

function focusBeside(target: EventTarget, step: 1 | -1): void {
  const buttons = [...(gridOf(target)?.querySelectorAll<HTMLElement>('[data-head]') ?? [])];
  const next = buttons[buttons.findIndex((button) => button === target) + step];
  next?.focus();
}

/** Moves the focus from the rows to the header of a column. @returns whether the grid has one. */
export function focusHeader(grid: HTMLElement | null, column: string | undefined): boolean {
  const own = column === undefined ? null : buttonOf(grid, column);
  const button = own ?? grid?.querySelector<HTMLElement>('[data-head]') ?? null;
  button?.focus();
  return button !== null;
}
