/** Which lines are selected, by key, so that a selection moves with its lines. */
export interface LineSelection {
  readonly focus: string | undefined;
  readonly anchor: string | undefined;
  readonly keys: ReadonlySet<string>;
}

export const NO_LINES: LineSelection = { focus: undefined, anchor: undefined, keys: new Set() };

/** `only` this line · `extend` from the anchor to it · `toggle` it beside the others. @param order every key, in order. */
export function pickLine(
  selection: LineSelection,
  order: readonly string[],
  key: string,
  pick: 'only' | 'extend' | 'toggle',
): LineSelection {
  const from = selection.anchor === undefined ? -1 : order.indexOf(selection.anchor);
  if (pick === 'extend' && from >= 0) {
    const to = order.indexOf(key);
    const keys = new Set(order.slice(Math.min(from, to), Math.max(from, to) + 1));
    return { focus: key, anchor: selection.anchor, keys };
  }
  if (pick === 'toggle') {
    const keys = new Set(selection.keys);
    if (!keys.delete(key)) keys.add(key);
    return { focus: key, anchor: key, keys };
  }
  return { focus: key, anchor: key, keys: new Set([key]) };
}

/** The selection among the lines that there are now; the focus falls on the line that took the place of a lost one. */
export function keptLines(selection: LineSelection, order: readonly string[], focusAt: number): LineSelection {
  if (selection.focus === undefined || order.includes(selection.focus)) return selection;
  const focus = order[Math.min(focusAt, order.length - 1)];
  return focus === undefined ? NO_LINES : { focus, anchor: focus, keys: new Set([focus]) };
}

export const indexesOf = (keys: ReadonlySet<string>, order: readonly string[]): ReadonlySet<number> =>
  new Set(order.flatMap((key, index) => (keys.has(key) ? [index] : [])));

/** Where a key moves the focus among `count` lines, or undefined when it does not. @param at −1: nowhere yet. */
export function lineByKey(key: string, at: number, count: number, page: number): number | undefined {
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    PageDown: at + page,
    PageUp: at - page,
    Home: 0,
    End: count - 1,
  };
  const to = steps[key];
  return to === undefined || count === 0 ? undefined : Math.min(count - 1, Math.max(0, to));
}
