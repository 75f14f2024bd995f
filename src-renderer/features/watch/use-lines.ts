import { useEffect, useMemo } from 'react';
import { useTags, wantTags } from '../../state/tags.ts';
import type { WatchRows } from '../../state/watch-rows.ts';
import { type WatchLine, watchLines } from './watch-lines.ts';

const NO_ROWS: WatchRows = [];

/** Rows with their tags, whose lists are read where they are not here yet. */
export function useLines(rows: WatchRows = NO_ROWS): readonly WatchLine[] {
  const byDevice = useTags((state) => state.byDevice);
  useEffect(() => {
    for (const device of new Set(rows.flatMap((row) => (row.kind === 'tag' ? [row.device] : [])))) wantTags(device);
  }, [rows]);
  return useMemo(() => watchLines(rows, byDevice), [rows, byDevice]);
}
