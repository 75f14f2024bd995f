import { describe, expect, it } from 'vitest';
import type { GridLayout } from '../state/grid-views.ts';
import type { Column } from './grid-column.ts';
import { columnMoved, columnStepped, columnsChosen, columnWidened, isShown, orderedColumns } from './laid-columns.ts';

const USUAL_LAYOUT: GridLayout = { order: [], widths: {}, pins: {}, sort: [] };
const column = (id: string, more: Partial<Column<string>> = {}): Column<string> => ({
  id,
  title: id,
  widthPx: 80,
  cell: () => null,
  ...more,
});
const COLUMNS = [
  column('state', { sticky: true, use: 'always' }),
  column('name', { sticky: true, grow: true }),
  column('unit'),
  column('value'),
  column('owner', { use: 'rare' }),
];
const ids = (layout: Partial<GridLayout>): string =>
  orderedColumns(COLUMNS, { ...USUAL_LAYOUT, ...layout })
    .map(({ id, sticky }) => (sticky ? `[${id}]` : id))
    .join(' ');

describe('columns of a person', () => {
  it('stand in their order, pinned ones first, and those that came with a newer version where they belong', () => {
    expect(ids({})).toBe('[state] [name] unit value owner');
    expect(ids({ order: ['value', 'unit'] })).toBe('[state] [name] value owner unit');
    expect(ids({ pins: { value: true, name: false } })).toBe('[state] [value] name unit owner');
  });

  it('are as wide as they were drawn, and then take no other share', () => {
    const layout = { ...USUAL_LAYOUT, ...columnWidened(USUAL_LAYOUT, 'name', 201.4) };
    expect(orderedColumns(COLUMNS, layout)[1]).toMatchObject({ id: 'name', widthPx: 201, sticky: true });
    expect(orderedColumns(COLUMNS, layout)[1]).not.toHaveProperty('grow');
    expect(columnWidened(USUAL_LAYOUT, 'name', 2).widths).toEqual({ name: 28 });
  });

  it('are moved beside others, and are pinned where those are', () => {
    const moved = (id: string, beside: string, side: 'before' | 'after') =>
      ids(columnMoved(COLUMNS, USUAL_LAYOUT, id, beside, side));
    expect(moved('value', 'unit', 'before')).toBe('[state] [name] value unit owner');
    expect(moved('value', 'state', 'after')).toBe('[state] [value] [name] unit owner');
    expect(moved('name', 'owner', 'after')).toBe('[state] unit value owner name');
    expect(moved('value', 'value', 'after')).toBe('[state] [name] unit value owner');
  });

  it('step over those that are shown, and stop at the edges', () => {
    expect(ids(columnStepped(COLUMNS, USUAL_LAYOUT, 'unit', 1))).toBe('[state] [name] value unit owner');
    expect(columnStepped(COLUMNS, USUAL_LAYOUT, 'value', 1)).toEqual({});
  });

  it('are shown and hidden, but for those that say which row is which', () => {
    const shown = (layout: GridLayout) => COLUMNS.filter((each) => isShown(each, layout)).map(({ id }) => id);
    expect(shown(USUAL_LAYOUT)).toEqual(['state', 'name', 'unit', 'value']);
    const less = { ...USUAL_LAYOUT, ...columnsChosen(COLUMNS, USUAL_LAYOUT, 'unit', 'hidden') };
    expect(shown(less)).toEqual(['state', 'name', 'value']);
    expect(shown({ ...less, ...columnsChosen(COLUMNS, less, 'owner', 'shown') })).toEqual([
      'state',
      'name',
      'value',
      'owner',
    ]);
    expect(shown({ ...USUAL_LAYOUT, shown: [] })).toEqual(['state']);
  });
});
