import { useCallback, useDeferredValue, useEffect, useMemo, useState } from 'react';
import {
  compileFilter,
  type Filter,
  type FilterField,
  type FilterShape,
} from '../../src-shared/domain/compile-filter.ts';
import { useGridLayout } from '../state/grid-views.ts';
import { liveLoop } from '../state/live-loop.ts';
import { watches } from '../state/watches.ts';
import type { Column } from './grid-column.ts';
import type { GridView } from './grid-view.ts';
import { HeldRows } from './held-rows.ts';
import { laidOut } from './laid-columns.ts';
import { ListPlace } from './list-place.ts';
import { useSortedRows } from './use-sorted-rows.ts';

/** A live filter is asked again, and a live sort is put in order anew, this often. */
const FILTER_EVERY_MS = 1_000;
const SORT_EVERY_MS = 2_000;

export interface ListSource<R> {
  /** Of the table: what a person chose for it is kept under it. */
  readonly id: string;
  readonly rows: readonly R[];
  /** All that there are, kept stable by the caller. */
  readonly columns: readonly Column<R>[];
  readonly rowKey: (row: R) => string;
  readonly shape: FilterShape<R>;
  /** In sight whatever the filter says. */
  readonly keeps?: (row: R) => boolean;
  /** The number of the tag whose live value a row shows: a live filter or sort needs those of all rows. */
  readonly tagOf?: (row: R) => number | undefined;
  /** Rows that change are sorted anew at once (`always`), or when a person asks for it: an edited row stays where it is. */
  readonly resort?: 'always' | 'asked';
}

export interface ListView<R> {
  readonly typed: string;
  readonly type: (text: string) => void;
  readonly clear: () => void;
  /** What the rows are filtered by: a moment behind `typed` in a long list. */
  readonly filter: string;
  readonly rows: readonly R[];
  /** Those that are shown, in the order of a person. */
  readonly columns: readonly Column<R>[];
  /** For a FilterBar. */
  readonly bar: {
    readonly value: string;
    readonly onChange: (text: string) => void;
    readonly fields: readonly FilterField<R>[];
    readonly filter: Filter<R>;
    readonly count: readonly [number, number];
  };
  /** For a DataGrid. */
  readonly view: GridView;
}

/** What a list shows of its rows: filtered, sorted, in columns of a person, and standing still while one works in it. */
export function useListView<R>(source: ListSource<R>): ListView<R> {
  const { id, rows, columns, rowKey, shape, keeps, tagOf, resort = 'always' } = source;
  const layout = useGridLayout(id);
  const [typed, setTyped] = useState('');
  const filter = useMemo(() => compileFilter(shape, typed), [shape, typed]);
  // The letter stands there before the rows that it leaves are worked out.
  const applied = useDeferredValue(typed);
  const isSortLive = layout.sort.some(({ column }) => columns.find((one) => one.id === column)?.isLive);
  const passing = useMemo(() => compileFilter(shape, applied), [shape, applied]);
  const isLive = isSortLive || passing.isLive;
  useWatched(isLive ? rows : NO_ROWS, tagOf);
  const sortTurn = useTurns(isSortLive, SORT_EVERY_MS);
  const filterTurn = useTurns(passing.isLive, FILTER_EVERY_MS);
  const sorted = useSortedRows({
    rows,
    columns,
    rowKey,
    sort: layout.sort,
    turn: resort === 'always' && !isSortLive ? rows : sortTurn,
  });
  const filtered = useMemo(() => {
    if (passing.isEmpty) return sorted;
    const { passes } = passing;
    return sorted.filter((row) => keeps?.(row) || passes(row));
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- a live filter is asked again with each turn
  }, [sorted, passing, keeps, filterTurn]);
  const [place] = useState(() => new ListPlace());
  const [released, setReleased] = useState(0);
  const [held] = useState(() => new HeldRows<R>());
  const sortText = JSON.stringify(layout.sort);
  const shown = useMemo(
    () =>
      held.take({
        all: rows,
        now: filtered,
        keyOf: rowKey,
        asked: `${applied}\n${sortText}\n${released}`,
        hold: isLive && place.isEngaged ? 'live' : 'none',
      }),
    [held, rows, filtered, rowKey, applied, sortText, released, isLive, place],
  );
  const laid = useMemo(() => laidOut(columns, layout), [columns, layout]);
  const clear = useCallback(() => setTyped(''), []);
  return {
    typed,
    type: setTyped,
    clear,
    filter: applied,
    rows: shown.rows,
    columns: laid,
    bar: { value: typed, onChange: setTyped, fields: shape.fields, filter, count: [shown.rows.length, rows.length] },
    view: {
      id,
      columns,
      layout,
      filter: applied,
      live: isSortLive ? 'sort' : passing.isLive ? 'filter' : 'none',
      waiting: shown.waiting,
      place,
      onRelease: () => setReleased((count) => count + 1),
    },
  };
}

const NO_ROWS: readonly never[] = [];

/** Counts up while it is wanted and the display is not paused. */
function useTurns(isWanted: boolean, everyMs: number): number {
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    if (!isWanted) return undefined;
    const timer = setInterval(() => liveLoop.paused || setTurn((count) => count + 1), everyMs);
    return () => clearInterval(timer);
  }, [isWanted, everyMs]);
  return turn;
}

function useWatched<R>(rows: readonly R[], tagOf: ((row: R) => number | undefined) | undefined): void {
  useEffect(() => {
    const tags = tagOf ? rows.flatMap((row) => tagOf(row) ?? []) : [];
    return tags.length > 0 ? watches.hold(tags) : undefined;
  }, [rows, tagOf]);
}
