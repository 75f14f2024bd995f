import type { ReactNode } from 'react';

export interface Column<R> {
  readonly id: string;
  readonly title: string;
  /** Read by screen readers only. */
  readonly heading?: 'hidden';
  readonly widthPx: number;
  /** Takes a share of the room that is left. */
  readonly grow?: true;
  readonly align?: 'right';
  /** Stays in sight while the others are scrolled sideways. Only for the first columns. */
  readonly sticky?: true;
  readonly cell: (row: R) => ReactNode;
  /** What is copied, and what an editor begins with. A column without it takes no focus where cells have the focus. */
  readonly text?: (row: R) => string;
  /** What the column is sorted by, if not by `text`; a column with neither is not sorted. */
  readonly sortKey?: (row: R) => string | number | null | undefined;
  /** What it is sorted by changes by itself: the list is put in order anew every 2 s. */
  readonly isLive?: true;
  /** The number in a cell, for sum and average of what is selected. */
  readonly amount?: (row: R) => number | null | undefined;
  /** `always` shown; `rare`: shown where a person chooses it. */
  readonly use?: 'always' | 'rare';
  /** How a cell is edited; undefined: it is not. */
  readonly editor?: (row: R) => CellEditorKind | undefined;
  /** How a cell stands; undefined: as it is applied and without faults. */
  readonly mark?: (row: R) => CellMark | undefined;
}

/** A value that is often meant, and what it is called; an empty text says no more than the value. */
export interface Suggestion {
  readonly value: string;
  readonly text: string;
}

export type CellEditorKind =
  /** `suggestions`: what is often meant; anything else may be typed. */
  | { readonly kind: 'text'; readonly suggestions?: readonly Suggestion[] }
  | { readonly kind: 'choice'; readonly options: readonly string[] };

export interface CellMark {
  readonly pending: boolean;
  readonly fault: 'error' | 'warning' | null;
  /** It shows what a fill would bring. */
  readonly ghost?: true;
}

/** What a person asked for with the cells of a grid. `rows` in the order of the grid, `columns` by id. */
export type GridIntent<R> =
  | { readonly kind: 'type'; readonly rows: readonly R[]; readonly column: string; readonly text: string }
  | { readonly kind: 'clear'; readonly rows: readonly R[]; readonly columns: readonly string[] }
  /** `row`: undefined in a grid without rows. `text` is what the clipboard has. */
  | { readonly kind: 'paste'; readonly row: R | undefined; readonly column: string; readonly text: string }
  | {
      readonly kind: 'fill';
      /** `right`: the first column into the others. */
      readonly how: 'copy' | 'series' | 'right';
      readonly rows: readonly R[];
      readonly columns: readonly string[];
    }
  /** Above a row, or at the end. `column`: the one that has the focus. */
  | {
      readonly kind: 'move';
      readonly rows: readonly R[];
      readonly to: 'up' | 'down' | { readonly above: R | null };
      readonly column: string;
    }
  | { readonly kind: 'insert'; readonly below: R | undefined }
  | { readonly kind: 'remove'; readonly rows: readonly R[] };

/** Rows that are filled from the first of them, in these columns. */
export interface GridFill<R> {
  readonly rows: readonly R[];
  readonly columns: readonly string[];
}

export interface MenuPlace {
  readonly x: number;
  readonly y: number;
}

export interface FocusMore {
  readonly rows?: readonly string[] | undefined;
  readonly focus?: 'stays' | undefined;
}

/** For what moves the focus of a grid from outside: a problem that is to be shown, a row that was added. */
export interface GridHandle {
  /**
   * @param column undefined: the first one. A row that is not there is let pass.
   * @param more rows that are selected with it; `stays`: who has the focus keeps it.
   */
  readonly focusCell: (rowKey: string, column?: string, more?: FocusMore) => void;
}
