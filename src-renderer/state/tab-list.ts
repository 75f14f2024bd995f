/** One editor tab. A tab that is not kept is the preview of its row: the next one opened takes its place. */
export interface Tab {
  /** `devices`, `device/boiler-1/tags`, `trend/1`: the address below `/w/`. */
  readonly path: string;
  readonly kept: boolean;
  /** Stands before the others and is not closed by accident. A pinned tab is kept. */
  readonly pinned?: boolean | undefined;
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
  return { ...list, tabs: list.tabs.map((tab) => (tab.path === path ? { ...tab, kept: true } : tab)) };
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

/** Pins a tab, which puts it behind the last pinned one, or lets it loose. */
export function pinTab(list: TabList, path: string, as: 'pinned' | 'loose'): TabList {
  const change = (tab: Tab): Tab =>
    as === 'pinned' ? { path: tab.path, kept: true, pinned: true } : { path: tab.path, kept: tab.kept };
  return { ...list, tabs: pinnedFirst(list.tabs.map((tab) => (tab.path === path ? change(tab) : tab))) };
}

/** Puts a tab at a place of the row, 0 the first; it never stands on the wrong side of the pinned ones. */
export function moveTab(list: TabList, path: string, to: number): TabList {
  const tab = list.tabs.find((one) => one.path === path);
  if (!tab) return list;
  const others = list.tabs.filter((one) => one !== tab);
  return { ...list, tabs: pinnedFirst(others.toSpliced(Math.max(0, to), 0, tab)) };
}

/** Puts a tab that comes from another row at a place of this one and shows it. A row has one preview: this is kept. */
export function insertTab(list: TabList, tab: Tab, to: number): TabList {
  const tabs = list.tabs.toSpliced(Math.max(0, to), 0, { ...tab, kept: true });
  return { tabs: pinnedFirst(tabs), active: tab.path };
}

const pinnedFirst = (tabs: readonly Tab[]): readonly Tab[] => [
  ...tabs.filter((tab) => tab.pinned),
  ...tabs.filter((tab) => !tab.pinned),
];
