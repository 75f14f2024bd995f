import { describe, expect, it } from 'vitest';
import { closeTab, insertTab, moveTab, openTab, pinTab, stepTab, type TabList } from './tab-list.ts';

const EMPTY: TabList = { tabs: [], active: null };
const opened = (...tabs: readonly (readonly [path: string, as: 'preview' | 'kept'])[]): TabList =>
  tabs.reduce((list, [path, as]) => openTab(list, path, as), EMPTY);
const paths = (list: TabList): readonly string[] => list.tabs.map((tab) => tab.path);

describe('the row of tabs', () => {
  it('has one preview, whose place the next one takes', () => {
    const list = opened(['welcome', 'kept'], ['a', 'preview'], ['b', 'preview'], ['c', 'preview']);
    expect(list.tabs).toEqual([
      { path: 'welcome', kept: true },
      { path: 'c', kept: false },
    ]);
    expect(list.active).toBe('c');
  });

  it('keeps a preview that is opened to be kept', () => {
    const list = opened(['a', 'preview'], ['a', 'kept'], ['b', 'preview']);
    expect(paths(list)).toEqual(['a', 'b']);
  });

  it('shows a tab that is there instead of opening it twice, and a kept one stays kept', () => {
    const list = opened(['a', 'kept'], ['b', 'kept'], ['a', 'preview']);
    expect(list).toEqual({
      tabs: [
        { path: 'a', kept: true },
        { path: 'b', kept: true },
      ],
      active: 'a',
    });
  });

  it('shows the right neighbour of the active tab that is closed, or the left one at the end', () => {
    const list = opened(['a', 'kept'], ['b', 'kept'], ['c', 'kept']);
    expect(closeTab({ ...list, active: 'b' }, 'b').active).toBe('c');
    expect(closeTab(list, 'c').active).toBe('b');
    expect(closeTab(list, 'a').active).toBe('c');
    expect(closeTab(opened(['a', 'kept']), 'a')).toEqual(EMPTY);
  });

  it('steps round and round', () => {
    const list = opened(['a', 'kept'], ['b', 'kept']);
    expect(stepTab(list, 1).active).toBe('a');
    expect(stepTab({ ...list, active: 'a' }, -1).active).toBe('b');
    expect(stepTab(EMPTY, 1)).toBe(EMPTY);
  });

  it('has pinned tabs first, whatever is moved', () => {
    const list = pinTab(opened(['a', 'kept'], ['b', 'kept'], ['c', 'preview']), 'c', 'pinned');
    expect(list.tabs[0]).toEqual({ path: 'c', kept: true, pinned: true });
    expect(paths(moveTab(list, 'a', 0))).toEqual(['c', 'a', 'b']);
    expect(paths(moveTab(list, 'a', 2))).toEqual(['c', 'b', 'a']);
    expect(paths(pinTab(list, 'c', 'loose'))).toEqual(['c', 'a', 'b']);
  });

  it('keeps a tab that comes from another row', () => {
    const list = insertTab(opened(['a', 'kept'], ['p', 'preview']), { path: 'b', kept: false }, 1);
    expect(paths(list)).toEqual(['a', 'b', 'p']);
    expect(list.tabs.map((tab) => tab.kept)).toEqual([true, true, false]);
    expect(list.active).toBe('b');
  });
});
