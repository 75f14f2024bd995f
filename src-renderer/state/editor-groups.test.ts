import { describe, expect, it } from 'vitest';
import {
  canSplit,
  closeEditor,
  type Editors,
  focusedGroup,
  focusGroup,
  groupsOf,
  mergedGroup,
  moveToGroup,
  NO_EDITORS,
  openEditor,
  pinEditor,
  reopenEditor,
  resizeEditors,
  splitEditor,
  stepEditor,
} from './editor-groups.ts';

const opened = (...paths: readonly string[]): Editors =>
  paths.reduce((editors, path) => openEditor(editors, path, 'kept'), NO_EDITORS);
/** The paths of each group, its active one in brackets. */
const shape = (editors: Editors): readonly (readonly string[])[] =>
  groupsOf(editors).map(({ tabs, active }) => tabs.map(({ path }) => (path === active ? `[${path}]` : path)));
const focusedPath = (editors: Editors): string | null => focusedGroup(editors).active;

describe('editor groups', () => {
  it('move the tab of a split into the new group, which gets the focus', () => {
    const editors = splitEditor(opened('a', 'b'), 'right', 'b');
    expect(shape(editors)).toEqual([['[a]'], ['[b]']]);
    expect(focusedPath(editors)).toBe('b');
  });

  it('leave the only tab where it is: the new group waits for the next page', () => {
    const split = splitEditor(opened('a'), 'right', 'a');
    expect(shape(split)).toEqual([['[a]'], []]);
    expect(shape(openEditor(split, 'b', 'preview'))).toEqual([['[a]'], ['[b]']]);
  });

  it('are four at most, two by two', () => {
    let editors = splitEditor(opened('a', 'b', 'c', 'd'), 'right', 'd');
    expect(canSplit(editors, 'right')).toBe(false);
    editors = splitEditor(editors, 'down', 'd');
    expect(canSplit(editors, 'down')).toBe(false);
    editors = splitEditor(focusGroup(editors, 1), 'down', 'c');
    expect(editors.columns.map(({ groups }) => groups.length)).toEqual([2, 2]);
    const [left] = groupsOf(editors);
    expect(splitEditor(focusGroup(editors, left!.id), 'right', 'a')).toEqual(focusGroup(editors, left!.id));
  });

  it('show a path where it is open, whichever group has the focus', () => {
    const editors = splitEditor(opened('a', 'b'), 'right', 'b');
    const shown = openEditor(editors, 'a', 'preview');
    expect(shape(shown)).toEqual([['[a]'], ['[b]']]);
    expect(focusedPath(shown)).toBe('a');
  });

  it('open to the side in the other group, and make one where there is none', () => {
    const one = openEditor(opened('a'), 'b', 'side');
    expect(shape(one)).toEqual([['[a]'], ['[b]']]);
    const two = openEditor(openEditor(one, 'a', 'preview'), 'c', 'side');
    expect(shape(two)).toEqual([['[a]'], ['b', '[c]']]);
  });

  it('close with their last tab, and their neighbour gets the focus', () => {
    const editors = splitEditor(opened('a', 'b'), 'down', 'b');
    const closed = closeEditor(editors, 'b');
    expect(shape(closed)).toEqual([['[a]']]);
    expect(focusedPath(closed)).toBe('a');
    expect(shape(closeEditor(closed, 'a'))).toEqual([[]]);
  });

  it('close the column on the left without losing the one on the right', () => {
    const editors = closeEditor(splitEditor(opened('a', 'b'), 'right', 'b'), 'a');
    expect(shape(editors)).toEqual([['[b]']]);
    expect(editors.columns).toHaveLength(1);
  });

  it('open the tab again that was closed last, pinned where it was pinned', () => {
    const closed = closeEditor(closeEditor(pinEditor(opened('a', 'b', 'c'), 'b', 'pinned'), 'b'), 'c');
    const once = reopenEditor(closed);
    expect(shape(once)).toEqual([['a', '[c]']]);
    const twice = reopenEditor(once);
    expect(groupsOf(twice)[0]!.tabs[0]).toEqual({ path: 'b', kept: true, pinned: true });
    expect(reopenEditor(twice)).toBe(twice);
  });

  it('have the preview of one group beside that of another', () => {
    const split = splitEditor(openEditor(opened('a'), 'p', 'preview'), 'right', null);
    const both = openEditor(openEditor(split, 'q', 'preview'), 'r', 'preview');
    expect(groupsOf(both).map(({ tabs }) => tabs.filter((tab) => !tab.kept).map((tab) => tab.path))).toEqual([
      ['p'],
      ['r'],
    ]);
  });

  it('take a tab from one another at the place where it is put, kept', () => {
    const split = openEditor(splitEditor(opened('a', 'b', 'c'), 'right', 'c'), 'p', 'preview');
    const moved = moveToGroup(split, 'p', 1, 1);
    expect(shape(moved)).toEqual([['a', '[p]', 'b'], ['[c]']]);
    expect(groupsOf(moved)[0]!.tabs[1]!.kept).toBe(true);
    expect(shape(moveToGroup(moved, 'c', 1, 0))).toEqual([['[c]', 'a', 'p', 'b']]);
  });

  it('step through the tabs of the one with the focus only', () => {
    const editors = splitEditor(opened('a', 'b', 'c'), 'right', 'c');
    expect(focusedPath(stepEditor(editors, 1))).toBe('c');
    expect(focusedPath(stepEditor(focusGroup(editors, 1), 1))).toBe('a');
  });

  it('keep room for both sides however far the edge between them is moved', () => {
    expect(resizeEditors(NO_EDITORS, 'columns', 3).share).toBe(15);
    expect(resizeEditors(NO_EDITORS, 0, 200).columns[0]!.share).toBe(85);
  });

  it('open in the first group where the stored one with the focus is gone', () => {
    expect(shape(openEditor({ ...NO_EDITORS, focused: 9 }, 'a', 'kept'))).toEqual([['[a]']]);
  });

  it('are one row of tabs where there is no room for more', () => {
    const editors = splitEditor(opened('a', 'b', 'c'), 'right', 'b');
    expect(mergedGroup(editors)).toEqual({ ...focusedGroup(editors), tabs: groupsOf(opened('a', 'c', 'b'))[0]!.tabs });
    expect(mergedGroup(focusGroup(editors, 1)).active).toBe('c');
  });
});
