import type { GridLayout } from '../state/grid-views.ts';
import type { Column } from './grid-column.ts';
import { inKeptOrder } from './list-order.ts';

const LEAST_PX = 28;
const MOST_PX = 2_000;

/** What of a column decides where it stands. */
export type LaidColumn = Pick<Column<never>, 'id' | 'title' | 'use' | 'sticky' | 'grow' | 'widthPx'>;

const idOf = ({ id }: Pick<LaidColumn, 'id'>): string => id;

/** All columns in the order of a person, those that are pinned first, as wide as they were drawn. */
export function orderedColumns<C extends LaidColumn>(columns: readonly C[], layout: GridLayout): readonly C[] {
  const { order, pins, widths } = layout;
  const ordered = order.length === 0 ? columns : inKeptOrder(columns, idOf, new Map(order.map((id, at) => [id, at])));
  const laid = ordered.map((column): C => {
    const isPinned = pins[column.id] ?? column.sticky ?? false;
    const widthPx = widths[column.id];
    if (isPinned === (column.sticky ?? false) && widthPx === undefined) return column;
    const { sticky: _sticky, grow, ...plain } = column;
    return {
      ...plain,
      ...(isPinned && { sticky: true }),
      ...(widthPx === undefined ? grow && { grow } : { widthPx }),
    } as C;
  });
  return [...laid.filter(({ sticky }) => sticky), ...laid.filter(({ sticky }) => !sticky)];
}

/** Whether a column is shown: as chosen, or as the table is made. */
export const isShown = (column: LaidColumn, { shown }: GridLayout): boolean =>
  column.use === 'always' || (shown ? shown.includes(column.id) : column.use !== 'rare');

/** The columns that are shown, as a person has them. */
export const laidOut = <C extends LaidColumn>(columns: readonly C[], layout: GridLayout): readonly C[] =>
  orderedColumns(columns, layout).filter((column) => isShown(column, layout));

/** Moves a column beside another one: `order` for all columns, those that are hidden too. */
export function columnMoved(
  columns: readonly LaidColumn[],
  layout: GridLayout,
  id: string,
  beside: string,
  side: 'before' | 'after',
): Pick<GridLayout, 'order' | 'pins'> {
  const ids = orderedColumns(columns, layout).map(idOf);
  const others = ids.filter((each) => each !== id);
  const at = others.indexOf(beside);
  if (id === beside || at < 0) return { order: ids, pins: layout.pins };
  const order = others.toSpliced(side === 'before' ? at : at + 1, 0, id);
  // Among pinned columns it is pinned, and elsewhere it is not: it stands where it was put.
  const target = orderedColumns(columns, layout).find((column) => column.id === beside);
  return { order, pins: { ...layout.pins, [id]: target?.sticky ?? false } };
}

/** Moves a column one place among those that are shown; at the edge it stays. */
export function columnStepped(
  columns: readonly LaidColumn[],
  layout: GridLayout,
  id: string,
  step: 1 | -1,
): Partial<GridLayout> {
  const seen = laidOut(columns, layout);
  const beside = seen[seen.findIndex((column) => column.id === id) + step];
  return beside ? columnMoved(columns, layout, id, beside.id, step > 0 ? 'after' : 'before') : {};
}

export const columnWidened = (layout: GridLayout, id: string, px: number): Pick<GridLayout, 'widths'> => ({
  widths: { ...layout.widths, [id]: Math.round(Math.min(MOST_PX, Math.max(LEAST_PX, px))) },
});

/** Shows or hides columns. */
export const columnsChosen = (
  columns: readonly LaidColumn[],
  layout: GridLayout,
  id: string,
  to: 'shown' | 'hidden',
): Pick<GridLayout, 'shown'> => {
  const now = columns.filter((column) => isShown(column, layout)).map(idOf);
  return { shown: to === 'shown' ? [...now, id] : now.filter((each) => each !== id) };
};
