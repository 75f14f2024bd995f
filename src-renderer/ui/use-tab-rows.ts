import { useEffect, useRef } from 'react';
import { type TabRow, tabRowsOffered } from '../state/palette.ts';
import { usePage } from './page-context.ts';

interface TabRowSource<R> {
  /** The rows as the page shows them now. */
  readonly shown: readonly R[];
  /** With those that a filter hides. */
  readonly all: readonly R[];
  readonly row: (row: R) => TabRow;
  /** Takes away what hides rows. */
  readonly show: () => void;
  /** Gives a row the focus, now or as soon as it is drawn. */
  readonly focus: (row: R) => void;
}

/** Lets the palette search the rows of a page (`@`), and go to one of them by its key or its number. */
export function useTabRows<R>(source: TabRowSource<R>): void {
  const { path } = usePage();
  const newest = useRef(source);
  useEffect(() => {
    newest.current = source;
  });
  const hasRows = source.all.length > 0;
  useEffect(
    () =>
      tabRowsOffered(path, {
        rows: () => newest.current.shown.map(newest.current.row),
        go: (key) => {
          const { all, shown, row, show, focus } = newest.current;
          const found = all.find((one) => row(one).key === key);
          if (found === undefined) return 'gone';
          if (!shown.includes(found)) show();
          focus(found);
          return 'there';
        },
      }),
    // Offered anew once there are rows, so that one that is waited for is gone to.
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- `hasRows` is that moment
    [path, hasRows],
  );
}
