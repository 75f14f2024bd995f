import { BucketAccumulator } from '../../src-shared/domain/decimate.ts';
import type { Gap, SeriesAnswer } from '../../src-shared/domain/series.ts';
import { NexusError } from '../../src-shared/errors/nexus-error.ts';
import type { BlockStats } from './block-stats.ts';
import { type Columns, clipToRange, concatColumns, isSorted, sortByTime } from './columns.ts';

/** A stretch of one tag's points: a sealed block, or what is not sealed yet. */
export interface Piece {
  /** Time of its earliest and latest point. */
  readonly startUs: number;
  readonly endUs: number;
  readonly count: number;
  readonly stats?: BlockStats;
  /** The points in the order of their time; undefined when what is stored is damaged. */
  load(): Columns | undefined;
}

/** `[fromUs, toUs)`. */
export interface TimeRange {
  readonly fromUs: number;
  readonly toUs: number;
}

/**
 * Every point of the range, in the order of time.
 *
 * @param pieces all that touch the range, in the order of their start.
 * @throws NexusError NX_HISTORY_TOO_LARGE when there are more than `limit`.
 */
export function rawSeries(pieces: readonly Piece[], range: TimeRange, limit: number): SeriesAnswer {
  const whole = pieces.filter((piece) => piece.startUs >= range.fromUs && piece.endUs < range.toUs);
  const atLeast = whole.reduce((sum, piece) => sum + piece.count, 0);
  if (atLeast > limit) throw tooLarge(range, atLeast, limit);
  const { parts, damaged } = loadAll(pieces);
  const points = concatColumns(clusters(parts).map((cluster) => clipToRange(merge(cluster), range.fromUs, range.toUs)));
  if (points.timeUs.length > limit) throw tooLarge(range, points.timeUs.length, limit);
  const { timeUs, value, status } = points;
  return { series: { kind: 'raw', timeUs: own(timeUs), value: own(value), status: own(status) }, gaps: damaged };
}

/**
 * The range in equal buckets. A block that lies inside one bucket is not read: its statistics say enough.
 *
 * @param pieces all that touch the range, in the order of their start.
 */
export function bucketSeries(pieces: readonly Piece[], range: TimeRange, buckets: number): SeriesAnswer {
  const into = new BucketAccumulator(range.fromUs, range.toUs, buckets);
  const damaged: Gap[] = [];
  for (const cluster of clusters(pieces)) {
    const [only] = cluster;
    if (cluster.length === 1 && only?.stats && isInOneBucket(only, range, into)) {
      into.addBlock(only.startUs, only.stats);
      continue;
    }
    const loaded = loadAll(cluster);
    damaged.push(...loaded.damaged);
    const { timeUs, value, status } = clipToRange(merge(loaded.parts), range.fromUs, range.toUs);
    into.addRows(timeUs, value, status);
  }
  return { series: into.finish(), gaps: damaged };
}

function isInOneBucket(piece: Piece, range: TimeRange, into: BucketAccumulator): boolean {
  if (piece.startUs < range.fromUs || piece.endUs >= range.toUs) return false;
  return into.indexOf(piece.startUs) === into.indexOf(piece.endUs);
}

/** Groups neighbours that overlap in time, as late points make them: only those must be merged row by row. */
function clusters<T extends TimeSpan>(pieces: readonly T[]): T[][] {
  const groups: T[][] = [];
  let endUs = Number.NEGATIVE_INFINITY;
  for (const piece of pieces) {
    const group = groups.at(-1);
    if (group && piece.startUs < endUs) group.push(piece);
    else groups.push([piece]);
    endUs = Math.max(endUs, piece.endUs);
  }
  return groups;
}

interface TimeSpan {
  readonly startUs: number;
  readonly endUs: number;
}

type LoadedPiece = Columns & TimeSpan;

function loadAll(pieces: readonly Piece[]): { parts: LoadedPiece[]; damaged: Gap[] } {
  const parts: LoadedPiece[] = [];
  const damaged: Gap[] = [];
  for (const piece of pieces) {
    const columns = piece.load();
    if (columns) parts.push({ ...columns, startUs: piece.startUs, endUs: piece.endUs });
    else damaged.push({ fromUs: piece.startUs, toUs: piece.endUs + 1, reason: 'dropped' });
  }
  return { parts, damaged };
}

function merge(parts: readonly Columns[]): Columns {
  const all = concatColumns(parts);
  return isSorted(all.timeUs) ? all : sortByTime(all);
}

/** A copy when the column is a view of something larger, so that its buffer can be handed over. */
function own<T extends Float64Array | Uint32Array>(column: T): T {
  return (column.byteLength === column.buffer.byteLength ? column : column.slice()) as T;
}

function tooLarge(range: TimeRange, points: number, limit: number): NexusError {
  const fitsUs = Math.floor(((range.toUs - range.fromUs) * limit) / points);
  const text =
    `The range holds ${points.toLocaleString('en')} or more points of one tag; at most ${limit.toLocaleString('en')} are ` +
    `returned at once. Ask for buckets, or for about ${Math.max(1, Math.floor(fitsUs / 1e6)).toLocaleString('en')} s at a time.`;
  return new NexusError('NX_HISTORY_TOO_LARGE', text, { points, limit, suggestedRangeUs: fitsUs });
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
