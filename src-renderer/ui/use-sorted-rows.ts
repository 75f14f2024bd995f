import { useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { SortTerm } from '../state/grid-views.ts';
import type { Column } from './grid-column.ts';
import { inKeptOrder } from './list-order.ts';
import { sortRows } from './sort-rows.ts';

export interface SortSource<R> {
  readonly rows: readonly R[];
  readonly columns: readonly Column<R>[];
  readonly rowKey: (row: R) => string;
  readonly sort: readonly SortTerm[];
  /** When it changes, what the rows are sorted by has changed. */
  readonly turn: unknown;
}

/** Places of rows by key, and the sort that they were made for. */
interface Ranks {
  readonly of: readonly SortTerm[];
  readonly places: ReadonlyMap<string, number>;
}

/**
 * The rows in their sort. A long list keeps the order that it has until its new one comes from another thread; a row that
 * came since then stands behind the one that it follows.
 */
export function useSortedRows<R>(source: SortSource<R>): readonly R[] {
  const { rows, rowKey, sort, turn } = source;
  const [ranks, setRanks] = useState<Ranks | null>(null);
  const newest = useRef(source);
  useLayoutEffect(() => {
    newest.current = source;
  });
  const hasRows = rows.length > 0;
  useLayoutEffect(() => {
    const { rows: now, columns, rowKey: keyOf } = newest.current;
    const order = sortRows(now, columns, sort);
    if (order === null) return setRanks(null);
    const take = (of: Uint32Array): void => {
      const places = new Map<string, number>();
      of.forEach((row, place) => places.set(keyOf(now[row]!), place));
      setRanks({ of: sort, places });
    };
    if (order instanceof Uint32Array) return take(order);
    let isWanted = true;
    void order.then((of) => isWanted && take(of));
    return () => {
      isWanted = false;
    };
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- rows that are edited stay where they are: `turn` says when
  }, [sort, turn, hasRows]);
  // Not sorted any more is at once; sorted otherwise keeps the old order until the new one is there.
  const places = sort.length === 0 ? undefined : ranks?.places;
  return useMemo(() => (places ? inKeptOrder(rows, rowKey, places) : rows), [rows, rowKey, places]);
}
