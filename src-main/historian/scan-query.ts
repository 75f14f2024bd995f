import type { Gap } from '../../src-shared/domain/series.ts';
import { NexusError } from '../../src-shared/errors/nexus-error.ts';
import { clipToRange, firstAtOrAfter, makeColumns, sliceColumns } from './columns.ts';
import { type Merged, mergeParts, type Part } from './merge-parts.ts';
import { clipGaps, type HistoryView, loadPieces, type TimeRange } from './query.ts';
import type { QueryTurn } from './query-turn.ts';
import { rawSeriesOf } from './raw-series.ts';
import type { ScanPiece, ScanQuery } from './store.ts';

export const SCAN_ROWS = 10_000;

/** All points of a stretch of time that begins a range. */
export interface ScanWindow {
  readonly points: Merged | undefined;
  readonly damaged: readonly Gap[];
  /** Where the next window begins; the end of the range when this was the last one. */
  readonly nextUs: number;
}

/**
 * Reads the beginning of a range: as many stored pieces as it takes to have `rows` points of whose time nothing else
 * can come, or all.
 */
export async function scanWindow(
  view: HistoryView,
  range: TimeRange,
  rows: number,
  epochs: 'latest' | 'all',
  turn: QueryTurn,
): Promise<ScanWindow> {
  const parts: Part[] = [];
  const damaged: Gap[] = [];
  let nextUs = range.toUs;
  for (const piece of view.pieces(range)) {
    if (piece.startUs > range.fromUs && rowsBefore(parts, range.fromUs, piece.startUs) >= rows) {
      nextUs = piece.startUs;
      break;
    }
    const loaded = loadPieces([piece]);
    parts.push(...loaded.parts);
    damaged.push(...loaded.damaged);
    if (turn.isOver) await turn.rest();
  }
  const window = { fromUs: range.fromUs, toUs: nextUs };
  const clipped = parts
    .map((part) => ({ ...part, columns: clipToRange(part.columns, window.fromUs, window.toUs) }))
    .filter(({ columns }) => columns.timeUs.length > 0);
  const points = clipped.length > 0 ? mergeParts(clipped, epochs) : undefined;
  return { points, damaged: clipGaps(damaged, window), nextUs };
}

/**
 * Walks through a range, window by window. @param read gives the window that begins a range.
 *
 * @throws NexusError NX_CANCELLED once the signal is aborted.
 */
export async function* scanPieces(
  { fromUs, toUs, epochs = 'latest', rows = SCAN_ROWS }: Omit<ScanQuery, 'projectUid' | 'tagUid'>,
  read: (range: TimeRange) => Promise<ScanWindow>,
  signal: AbortSignal | undefined,
): AsyncGenerator<ScanPiece, void, undefined> {
  for (let startUs = fromUs; startUs < toUs; ) {
    const { points, damaged, nextUs } = await read({ fromUs: startUs, toUs });
    startUs = nextUs;
    if (damaged.length > 0) yield { ...rawSeriesOf(NO_ROWS, epochs), damaged };
    for (const slice of points ? slices(points, rows) : []) {
      if (signal?.aborted) throw new NexusError('NX_CANCELLED', 'The scan was called off before it was done.');
      yield rawSeriesOf(slice, epochs);
    }
  }
}

const NO_ROWS: Merged = { columns: makeColumns(0), epoch: new Uint16Array(0) };

function rowsBefore(parts: readonly Part[], fromUs: number, beforeUs: number): number {
  return parts.reduce((sum, { columns: { timeUs } }) => {
    return sum + firstAtOrAfter(timeUs, beforeUs) - firstAtOrAfter(timeUs, fromUs);
  }, 0);
}

/** Slices of at most so many rows, points of one time together. */
function* slices({ columns, epoch }: Merged, rows: number): Generator<Merged> {
  const { timeUs } = columns;
  for (let start = 0; start < timeUs.length; ) {
    let end = Math.min(start + rows, timeUs.length);
    while (end < timeUs.length && end > start && timeUs[end] === timeUs[end - 1]) end--;
    if (end === start) while (end < timeUs.length && timeUs[end] === timeUs[start]) end++;
    yield { columns: sliceColumns(columns, start, end), epoch: epoch.subarray(start, end) };
    start = end;
  }
}
