import { describe, expect, it } from 'vitest';
import { closeTab, openTab, stepTab, type TabList } from './tab-list.ts';

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
});
