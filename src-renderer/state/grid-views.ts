import { z } from 'zod';
import { create } from 'zustand';
import { readStored, writeStored } from './stored.ts';

const KEY = 'nexus.gridViews';
const MOST_COLUMNS = 200;
const MOST_VIEWS = 30;
const ids = z.array(z.string().max(64)).max(MOST_COLUMNS);

const SortTerm = z.object({ column: z.string(), isDescending: z.boolean() });
export type SortTerm = z.output<typeof SortTerm>;

/** How a person has a table: what is not said is as the table is made. */
const GridLayout = z.object({
  /** Columns that are shown, in any order. */
  shown: ids.optional(),
  /** All that were moved, and those before them. */
  order: ids.default([]),
  /** In px, of those that were drawn wider or narrower. */
  widths: z.record(z.string(), z.number().int().min(24).max(2_000)).default({}),
  pins: z.record(z.string(), z.boolean()).default({}),
  sort: z.array(SortTerm).max(8).default([]),
});
export type GridLayout = z.output<typeof GridLayout>;

const SavedView = z.object({ name: z.string().min(1).max(64), filter: z.string().max(512), layout: GridLayout });
export type SavedView = z.output<typeof SavedView>;

const Grids = z.record(
  z.string(),
  z.object({ layout: GridLayout, saved: z.array(SavedView).max(MOST_VIEWS).default([]) }),
);
type Grids = z.output<typeof Grids>;

export const USUAL_LAYOUT: GridLayout = GridLayout.parse({});
const NO_VIEWS: readonly SavedView[] = [];

/** Columns, order and saved views of tables, by the id of the table; kept in this browser. */
export const useGridViews = create<{ readonly grids: Grids }>()(() => ({ grids: readStored(KEY, Grids) ?? {} }));
useGridViews.subscribe(({ grids }) => writeStored(KEY, grids));

export const useGridLayout = (id: string): GridLayout => useGridViews(({ grids }) => grids[id]?.layout ?? USUAL_LAYOUT);

/** As it is now, for what is drawn once. */
export const gridLayoutOf = (id: string): GridLayout => useGridViews.getState().grids[id]?.layout ?? USUAL_LAYOUT;

export const useSavedViews = (id: string): readonly SavedView[] =>
  useGridViews(({ grids }) => grids[id]?.saved ?? NO_VIEWS);

const changed = (id: string, change: (grid: Grids[string]) => Grids[string]): void =>
  useGridViews.setState(({ grids }) => ({
    grids: { ...grids, [id]: change(grids[id] ?? { layout: USUAL_LAYOUT, saved: [] }) },
  }));

/** Changes how a table is shown. */
export const layoutChanged = (id: string, patch: Partial<GridLayout>): void =>
  changed(id, ({ layout, saved }) => ({ layout: { ...layout, ...patch }, saved }));

/** Keeps how a table is shown now, with its filter, under a name; one of the same name is replaced. */
export const viewSaved = (id: string, name: string, filter: string): void =>
  changed(id, ({ layout, saved }) => ({
    layout,
    saved: [...saved.filter((view) => view.name !== name), { name, filter, layout }].slice(-MOST_VIEWS),
  }));

export const viewForgotten = (id: string, name: string): void =>
  changed(id, ({ layout, saved }) => ({ layout, saved: saved.filter((view) => view.name !== name) }));
