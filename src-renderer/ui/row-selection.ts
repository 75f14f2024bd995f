/** Which rows of a grid are selected, by index: the one with the focus, and the range from the anchor or single picks. */
export interface RowSelection {
  readonly focus: number;
  readonly anchor: number;
  readonly rows: ReadonlySet<number>;
}

export const NO_ROWS: RowSelection = { focus: -1, anchor: -1, rows: new Set() };

/** `only` this row · `extend` from the anchor to it · `toggle` it beside the others. */
export type RowPick = 'only' | 'extend' | 'toggle';

export function pickRow(selection: RowSelection, row: number, pick: RowPick): RowSelection {
  if (pick === 'extend' && selection.anchor >= 0) {
    const from = Math.min(selection.anchor, row);
    const rows = new Set(Array.from({ length: Math.abs(selection.anchor - row) + 1 }, (_, i) => from + i));
    return { focus: row, anchor: selection.anchor, rows };
  }
  if (pick === 'toggle') {
    const rows = new Set(selection.rows);
    if (!rows.delete(row)) rows.add(row);
    return { focus: row, anchor: row, rows };
  }
  return { focus: row, anchor: row, rows: new Set([row]) };
}

export function allRows(selection: RowSelection, count: number): RowSelection {
  return { ...selection, rows: new Set(Array.from({ length: count }, (_, i) => i)) };
}

/** The selection of the same rows in a list that was put in another order; rows that went away are in it no more. */
export function movedRowSelection<R>(
  selection: RowSelection,
  before: readonly R[],
  now: readonly R[],
  keyOf: (row: R) => string,
): RowSelection {
  const { focus, anchor, rows } = selection;
  const isSame = (at: number): boolean => {
    const [old, row] = [before[at], now[at]];
    return old === row || (old !== undefined && row !== undefined && keyOf(old) === keyOf(row));
  };
  if (before === now || [focus, anchor, ...rows].every((at) => at < 0 || isSame(at))) return selection;
  const places = new Map(now.map((row, at) => [keyOf(row), at]));
  const placeOf = (at: number): number | undefined => {
    const row = before[at];
    return row === undefined ? undefined : places.get(keyOf(row));
  };
  // The focus stays in its place where its row is gone.
  const at = placeOf(focus) ?? focus;
  const kept = new Set([...rows].flatMap((row) => placeOf(row) ?? []));
  return { focus: at, anchor: placeOf(anchor) ?? at, rows: kept.size > 0 || rows.size === 0 ? kept : new Set([at]) };
}
