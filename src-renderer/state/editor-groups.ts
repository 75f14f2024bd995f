import { closeTab, insertTab, keepTab, moveTab, openTab, pinTab, stepTab, type Tab, type TabList } from './tab-list.ts';

/** A row of tabs and the page of the active one. */
export interface EditorGroup extends TabList {
  readonly id: number;
}

/** Groups one above the other: one or two. */
export interface EditorColumn {
  readonly groups: readonly EditorGroup[];
  /** How much of the height the upper one has, in percent. */
  readonly share: number;
}

/** The editor area: up to two columns of up to two groups. A path is open in one place at most. */
export interface Editors {
  readonly columns: readonly EditorColumn[];
  /** The id of the group that keys go to. */
  readonly focused: number;
  /** How much of the width the left column has, in percent. */
  readonly share: number;
  /** Tabs that were closed, the last one at the end. */
  readonly closed: readonly Tab[];
}

export const SHARE_LIMITS = [15, 85] as const;
const HALF = 50;
const MOST_COLUMNS = 2;
const MOST_ROWS = 2;
const CLOSED_KEPT = 20;

export const NO_EDITORS: Editors = {
  columns: [{ groups: [{ id: 1, tabs: [], active: null }], share: HALF }],
  focused: 1,
  share: HALF,
  closed: [],
};

/** All groups: the left column from above, then the right one. */
export const groupsOf = ({ columns }: Editors): readonly EditorGroup[] => columns.flatMap(({ groups }) => groups);

export const groupOf = (editors: Editors, path: string): EditorGroup | undefined =>
  groupsOf(editors).find((group) => group.tabs.some((tab) => tab.path === path));

export const focusedGroup = (editors: Editors): EditorGroup =>
  groupsOf(editors).find((group) => group.id === editors.focused) ?? groupsOf(editors)[0]!;

/** All tabs in one row, with the page of the group with the focus: for a page with no room for groups. */
export function mergedGroup(editors: Editors): EditorGroup {
  const { id, active } = focusedGroup(editors);
  return { id, active, tabs: groupsOf(editors).flatMap((group) => group.tabs) };
}

/** The group after the one with the focus, round and round; undefined where there is only one. */
export function otherGroup(editors: Editors): EditorGroup | undefined {
  const groups = groupsOf(editors);
  const at = groups.indexOf(focusedGroup(editors));
  return groups.length < 2 ? undefined : groups[(at + 1) % groups.length];
}

export const focusGroup = (editors: Editors, id: number): Editors =>
  editors.focused !== id && groupsOf(editors).some((group) => group.id === id) ? { ...editors, focused: id } : editors;

/** Shows a path where it is open already, otherwise in the group with the focus; `side`: in the other one, kept. */
export function openEditor(editors: Editors, path: string, as: 'preview' | 'kept' | 'side'): Editors {
  const there = groupOf(editors, path);
  if (there) return changeGroup(focusGroup(editors, there.id), there.id, (group) => openTab(group, path, tabKind(as)));
  if (as === 'side') {
    const other = otherGroup(editors);
    const beside = other ? focusGroup(editors, other.id) : addGroup(editors, 'right');
    return changeGroup(beside, beside.focused, (group) => openTab(group, path, 'kept'));
  }
  const { id } = focusedGroup(editors);
  return { ...changeGroup(editors, id, (group) => openTab(group, path, as)), focused: id };
}

const tabKind = (as: 'preview' | 'kept' | 'side'): 'preview' | 'kept' => (as === 'side' ? 'kept' : as);

export const keepEditor = (editors: Editors, path: string): Editors =>
  changeHome(editors, path, (group) => keepTab(group, path));

export const pinEditor = (editors: Editors, path: string, as: 'pinned' | 'loose'): Editors =>
  changeHome(editors, path, (group) => pinTab(group, path, as));

const moveEditor = (editors: Editors, path: string, to: number): Editors =>
  changeHome(editors, path, (group) => moveTab(group, path, to));

/** The next or previous tab of the group with the focus. */
export const stepEditor = (editors: Editors, step: 1 | -1): Editors =>
  changeGroup(editors, focusedGroup(editors).id, (group) => stepTab(group, step));

/** Closes a tab and remembers it; with its last tab a group closes, but for the last group. */
export function closeEditor(editors: Editors, path: string): Editors {
  const home = groupOf(editors, path);
  const tab = home?.tabs.find((one) => one.path === path);
  if (!home || !tab) return editors;
  const closed = [...editors.closed.filter((one) => one.path !== path), tab].slice(-CLOSED_KEPT);
  return withoutEmpty({ ...changeGroup(editors, home.id, (group) => closeTab(group, path)), closed }, home.id);
}

/** Opens the tab again that was closed last, kept, in the group with the focus. */
export function reopenEditor(editors: Editors): Editors {
  const tab = editors.closed.at(-1);
  if (!tab) return editors;
  const closed = editors.closed.slice(0, -1);
  const opened = openEditor({ ...editors, closed }, tab.path, 'kept');
  return tab.pinned ? pinEditor(opened, tab.path, 'pinned') : opened;
}

/** Whether there is room for one more group on that side of the one with the focus. */
export function canSplit(editors: Editors, side: 'right' | 'down'): boolean {
  if (side === 'right') return editors.columns.length < MOST_COLUMNS;
  return columnOf(editors, focusedGroup(editors).id).groups.length < MOST_ROWS;
}

/**
 * Makes a group beside the one with the focus, and gives it the focus. The tab goes along; the only tab of a group
 * stays where it is, and the new group waits for the next page that is opened.
 */
export function splitEditor(editors: Editors, side: 'right' | 'down', path: string | null): Editors {
  const home = path === null ? focusedGroup(editors) : (groupOf(editors, path) ?? focusedGroup(editors));
  const from = focusGroup(editors, home.id);
  if (!canSplit(from, side)) return editors;
  const split = addGroup(from, side);
  return path === null || home.tabs.length < 2 ? split : moveToGroup(split, path, split.focused, 0);
}

/** Puts a tab in another group, at a place of its row, and shows it there. */
export function moveToGroup(editors: Editors, path: string, id: number, to: number): Editors {
  const home = groupOf(editors, path);
  const tab = home?.tabs.find((one) => one.path === path);
  if (!home || !tab || !groupsOf(editors).some((group) => group.id === id)) return editors;
  if (home.id === id) return focusGroup(moveEditor(editors, path, to), id);
  const taken = changeGroup(editors, home.id, (group) => closeTab(group, path));
  const put = changeGroup(taken, id, (group) => insertTab(group, tab, to));
  return withoutEmpty(focusGroup(put, id), home.id);
}

/** Closes a group with no tabs, unless it is the last one. */
export function withoutEmpty(editors: Editors, id: number): Editors {
  const group = groupsOf(editors).find((one) => one.id === id);
  if (!group || group.tabs.length > 0 || groupsOf(editors).length === 1) return editors;
  const next = neighbourOf(editors, id);
  const columns = editors.columns
    .map((column) => ({ ...column, groups: column.groups.filter((one) => one.id !== id) }))
    .filter((column) => column.groups.length > 0);
  return { ...editors, columns, focused: editors.focused === id ? next : editors.focused };
}

/** Sets how a column, or the whole area (`columns`), is divided; `percent` stays inside the limits. */
export function resizeEditors(editors: Editors, which: 'columns' | number, percent: number): Editors {
  const share = Math.min(SHARE_LIMITS[1], Math.max(SHARE_LIMITS[0], percent));
  if (which === 'columns') return { ...editors, share };
  return { ...editors, columns: editors.columns.map((column, at) => (at === which ? { ...column, share } : column)) };
}

function neighbourOf(editors: Editors, id: number): number {
  const inColumn = columnOf(editors, id).groups.find((group) => group.id !== id);
  return (inColumn ?? groupsOf(editors).find((group) => group.id !== id))!.id;
}

const columnOf = ({ columns }: Editors, id: number): EditorColumn =>
  columns.find(({ groups }) => groups.some((group) => group.id === id))!;

function addGroup(editors: Editors, side: 'right' | 'down'): Editors {
  const id = Math.max(...groupsOf(editors).map((group) => group.id)) + 1;
  const group: EditorGroup = { id, tabs: [], active: null };
  if (side === 'right') {
    return { ...editors, columns: [...editors.columns, { groups: [group], share: HALF }], focused: id };
  }
  const column = columnOf(editors, focusedGroup(editors).id);
  const columns = editors.columns.map((one) => (one === column ? { ...one, groups: [...one.groups, group] } : one));
  return { ...editors, columns, focused: id };
}

const changeHome = (editors: Editors, path: string, change: (list: TabList) => TabList): Editors => {
  const home = groupOf(editors, path);
  return home ? changeGroup(editors, home.id, change) : editors;
};

function changeGroup(editors: Editors, id: number, change: (list: TabList) => TabList): Editors {
  const changed = (group: EditorGroup): EditorGroup => (group.id === id ? { ...change(group), id } : group);
  return {
    ...editors,
    columns: editors.columns.map((column) => ({ ...column, groups: column.groups.map(changed) })),
  };
}
