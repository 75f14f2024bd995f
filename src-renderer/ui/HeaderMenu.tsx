import type { ReactNode } from 'react';
import { layoutChanged, type SortTerm } from '../state/grid-views.ts';
import { fittingWidth } from './draw-width.ts';
import type { MenuPlace } from './grid-column.ts';
import type { GridView } from './grid-view.ts';
import { columnStepped, columnsChosen, columnWidened, laidOut } from './laid-columns.ts';
import { Menu, type MenuItem } from './Menu.tsx';

interface HeaderMenuProps {
  readonly view: GridView;
  readonly column: string;
  readonly canSort: boolean;
  readonly at: MenuPlace;
  readonly grid: HTMLElement | null;
  readonly onClose: () => void;
}

/** What can be done with a column, for who has no pointer too. */
export function HeaderMenu({ view, column: id, canSort, at, grid, onClose }: HeaderMenuProps): ReactNode {
  const { columns, layout } = view;
  const seen = laidOut(columns, layout);
  const column = seen.find((one) => one.id === id);
  if (!column) return null;
  const place = seen.indexOf(column);
  const change = (patch: Parameters<typeof layoutChanged>[1]): void => layoutChanged(view.id, patch);
  const item = (label: string, keys: string, isPossible: boolean, onChoose: () => void): MenuItem => ({
    label,
    keys,
    state: isPossible ? 'enabled' : 'disabled',
    onChoose,
  });
  const others = layout.sort.filter((term) => term.column !== id);
  const sorted = (isDescending: boolean, before: readonly SortTerm[] = []): void =>
    change({ sort: [...before, { column: id, isDescending }] });
  const step = (by: 1 | -1): void => change(columnStepped(columns, layout, id, by));
  const items = [
    item('Sort ascending', 'Enter', canSort, () => sorted(false)),
    item('Sort descending', '', canSort, () => sorted(true)),
    item('Sort by the others, then by this', 'Shift+Enter', canSort && others.length > 0, () => sorted(false, others)),
    item('As in the list, not sorted', '', layout.sort.length > 0, () => change({ sort: [] })),
    item(column.sticky ? 'Unpin' : 'Pin', '', true, () => change({ pins: { ...layout.pins, [id]: !column.sticky } })),
    item('Move left', 'Alt+Left', place > 0, () => step(-1)),
    item('Move right', 'Alt+Right', place < seen.length - 1, () => step(1)),
    item('Fit to what is shown', '', grid !== null, () => change(columnWidened(layout, id, fittingWidth(grid!, id)))),
    item('Hide', '', column.use !== 'always' && seen.length > 1, () =>
      change(columnsChosen(columns, layout, id, 'hidden')),
    ),
    item('Usual columns', '', true, () => change({ shown: undefined, order: [], widths: {}, pins: {} })),
  ];
  return <Menu label={`Column ${column.title}`} items={items} at={at} onClose={onClose} />;
}
