import type { GridLayout } from '../state/grid-views.ts';
import type { LaidColumn } from './laid-columns.ts';
import type { ListPlace } from './list-place.ts';

/** What a table knows of how a person has it, and tells of what the person does with it. Made by `useListView`. */
export interface GridView {
  /** Of the table, for what is kept of it. */
  readonly id: string;
  /** All that there are, in the order that the table is made with. */
  readonly columns: readonly LaidColumn[];
  readonly layout: GridLayout;
  /** What the rows are filtered by; empty: nothing. */
  readonly filter: string;
  /** What changes by itself here: where rows stand, or which of them there are. */
  readonly live: 'sort' | 'filter' | 'none';
  /** Rows that would move if the list did not stand still. */
  readonly waiting: number;
  readonly place: ListPlace;
  /** Lets a list that stands still go. */
  readonly onRelease: () => void;
}
