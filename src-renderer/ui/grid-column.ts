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
}

/** What a person asked for with the cells of a grid. `rows` in the order of the grid, `columns` by id. */
export type GridIntent<R> =
  | { readonly kind: 'type'; readonly rows: readonly R[]; readonly column: string; readonly text: string }
  | { readonly kind: 'clear'; readonly rows: readonly R[]; readonly columns: readonly string[] }
  /** `row`: undefined in a grid without rows. `text` is what the clipboard has. */
  | { readonly kind: 'paste'; readonly row: R | undefined; readonly column: string; readonly text: string }
  | {
      readonly kind: 'fill';
      readonly how: 'copy' | 'series';
      readonly rows: readonly R[];
      readonly columns: readonly string[];
    }
  | { readonly kind: 'insert'; readonly below: R | undefined }
  | { readonly kind: 'remove'; readonly rows: readonly R[] };

export interface MenuPlace {
  readonly x: number;
  readonly y: number;
}

/** For what moves the focus of a grid from outside: a problem that is to be shown, a row that was added. */
export interface GridHandle {
  /** @param column undefined: the first one. A row that is not there is let pass. */
  readonly focusCell: (rowKey: string, column?: string) => void;
}
