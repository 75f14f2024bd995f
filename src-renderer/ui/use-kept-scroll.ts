import { type RefObject, useLayoutEffect, useRef } from 'react';
import type { GridView } from './grid-view.ts';

/**
 * A list that is filtered shows its first rows; when the filter is cleared it is where it was before. @returns what is told
 * that the list was scrolled.
 */
export function useKeptScroll(scroller: RefObject<HTMLElement | null>, view: GridView | undefined): () => void {
  const filter = view?.filter.trim() ?? '';
  const before = useRef<string | null>(null);
  useLayoutEffect(() => {
    const isFirst = before.current === null;
    if (before.current === filter || !scroller.current || !view) return;
    before.current = filter;
    // A filter that left nothing took the list away: it comes back where it was.
    if (isFirst && (filter !== '' || view.place.keptPx === 0)) return;
    scroller.current.scrollTo({ top: filter === '' ? view.place.keptPx : 0 });
  }, [filter, scroller, view]);
  return () => {
    // What is left of a longer list is scrolled by the browser: that is not where a person was.
    if (view && filter === '' && before.current === '' && scroller.current)
      view.place.scrolled(scroller.current.scrollTop);
  };
}
