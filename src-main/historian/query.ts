import type { Gap } from '../../src-shared/domain/series.ts';
import type { BlockStats } from './block-stats.ts';
import type { Columns } from './columns.ts';
import type { Part, PartPlace } from './merge-parts.ts';
import type { Cell } from './rollup-cells.ts';

/** A stretch of one tag's points: a sealed block, late points, or what is not sealed yet. */
export interface Piece extends PartPlace {
  readonly count: number;
  readonly stats?: BlockStats;
  /** Its minutes, without reading the points; undefined where there are none, or none that can be read. */
  loadMinutes?(): readonly Pick<Cell, 'startUs' | keyof BlockStats>[] | undefined;
  /** The points in the order of their time, each time once; undefined when what is stored is damaged. */
  load(): Columns | undefined;
}

/** `[fromUs, toUs)`. */
export interface TimeRange {
  readonly fromUs: number;
  readonly toUs: number;
}

/** One tag's history at one moment. */
export interface HistoryView {
  /** All that touches the range, in the order of its start. */
  pieces(range: TimeRange): Iterable<Piece>;
  /** Hours or days that begin in the range. They hold everything but what is `unsettled`. */
  cells(unitUs: number, range: TimeRange): readonly Cell[];
  readonly unsettled: readonly Pick<PartPlace, 'startUs' | 'endUs'>[];
  /** Before this time points may have been removed, and only hours and days are left. */
  readonly rawFromUs: number;
}

/** The history of a tag that nothing was stored of. */
export const NO_HISTORY: HistoryView = {
  pieces: () => [],
  cells: () => [],
  unsettled: [],
  rawFromUs: Number.NEGATIVE_INFINITY,
};

/** Reads the points of pieces; what is damaged is told as a gap. */
export function loadPieces(pieces: readonly Piece[]): { parts: Part[]; damaged: Gap[] } {
  const parts: Part[] = [];
  const damaged: Gap[] = [];
  for (const piece of pieces) {
    const { startUs, endUs, epoch, rank } = piece;
    const columns = piece.load();
    if (columns) parts.push({ startUs, endUs, epoch, rank, columns });
    else damaged.push({ fromUs: startUs, toUs: endUs + 1, reason: 'dropped' });
  }
  return { parts, damaged };
}

/** Gaps cut to the range, in order, those of one reason that touch made one. */
export function clipGaps(gaps: readonly Gap[], { fromUs, toUs }: TimeRange): readonly Gap[] {
  const merged: Gap[] = [];
  for (const gap of gaps.toSorted((a, b) => a.fromUs - b.fromUs)) {
    const clipped = { fromUs: Math.max(gap.fromUs, fromUs), toUs: Math.min(gap.toUs, toUs), reason: gap.reason };
    if (clipped.fromUs >= clipped.toUs) continue;
    const at = merged.findLastIndex((known) => known.reason === gap.reason && known.toUs >= clipped.fromUs);
    const known = merged[at];
    if (known) merged[at] = { ...known, toUs: Math.max(known.toUs, clipped.toUs) };
    else merged.push(clipped);
  }
  return merged;
}
