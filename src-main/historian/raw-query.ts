import type { Gap, SeriesAnswer } from '../../src-shared/domain/series.ts';
import { clipToRange, concatColumns, firstAtOrAfter } from './columns.ts';
import { clusters, type Merged, mergeParts } from './merge-parts.ts';
import { type HistoryView, loadPieces, type Piece, type TimeRange } from './query.ts';
import type { QueryTurn } from './query-turn.ts';
import { rawSeriesOf } from './raw-series.ts';
import { tooLarge } from './too-large.ts';

export interface RawOptions {
  /** Points that one answer may hold. */
  readonly limit: number;
  readonly epochs?: 'latest' | 'all';
}

/**
 * Every point of the range, in the order of time.
 *
 * @throws NexusError NX_HISTORY_TOO_LARGE, before the points are read where that can be told.
 */
export async function rawSeries(
  view: HistoryView,
  range: TimeRange,
  { limit, epochs = 'latest' }: RawOptions,
  turn: QueryTurn,
): Promise<Pick<SeriesAnswer, 'series' | 'gaps'>> {
  const pieces = await listPieces(view, range, limit, turn);
  const found: Merged[] = [];
  const damaged: Gap[] = [];
  for (const cluster of clusters(pieces)) {
    const loaded = loadPieces(cluster);
    damaged.push(...loaded.damaged);
    if (loaded.parts.length > 0) found.push(clip(mergeParts(loaded.parts, epochs), range));
    if (turn.isOver) await turn.rest();
  }
  const points = concatColumns(found.map(({ columns }) => columns));
  const rows = points.timeUs.length;
  if (rows > limit) throw tooLarge(range, rows, limit);
  const epoch = epochs === 'all' ? concatEpochs(found, rows) : new Uint16Array(0);
  return { series: rawSeriesOf({ columns: points, epoch }, epochs), gaps: damaged };
}

/** Collects what touches the range, as long as the pieces that lie inside it do not exceed the limit. */
async function listPieces(view: HistoryView, range: TimeRange, limit: number, turn: QueryTurn): Promise<Piece[]> {
  const pieces: Piece[] = [];
  let whole = 0;
  for (const piece of view.pieces(range)) {
    pieces.push(piece);
    if (piece.startUs >= range.fromUs && piece.endUs < range.toUs) whole += piece.count;
    if (whole > limit) throw tooLarge(range, whole, limit, piece.endUs);
    if (turn.isOver) await turn.rest();
  }
  return pieces;
}

function clip({ columns, epoch }: Merged, { fromUs, toUs }: TimeRange): Merged {
  const [start, end] = [firstAtOrAfter(columns.timeUs, fromUs), firstAtOrAfter(columns.timeUs, toUs)];
  return { columns: clipToRange(columns, fromUs, toUs), epoch: epoch.subarray(start, end) };
}

function concatEpochs(found: readonly Merged[], rows: number): Uint16Array {
  const all = new Uint16Array(rows);
  let at = 0;
  for (const { epoch } of found) {
    all.set(epoch, at);
    at += epoch.length;
  }
  return all;
}
