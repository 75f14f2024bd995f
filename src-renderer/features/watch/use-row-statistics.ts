import { useEffect, useMemo } from 'react';
import { adHocText } from '../../../src-shared/domain/ad-hoc-address.ts';
import { isBad } from '../../../src-shared/domain/quality.ts';
import { liveValues } from '../../state/live-values.ts';
import { peekedValues } from '../../state/peeked-values.ts';
import { watches } from '../../state/watches.ts';
import { RowStatistics } from './row-statistics.ts';
import type { WatchLine } from './watch-lines.ts';

/** By table: what was seen of it stays while its tab is behind another one. */
const KEPT = new Map<string, RowStatistics>();

/** Keeps what was seen of each row of a table, those out of sight too. */
export function useRowStatistics(table: string, lines: readonly WatchLine[]): RowStatistics {
  const rows = useMemo(() => {
    const known = KEPT.get(table) ?? new RowStatistics();
    KEPT.set(table, known);
    return known;
  }, [table]);
  useEffect(() => {
    const byTag = new Map<number, string>();
    const byPlace = new Map<string, string>();
    for (const line of lines) {
      if (line.kind === 'tag' && line.tag) byTag.set(line.tag.index, line.key);
      if (line.kind === 'address') byPlace.set(adHocText(line.place), line.key);
    }
    rows.keep(new Set(lines.map(({ key }) => key)));
    const release = watches.hold([...byTag.keys()]);
    const noBatch = liveValues.onBatch((batch) => {
      const nowMs = performance.now();
      for (let row = 0; row < batch.count; row++) {
        const key = byTag.get(batch.tag[row]!);
        if (key !== undefined && !isBad(batch.status[row]!)) rows.take(key, batch.value[row]!, nowMs);
      }
    });
    const noPeek = peekedValues.onValue((place, { raw }) => {
      const key = byPlace.get(place);
      if (key !== undefined && raw !== null) rows.take(key, Number(raw), performance.now());
    });
    return () => {
      release();
      noBatch();
      noPeek();
    };
  }, [rows, lines]);
  return rows;
}

/** Min, max and changes of a table begin anew. */
export const statisticsReset = (table: string): void => KEPT.get(table)?.reset(performance.now());
