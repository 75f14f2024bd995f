import { ArrowDown, ArrowUp } from 'lucide-react';
import type { PointerEvent, ReactNode } from 'react';
import { layoutChanged } from '../state/grid-views.ts';
import { dragColumn } from './drag-column.ts';
import { drawWidth, fittingWidth } from './draw-width.ts';
import type { Column, MenuPlace } from './grid-column.ts';
import type { GridView } from './grid-view.ts';
import { columnMoved, columnWidened } from './laid-columns.ts';
import { sortToggled } from './list-order.ts';

interface HeaderCellProps<R> {
  readonly column: Column<R>;
  readonly at: number;
  /** All that are shown. */
  readonly columns: readonly Column<R>[];
  readonly view: GridView | undefined;
  readonly onMenu: (column: string, at: MenuPlace) => void;
}

/** The name of one column; in a table with a view a button that sorts by it, with an edge that is drawn. */
export function HeaderCell<R>({ column, at, columns, view, onMenu }: HeaderCellProps<R>): ReactNode {
  const { id, title } = column;
  const sort = view?.layout.sort ?? [];
  const place = sort.findIndex((term) => term.column === id);
  const term = sort[place];
  const name = column.heading === 'hidden' ? <span className="visually-hidden">{title}</span> : title;
  const direction = term?.isDescending ? 'descending' : 'ascending';
  return (
    <div
      className="data-grid-cell"
      data-align={column.align}
      data-sticky={column.sticky}
      data-column={id}
      role="columnheader"
      aria-colindex={at + 1}
      // Only one column may say so; the others say it in their name.
      aria-sort={term && place === 0 ? direction : undefined}
    >
      {view && column.heading !== 'hidden' ? (
        <>
          <button
            type="button"
            className="grid-head"
            data-head={id}
            tabIndex={-1}
            title={`${title}. A click sorts, with Shift as well as by the others. Right button, or Alt+Down: more.`}
            onClick={(event) => sortBy(view, column, event.shiftKey ? 'add' : 'only')}
            onPointerDown={(event) => move(event, view, columns)}
            onContextMenu={(event) => {
              event.preventDefault();
              event.stopPropagation();
              onMenu(id, { x: event.clientX, y: event.clientY });
            }}
          >
            <span className="text">{name}</span>
            {term ? (
              <SortMark isDescending={term.isDescending} place={sort.length > 1 ? place + 1 : undefined} />
            ) : null}
          </button>
          <span
            className="grid-head-edge"
            aria-hidden
            onPointerDown={(event) => widen(event, view, columns, id)}
            onDoubleClick={({ currentTarget }) =>
              layoutChanged(view.id, columnWidened(view.layout, id, fittingWidth(currentTarget, id)))
            }
          />
        </>
      ) : (
        name
      )}
    </div>
  );
}

interface SortMarkProps {
  readonly isDescending: boolean;
  /** Where several columns sort: the first, the second … */
  readonly place: number | undefined;
}

function SortMark({ isDescending, place }: SortMarkProps): ReactNode {
  const Arrow = isDescending ? ArrowDown : ArrowUp;
  return (
    <span className="grid-head-sort">
      <Arrow size={12} strokeWidth={2} aria-hidden />
      <span className="visually-hidden">, sorted {isDescending ? 'descending' : 'ascending'} </span>
      {place}
    </span>
  );
}

function sortBy<R>(view: GridView, { id, sortKey, text }: Column<R>, how: 'only' | 'add'): void {
  if (sortKey || text) layoutChanged(view.id, { sort: [...sortToggled(view.layout.sort, id, how)] });
}

function move<R>(event: PointerEvent<HTMLElement>, view: GridView, columns: readonly Column<R>[]): void {
  dragColumn(
    event.nativeEvent,
    event.currentTarget,
    columns.map(({ id }) => id),
    (id, beside, side) => layoutChanged(view.id, columnMoved(view.columns, view.layout, id, beside, side)),
  );
}

function widen<R>(event: PointerEvent<HTMLElement>, view: GridView, columns: readonly Column<R>[], id: string): void {
  event.preventDefault();
  event.stopPropagation();
  drawWidth(event.nativeEvent, event.currentTarget, columns, id, (px) =>
    layoutChanged(view.id, columnWidened(view.layout, id, px)),
  );
}
