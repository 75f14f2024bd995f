import { type Query, RANK, rankOf } from './match-rank.ts';
import type { PaletteRow } from './palette-row.ts';

export interface RankedRow {
  readonly row: PaletteRow;
  readonly rank: number;
}

/** The rows that match, with how well; those used lately, latest first, before all others. */
export function ranked(rows: readonly PaletteRow[], query: Query, recent: readonly string[]): readonly RankedRow[] {
  return rows.flatMap((row) => {
    const rank = rankOf(row.kind === 'device' ? `${row.title} ${row.detail}` : row.title, query);
    if (rank === undefined) return [];
    return [{ row, rank: rank < RANK.fuzzy && recent.includes(row.key) ? RANK.recent : rank }];
  });
}

/**
 * The best of them in one list. Rows of equal rank stay in the order they came in, recent ones in that of `recent`;
 * fuzzy ones are a last resort.
 */
export function bestRows(all: readonly RankedRow[], recent: readonly string[], limit: number): readonly PaletteRow[] {
  const close = all.filter(({ rank }) => rank < RANK.fuzzy);
  const order = ({ rank, row }: RankedRow): number => (rank === RANK.recent ? recent.indexOf(row.key) - 100 : rank);
  return (close.length > 0 ? close : all)
    .toSorted((a, b) => order(a) - order(b))
    .slice(0, limit)
    .map(({ row }) => row);
}
