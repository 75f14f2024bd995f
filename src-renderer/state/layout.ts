import { z } from 'zod';
import { create } from 'zustand';
import {
  closeEditor,
  type Editors,
  focusedGroup,
  focusGroup,
  groupOf,
  groupsOf,
  keepEditor,
  moveToGroup,
  NO_EDITORS,
  openEditor,
  pinEditor,
  reopenEditor,
  resizeEditors,
  SHARE_LIMITS,
  splitEditor,
  stepEditor,
  withoutEmpty,
} from './editor-groups.ts';
import { readStored, writeStored } from './stored.ts';
import type { Tab } from './tab-list.ts';

const KEY = 'nexus.layout';
const StoredTab = z.object({ path: z.string(), kept: z.boolean(), pinned: z.boolean().optional() });
const Share = z.number().min(SHARE_LIMITS[0]).max(SHARE_LIMITS[1]);
const StoredGroup = z.object({ id: z.int(), tabs: z.array(StoredTab), active: z.string().nullable() });
const StoredColumn = z.object({ groups: z.array(StoredGroup).min(1).max(2), share: Share });
const StoredEditors = z.object({
  columns: z.array(StoredColumn).min(1).max(2),
  focused: z.int(),
  share: Share,
  closed: z.array(StoredTab),
});
/** Limits of the sizes of regions, px (ux 2.1). */
export const REGION_PX = { explorer: [200, 480], inspector: [260, 480], panel: [100, 600] } as const;
const px = (region: keyof typeof REGION_PX, usual: number): z.ZodCatch<z.ZodNumber> =>
  z.number().min(REGION_PX[region][0]).max(REGION_PX[region][1]).catch(usual);
const Shown = z.enum(['shown', 'hidden']);
const PanelTab = z.enum(['problems', 'log', 'writes', 'jobs']);
export type PanelTab = z.output<typeof PanelTab>;

/** What this browser keeps. A field of another form than today's has its first value; the others stay. */
const Stored = z.object({
  editors: StoredEditors.catch(NO_EDITORS as z.output<typeof StoredEditors>),
  /** What the explorer shows. */
  area: z.enum(['devices', 'commissioning', 'trends']).catch('devices'),
  explorer: Shown.catch('shown'),
  inspector: Shown.catch('shown'),
  panel: Shown.catch('hidden'),
  panelTab: PanelTab.catch('problems'),
  explorerPx: px('explorer', 240),
  inspectorPx: px('inspector', 300),
  panelPx: px('panel', 220),
  /** Whether the icons of the activity bar have their words below them. */
  activityLabels: Shown.catch('shown'),
  /** Where each tab was scrolled to, px; of the tabs that were scrolled last. */
  scrollPx: z.record(z.string(), z.number()).catch({}),
});

export interface Layout extends Omit<z.output<typeof Stored>, 'editors'> {
  readonly editors: Editors;
  /** The path of the active tab of the group with the focus. */
  readonly active: string | null;
  /** Every open tab, of all groups. */
  readonly tabs: readonly Tab[];
  /** `overlay`: below 1280 px the inspector lies over the editors; `single`: below 1024 px the explorer does, too. */
  readonly width: 'wide' | 'overlay' | 'single';
  /** Which side region lies over the editors where they have no column of their own. */
  readonly drawer: 'explorer' | 'inspector' | null;
}

export type SideRegion = 'explorer' | 'inspector' | 'panel';

const derived = (editors: Editors): Pick<Layout, 'editors' | 'active' | 'tabs'> => ({
  editors,
  active: focusedGroup(editors).active,
  tabs: groupsOf(editors).flatMap((group) => group.tabs),
});

function firstLayout(): Layout {
  const stored = readStored(KEY, Stored) ?? Stored.parse({});
  return { ...stored, ...derived(stored.editors), width: 'wide', drawer: null };
}

/** Open tabs, their groups, and the sizes of regions; kept in this browser. */
export const useLayout = create<Layout>()(firstLayout);
useLayout.subscribe(({ active: _active, tabs: _tabs, width: _width, drawer: _drawer, ...stored }) =>
  writeStored(KEY, stored),
);

function changeEditors(change: (editors: Editors) => Editors): void {
  const { editors } = useLayout.getState();
  const next = change(editors);
  if (next !== editors) useLayout.setState(derived(next));
}

/** Every open tab, of all groups. */
export const openPaths = (): readonly string[] => useLayout.getState().tabs.map((tab) => tab.path);

/** Shows a page where it is open already, otherwise in the group with the focus; `side`: in the other group, kept. */
export function tabOpened(path: string, as: 'preview' | 'kept' | 'side'): void {
  changeEditors((editors) => openEditor(editors, path, as));
  // On a narrow page the tree lies over what was just chosen in it.
  if (useLayout.getState().width === 'single') useLayout.setState({ drawer: null });
}

export const tabKept = (path: string): void => changeEditors((editors) => keepEditor(editors, path));

/** Closes a tab. A pinned one is closed by `surely` only: by its menu, or because there is nothing left to show. */
export function tabClosed(path: string, how: 'loose' | 'surely' = 'loose'): void {
  const tab = useLayout.getState().tabs.find((one) => one.path === path);
  if (tab?.pinned && how === 'loose') return;
  changeEditors((editors) => closeEditor(editors, path));
}

/** Closes the other tabs of a group but the pinned ones. */
export function otherTabsClosed(path: string): void {
  const group = groupOf(useLayout.getState().editors, path);
  for (const tab of group?.tabs ?? []) if (tab.path !== path) tabClosed(tab.path);
}

/** Opens the tab again that was closed last. */
export const tabReopened = (): void => changeEditors(reopenEditor);
/** The next or previous tab of the group with the focus. */
export const tabStepped = (step: 1 | -1): void => changeEditors((editors) => stepEditor(editors, step));
export const tabPinned = (path: string, as: 'pinned' | 'loose'): void =>
  changeEditors((editors) => pinEditor(editors, path, as));
/** Puts a tab at a place of the row of a group, 0 the first. */
export const tabMoved = (path: string, group: number, to: number): void =>
  changeEditors((editors) => moveToGroup(editors, path, group, to));
/** @param path the tab that goes to the new group; left out, the active one. */
export const groupSplit = (side: 'right' | 'down', path?: string): void =>
  changeEditors((editors) => splitEditor(editors, side, path ?? focusedGroup(editors).active));
export const groupFocused = (id: number): void => changeEditors((editors) => focusGroup(editors, id));
/** Takes a group away that has no tabs. */
export const groupClosed = (id: number): void => changeEditors((editors) => withoutEmpty(editors, id));
/** @param which the columns, or the groups of the column with this number from 0. */
export const editorsResized = (which: 'columns' | number, percent: number): void =>
  changeEditors((editors) => resizeEditors(editors, which, percent));

/** Whether a region can be seen, in its column or over the editors. */
export function isRegionShown(layout: Layout, region: SideRegion): boolean {
  return isDrawer(layout.width, region) ? layout.drawer === region : layout[region] === 'shown';
}

const isDrawer = (width: Layout['width'], region: SideRegion): boolean =>
  region === 'inspector' ? width !== 'wide' : region === 'explorer' && width === 'single';

export function regionSet(region: SideRegion, to: 'shown' | 'hidden'): void {
  useLayout.setState(({ width, drawer }) => {
    if (!isDrawer(width, region)) return { [region]: to };
    return { drawer: to === 'shown' ? (region as 'explorer' | 'inspector') : drawer === region ? null : drawer };
  });
}

export const regionToggled = (region: SideRegion): void =>
  regionSet(region, isRegionShown(useLayout.getState(), region) ? 'hidden' : 'shown');

/** A click on the active area hides the explorer; on another one it shows that. */
export function areaChosen(area: Layout['area']): void {
  const layout = useLayout.getState();
  const isShown = layout.area === area && isRegionShown(layout, 'explorer');
  useLayout.setState({ area });
  regionSet('explorer', isShown ? 'hidden' : 'shown');
}

/** Shows the panel below the editors with this tab. */
export function panelShown(panelTab: PanelTab): void {
  useLayout.setState({ panel: 'shown', panelTab });
}

export const panelToggled = (): void => regionToggled('panel');

/** Sizes stay inside the limits of the shell (ux 2.1). */
export function regionResized(region: SideRegion, sizePx: number): void {
  const [least, most] = REGION_PX[region];
  useLayout.setState({ [`${region}Px`]: Math.min(most, Math.max(least, Math.round(sizePx))) });
}

export const activityLabelsSet = (activityLabels: Layout['activityLabels']): void =>
  useLayout.setState({ activityLabels });

/** The width of the page changed; what lay over the editors is put away. */
export const widthChanged = (width: Layout['width']): void => useLayout.setState({ width, drawer: null });

const SCROLLS_KEPT = 100;

export function scrollRemembered(path: string, px: number): void {
  useLayout.setState(({ scrollPx: { [path]: _before, ...others } }) => ({
    scrollPx: Object.fromEntries([...Object.entries(others), [path, px]].slice(-SCROLLS_KEPT)),
  }));
}
