import { z } from 'zod';
import { create } from 'zustand';
import { readStored, writeStored } from './stored.ts';
import { closeTab, keepTab, openTab, stepTab, type TabList } from './tab-list.ts';

const KEY = 'nexus.layout';
const Layout = z.object({
  tabs: z.array(z.object({ path: z.string(), kept: z.boolean() })).max(50),
  active: z.string().nullable(),
  /** What the explorer shows. */
  area: z.enum(['devices', 'trends']),
  explorer: z.enum(['shown', 'hidden']),
  inspector: z.enum(['shown', 'hidden']),
  explorerPx: z.number().min(200).max(480),
  inspectorPx: z.number().min(260).max(480),
  /** Where each tab was scrolled to, px. */
  scrollPx: z.record(z.string(), z.number()),
});
export type Layout = z.output<typeof Layout>;

const FIRST: Layout = {
  tabs: [],
  active: null,
  area: 'devices',
  explorer: 'shown',
  inspector: 'shown',
  explorerPx: 240,
  inspectorPx: 300,
  scrollPx: {},
};

/** Open tabs and the sizes of regions, kept in this browser. */
export const useLayout = create<Layout>()(() => readStored(KEY, Layout) ?? FIRST);
useLayout.subscribe((layout) => writeStored(KEY, layout));

const changeTabs = (change: (list: TabList) => TabList): void =>
  useLayout.setState((layout) => {
    const { tabs, active } = change(layout);
    return { tabs: [...tabs], active };
  });

export const tabOpened = (path: string, as: 'preview' | 'kept'): void => changeTabs((list) => openTab(list, path, as));
export const tabKept = (path: string): void => changeTabs((list) => keepTab(list, path));
export const tabClosed = (path: string): void => changeTabs((list) => closeTab(list, path));
export const tabStepped = (step: 1 | -1): void => changeTabs((list) => stepTab(list, step));

/** A click on the active area hides the explorer; on another one it shows that. */
export function areaChosen(area: Layout['area']): void {
  useLayout.setState((layout) =>
    layout.area === area && layout.explorer === 'shown' ? { explorer: 'hidden' } : { area, explorer: 'shown' },
  );
}

export function regionToggled(region: 'explorer' | 'inspector'): void {
  useLayout.setState((layout) => ({ [region]: layout[region] === 'shown' ? 'hidden' : 'shown' }));
}

/** Widths stay inside the limits of the shell (ux 2.1). */
export function regionResized(region: 'explorer' | 'inspector', widthPx: number): void {
  if (region === 'explorer') useLayout.setState({ explorerPx: Math.min(480, Math.max(200, widthPx)) });
  else useLayout.setState({ inspectorPx: Math.min(480, Math.max(260, widthPx)) });
}

export function scrollRemembered(path: string, px: number): void {
  useLayout.setState(({ scrollPx }) => ({ scrollPx: { ...scrollPx, [path]: px } }));
}
