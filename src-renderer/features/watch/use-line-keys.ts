import type { KeyboardEvent } from 'react';
import { lineByKey, pickLine } from './line-selection.ts';
import type { LineSelecting } from './use-line-selection.ts';
import { preparedBox, type WatchGridActions } from './use-watch-actions.ts';
import type { WatchLine } from './watch-lines.ts';

interface LineKeys {
  readonly lines: readonly WatchLine[];
  readonly selection: LineSelecting;
  readonly actions: WatchGridActions;
  readonly grid: { readonly current: HTMLDivElement | null };
  readonly reveal: (index: number) => void;
  /** Opens what can be done with the row of the focus. */
  readonly menu: () => void;
}

const PAGE_ROWS = 15;

/** The keys of a watch table (ux 3.7). Inside a box only those with Ctrl are the table's. */
export function useLineKeys({
  lines,
  selection,
  actions,
  grid,
  reveal,
  menu,
}: LineKeys): (event: KeyboardEvent) => void {
  const { value, order, take } = selection;
  const focusAt = lines.findIndex(({ key }) => key === value.focus);
  const move = (event: KeyboardEvent): boolean => {
    const target = lineByKey(event.key, focusAt, lines.length, PAGE_ROWS);
    if (target === undefined) return false;
    take(pickLine(value, order, order[target]!, event.shiftKey ? 'extend' : 'only'));
    reveal(target);
    return true;
  };
  const prepare = (event: KeyboardEvent): boolean => {
    const line = lines[focusAt];
    const box = line?.kind === 'tag' ? preparedBox(line.ref) : null;
    if (!box) return false;
    box.focus();
    // What is typed replaces what was prepared; Enter and F2 go on with it.
    if (box instanceof HTMLInputElement) box.select();
    return event.key === 'Enter' || event.key === 'F2';
  };
  const plain = (event: KeyboardEvent): boolean => {
    switch (event.key) {
      case 'Delete':
        actions.remove();
        return true;
      case 'Escape':
        actions.clearPrepared();
        return true;
      case 'ContextMenu':
        menu();
        return true;
      case 'F10':
        if (event.shiftKey) menu();
        return event.shiftKey;
      case 'Enter':
      case 'F2':
        if (event.key === 'F2' && event.shiftKey) {
          if (lines[focusAt]) actions.editNote(lines[focusAt].key);
          return true;
        }
        return prepare(event);
      default:
        return event.key.length === 1 && event.key !== ' ' ? prepare(event) : move(event);
    }
  };
  const withCtrl = (event: KeyboardEvent, isInGrid: boolean): boolean => {
    if (event.key === 'Enter') {
      if (event.shiftKey) actions.writeAll();
      else actions.writeFocused();
      return true;
    }
    const key = event.key.toLowerCase();
    if (!isInGrid || event.shiftKey) return false;
    if (key === 'z') actions.undo();
    else if (key === 'y') actions.redo();
    else if (key === 'a') take({ ...value, keys: new Set(order) });
    else return false;
    return true;
  };
  return (event) => {
    if (event.getModifierState('AltGraph')) return;
    const isInGrid = event.target === grid.current;
    const isAltStep = event.altKey && !event.ctrlKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown');
    let isTaken = false;
    if (isAltStep && isInGrid) {
      actions.step(event.key === 'ArrowUp' ? -1 : 1);
      isTaken = true;
    } else if (event.altKey && !event.ctrlKey && event.key === 'Enter') {
      actions.dryRun();
      isTaken = true;
    } else if (event.altKey && !event.ctrlKey && event.key.toLowerCase() === 'z') {
      actions.restore();
      isTaken = true;
    } else if (event.altKey) return;
    else if (event.ctrlKey || event.metaKey) isTaken = withCtrl(event, isInGrid);
    else if (isInGrid) isTaken = plain(event);
    if (isTaken) event.preventDefault();
  };
}
