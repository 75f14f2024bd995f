import { canSplit, groupOf, groupsOf, otherGroup } from '../state/editor-groups.ts';
import {
  groupSplit,
  otherTabsClosed,
  tabClosed,
  tabKept,
  tabMoved,
  tabPinned,
  tabReopened,
  useLayout,
} from '../state/layout.ts';
import type { MenuItem } from '../ui/Menu.tsx';

/** What can be done with a tab: all that dragging it does, and more. */
export function tabMenu(path: string): readonly MenuItem[] {
  const { editors } = useLayout.getState();
  const home = groupOf(editors, path);
  const at = home?.tabs.findIndex((tab) => tab.path === path) ?? -1;
  const tab = home?.tabs[at];
  if (!home || !tab) return [];
  const here = { ...editors, focused: home.id };
  const other = otherGroup(here);
  const item = (label: string, keys: string, isEnabled: boolean, onChoose: () => void): MenuItem => ({
    label,
    keys,
    state: isEnabled ? 'enabled' : 'disabled',
    onChoose,
  });
  return [
    item('Close', 'Alt+W', true, () => tabClosed(path, 'surely')),
    item('Close others', '', home.tabs.length > 1, () => otherTabsClosed(path)),
    item('Reopen closed tab', 'Alt+Shift+W', editors.closed.length > 0, tabReopened),
    item('Keep open', '', !tab.kept, () => tabKept(path)),
    tab.pinned
      ? item('Unpin', '', true, () => tabPinned(path, 'loose'))
      : item('Pin', '', true, () => tabPinned(path, 'pinned')),
    item('Split right', 'Ctrl+\\', canSplit(here, 'right'), () => groupSplit('right', path)),
    item('Split down', '', canSplit(here, 'down'), () => groupSplit('down', path)),
    item(groupsOf(editors).length > 2 ? 'Move to next group' : 'Move to other group', '', other !== undefined, () => {
      if (other) tabMoved(path, other.id, other.tabs.length);
    }),
    item('Move left', '', at > 0, () => tabMoved(path, home.id, at - 1)),
    item('Move right', '', at < home.tabs.length - 1, () => tabMoved(path, home.id, at + 1)),
  ];
}
