import { useCallback, useMemo, useState } from 'react';
import type { HistoryPen } from './history-loader.ts';

/** Pens that are not drawn for now, by slot. They go on being recorded, and are drawn whole once they are back. */
export function useHiddenPens(pens: readonly HistoryPen[]): {
  readonly shown: readonly HistoryPen[];
  readonly hidden: ReadonlySet<number>;
  readonly toggle: (slot: number) => void;
} {
  const [hidden, setHidden] = useState<ReadonlySet<number>>(new Set());
  const shown = useMemo(() => pens.filter(({ slot }) => !hidden.has(slot)), [pens, hidden]);
  const toggle = useCallback((slot: number) => {
    setHidden((before) => {
      const after = new Set(before);
      if (!after.delete(slot)) after.add(slot);
      return after;
    });
  }, []);
  return { shown, hidden, toggle };
}
