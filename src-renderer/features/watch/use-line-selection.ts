import { type MouseEvent, useState } from 'react';
import { selected } from '../../state/selection.ts';
import { keptLines, type LineSelection, NO_LINES, pickLine } from './line-selection.ts';
import type { WatchLine } from './watch-lines.ts';

export interface LineSelecting {
  readonly value: LineSelection;
  readonly order: readonly string[];
  readonly take: (next: LineSelection) => void;
  readonly picked: (key: string, event: MouseEvent) => void;
  /** Something in the row has the focus of the browser. */
  readonly focused: (key: string) => void;
}

/** Which rows are selected; the inspector follows. */
export function useLineSelection(lines: readonly WatchLine[]): LineSelecting {
  const [state, setState] = useState({ selection: NO_LINES, focusAt: 0 });
  const order = lines.map(({ key }) => key);
  const value = keptLines(state.selection, order, state.focusAt);
  const take = (next: LineSelection): void => {
    setState({ selection: next, focusAt: next.focus === undefined ? 0 : order.indexOf(next.focus) });
    const tags = lines.flatMap((line) => (line.kind === 'tag' && next.keys.has(line.key) ? [line.ref] : []));
    const first = lines.find((line) => line.kind === 'tag' && line.key === next.focus);
    const inOrder = first?.kind === 'tag' ? [first.ref, ...tags.filter((tag) => tag !== first.ref)] : tags;
    selected(inOrder.length > 0 ? { kind: 'tags', tags: inOrder } : { kind: 'none' });
  };
  const picked = (key: string, event: MouseEvent): void =>
    take(pickLine(value, order, key, event.shiftKey ? 'extend' : event.ctrlKey || event.metaKey ? 'toggle' : 'only'));
  const focused = (key: string): void => {
    if (!value.keys.has(key)) take(pickLine(value, order, key, 'only'));
    else if (value.focus !== key) take({ ...value, focus: key });
  };
  return { value, order, take, picked, focused };
}
