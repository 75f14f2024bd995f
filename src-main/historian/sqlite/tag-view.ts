import { sortByTime } from '../columns.ts';
import type { HistoryView, Piece, TimeRange } from '../query.ts';
import type { Cell } from '../rollup-cells.ts';
import { splitAtPauses } from '../split-columns.ts';
import { uniquePoints } from '../unique-points.ts';
import type { HistoryReader } from './history-reader.ts';
import type { EpochRun } from './tail.ts';

export interface ViewedTag {
  /** Row of `tags`. */
  readonly id: number;
  /** Its longest block. */
  readonly spanUs: number;
  /** What is not sealed. */
  readonly runs: readonly EpochRun[];
  readonly rawFromUs: number;
}

/** What one tag has in a range: blocks and late points of the file, and what is not sealed yet. */
export class TagView implements HistoryView {
  readonly rawFromUs: number;
  readonly unsettled: readonly Piece[];
  readonly #reader: HistoryReader;
  readonly #tag: ViewedTag;

  constructor(reader: HistoryReader, tag: ViewedTag, range: TimeRange) {
    this.#reader = reader;
    this.#tag = tag;
    this.rawFromUs = tag.rawFromUs;
    const open = tag.runs.flatMap(piecesOf).filter((piece) => touches(piece, range));
    this.unsettled = [...reader.late.pieces(tag.id, range), ...open].sort((a, b) => a.startUs - b.startUs);
  }

  *pieces(range: TimeRange): Generator<Piece> {
    const unsettled = this.unsettled.filter((piece) => touches(piece, range));
    let next = 0;
    for (const block of this.#reader.blocks.pieces(this.#tag.id, this.#tag.spanUs, range)) {
      while (next < unsettled.length && unsettled[next]!.startUs < block.startUs) yield unsettled[next++]!;
      yield block;
    }
    yield* unsettled.slice(next);
  }

  cells(unitUs: number, range: TimeRange): Cell[] {
    return this.#reader.rollups.cells(this.#tag.id, unitUs, range);
  }
}

function piecesOf({ epoch, columns: arrived }: EpochRun): Piece[] {
  const { columns: sorted } = uniquePoints(sortByTime(arrived));
  return splitAtPauses(sorted, arrived).map((columns) => ({
    startUs: columns.timeUs[0]!,
    endUs: columns.timeUs.at(-1)!,
    epoch,
    rank: Number.POSITIVE_INFINITY,
    count: columns.timeUs.length,
    load: () => columns,
  }));
}

const touches = ({ startUs, endUs }: Piece, { fromUs, toUs }: TimeRange): boolean => endUs >= fromUs && startUs < toUs;
