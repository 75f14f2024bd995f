import type { ReactNode, Ref } from 'react';
import type { Column, GridFill, GridHandle, GridIntent, MenuPlace } from './grid-column.ts';
import type { GridView } from './grid-view.ts';

export interface DataGridProps<R> {
  readonly label: string;
  readonly rows: readonly R[];
  /** Kept stable by the caller: another array draws every row anew. */
  readonly columns: readonly Column<R>[];
  readonly rowKey: (row: R) => string;
  /** A line beneath the row, across all columns; null where there is none. */
  readonly detail?: (row: R) => ReactNode;
  /** The same for the row that has the focus, by the column that has it. */
  readonly focusDetail?: (row: R, column: string) => ReactNode;
  /** When it changes, the rows are others and the selection is empty. */
  readonly resetOn: string;
  readonly onSelect: (rows: readonly R[]) => void;
  /** Enter or a double click, where that edits nothing. */
  readonly onActivate?: (row: R) => void;
  /** The menu key or the right button, on what is selected then; where it was asked for, in px of the window. */
  readonly onMenu?: (rows: readonly R[], at: MenuPlace) => void;
  /**
   * Makes cells have the focus instead of rows, and those of columns with an editor be edited like a spreadsheet's.
   * It changes nothing itself: it says what was asked for.
   */
  readonly onIntent?: (intent: GridIntent<R>) => void;
  /** The column that rows are dragged by. */
  readonly rowHandle?: string;
  /** What a fill would take in while the corner of the selected cells is dragged; null: nothing any more. */
  readonly onFillPreview?: (fill: GridFill<R> | null) => void;
  /** How a person has the table, of `useListView`: its header sorts, its columns are moved, drawn and hidden. */
  readonly view?: GridView;
  /** What Space shows in a card under the row, Esc closes. */
  readonly peek?: (row: R) => ReactNode;
  readonly handle?: Ref<GridHandle>;
  readonly initialScrollPx?: number;
  readonly onScrolled?: (px: number) => void;
}
