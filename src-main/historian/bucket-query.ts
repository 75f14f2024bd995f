import { BucketAccumulator } from '../../src-shared/domain/decimate.ts';
import type { Gap, SeriesAnswer } from '../../src-shared/domain/series.ts';
import type { BucketGrid } from './bucket-grid.ts';
import { planBuckets } from './bucket-plan.ts';
import { clipToRange } from './columns.ts';
import { clusters, mergeParts } from './merge-parts.ts';
import { type HistoryView, loadPieces, type Piece, type TimeRange } from './query.ts';
import type { QueryTurn } from './query-turn.ts';
import { MINUTE_US } from './rollup-cells.ts';

/** The points of the range in the buckets of the grid, each part of it from the cheapest source that tells it whole. */
export async function bucketSeries(
  view: HistoryView,
  range: TimeRange,
  grid: BucketGrid,
  turn: QueryTurn,
): Promise<Pick<SeriesAnswer, 'series' | 'gaps'>> {
  const { fromUs, widthUs, buckets } = grid;
  const into = new BucketAccumulator(fromUs, fromUs + widthUs * buckets, buckets);
  const hasWholeMinutes = widthUs % MINUTE_US === 0 && fromUs % MINUTE_US === 0;
  const damaged: Gap[] = [];
  for (const { unitUs, ...part } of planBuckets(range, grid, view)) {
    if (unitUs > 0) {
      for (const cell of view.cells(unitUs, part)) into.addBlock(cell.startUs, cell);
    } else {
      for (const cluster of clusters([...view.pieces(part)])) {
        if (!addAlone(cluster, part, into, hasWholeMinutes)) damaged.push(...addRows(cluster, part, into));
        if (turn.isOver) await turn.rest();
      }
    }
    if (turn.isOver) await turn.rest();
  }
  return { series: into.finish(), gaps: damaged };
}

/** Adds a piece that shares its time with no other without reading its points, where its statistics say enough. */
function addAlone(
  cluster: readonly Piece[],
  range: TimeRange,
  into: BucketAccumulator,
  hasWholeMinutes: boolean,
): boolean {
  const [piece] = cluster;
  if (!piece || cluster.length > 1) return false;
  const { startUs, endUs, stats } = piece;
  const isWhole = startUs >= range.fromUs && endUs < range.toUs;
  if (isWhole && stats && into.indexOf(startUs) === into.indexOf(endUs)) {
    into.addBlock(startUs, stats);
    return true;
  }
  const cutsMinutes =
    (startUs < range.fromUs && range.fromUs % MINUTE_US !== 0) || (endUs >= range.toUs && range.toUs % MINUTE_US !== 0);
  const cells = hasWholeMinutes && !cutsMinutes ? piece.loadMinutes?.() : undefined;
  if (!cells) return false;
  for (const cell of cells)
    if (cell.startUs + MINUTE_US > range.fromUs && cell.startUs < range.toUs) into.addBlock(cell.startUs, cell);
  return true;
}

function addRows(cluster: readonly Piece[], range: TimeRange, into: BucketAccumulator): readonly Gap[] {
  const { parts, damaged } = loadPieces(cluster);
  const { timeUs, value, status } = clipToRange(mergeParts(parts, 'latest').columns, range.fromUs, range.toUs);
  into.addRows(timeUs, value, status);
  return damaged;
}
