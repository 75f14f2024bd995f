/** One editor tab. A tab that is not kept is the preview: the next one opened takes its place. */
export interface Tab {
  /** `devices`, `device/boiler-1/tags`, `trend/1`: the address below `/w/`. */
  readonly path: string;
  readonly kept: boolean;
}

export interface TabList {
  readonly tabs: readonly Tab[];
  readonly active: string | null;
}

/** Shows a tab: the one that is there, or a new one in the place of the preview. `kept` also keeps it. */
export function openTab(list: TabList, path: string, as: 'preview' | 'kept'): TabList {
  if (list.tabs.some((tab) => tab.path === path)) {
    return { ...(as === 'kept' ? keepTab(list, path) : list), active: path };
  }
  const tab: Tab = { path, kept: as === 'kept' };
  const previewAt = list.tabs.findIndex((open) => !open.kept);
  if (previewAt < 0) return { tabs: [...list.tabs, tab], active: path };
  return { tabs: list.tabs.with(previewAt, tab), active: path };
}

export function keepTab(list: TabList, path: string): TabList {
  return { ...list, tabs: list.tabs.map((tab) => (tab.path === path ? { path, kept: true } : tab)) };
}

/** Closes a tab; if it was the active one, its right neighbour becomes active, or the left one at the end. */
export function closeTab(list: TabList, path: string): TabList {
  const at = list.tabs.findIndex((tab) => tab.path === path);
  if (at < 0) return list;
  const tabs = list.tabs.toSpliced(at, 1);
  if (list.active !== path) return { tabs, active: list.active };
  return { tabs, active: (tabs[at] ?? tabs[at - 1])?.path ?? null };
}

/** The next or previous tab, round and round. */
export function stepTab(list: TabList, step: 1 | -1): TabList {
  const at = list.tabs.findIndex((tab) => tab.path === list.active);
  const next = list.tabs[(at + step + list.tabs.length) % list.tabs.length];
  return next ? { ...list, active: next.path } : list;
}
