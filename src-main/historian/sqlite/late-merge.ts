import type { Logger } from '../../kernel/logger.ts';
import {
  type Columns,
  clipToRange,
  concatColumns,
  firstAtOrAfter,
  NO_POINTS,
  pickRows,
  sortByTime,
} from '../columns.ts';
import { clusters, mergeParts } from '../merge-parts.ts';
import { loadPieces, type TimeRange } from '../query.ts';
import { type Cell, cellsOf, widerCells } from '../rollup-cells.ts';
import { DAY_US, HOUR_US } from '../split-columns.ts';
import { uniquePoints } from '../unique-points.ts';
import type { HistorianFile } from './historian-file.ts';
import type { LatePiece } from './late-table.ts';
import type { Sealer } from './sealer.ts';

/** What one piece of work takes of late points at most, unless one stretch alone is larger. */
const MOST_PIECES = 64;
const MOST_POINTS = 10_000;

/** Puts late points into the blocks of their time, and into the hours and days. */
export class LateMerge {
  readonly #file: HistorianFile;
  readonly #sealer: Sealer;
  readonly #logger: Logger;

  constructor(file: HistorianFile, sealer: Sealer, logger: Logger) {
    this.#file = file;
    this.#sealer = sealer;
    this.#logger = logger;
  }

  /** Merges some late points of one tag, in one transaction. Returns false when there are none. */
  step(): boolean {
    const { lateTags, late, tags } = this.#file;
    for (const tag of lateTags) {
      const waiting = late.oldest(tag, MOST_PIECES);
      const slot = tags.slotOfId(tag);
      if (waiting.length > 0 && slot !== undefined) {
        this.#merge(slot, together(waiting));
        return true;
      }
      lateTags.delete(tag);
    }
    return false;
  }

  #merge(slot: number, pieces: readonly LatePiece[]): void {
    const { blocks, late, tags, state } = this.#file;
    const tag = tags.ids[slot]!;
    const { epoch } = pieces[0]!;
    const startUs = Math.min(...pieces.map((piece) => piece.startUs));
    const endUs = Math.max(...pieces.map((piece) => piece.endUs));
    const places = blocks
      .overlapping(tag, tags.spanUs[slot]!, startUs, endUs)
      .filter((block) => block.epoch === epoch)
      .map((block) => ({ block, columns: block.load() }))
      // A damaged block stays where it is, and is shown as a gap.
      .filter(({ columns }) => columns !== undefined);
    const stored = concatColumns(places.map(({ columns }) => columns!));
    const loaded = pieces.map((piece) => piece.load() ?? NO_POINTS);
    if (loaded.includes(NO_POINTS))
      this.#logger.error('late points of the historian are damaged and left out', { tag });
    // In the order in which they were accepted, which decides between points of one time.
    const arrived = uniquePoints(sortByTime(concatColumns(loaded)));
    const merged = uniquePoints(sortByTime(concatColumns([stored, arrived.columns])));
    const added = Uint32Array.from(arrived.columns.timeUs.keys()).filter(
      (row) => !has(stored.timeUs, arrived.columns.timeUs[row]!),
    );
    this.#file.transaction(() => {
      for (const { block } of places) blocks.remove(tag, block);
      for (const piece of pieces) late.remove(piece);
      state.add('blocks', -places.length);
      state.add('late', -pieces.length);
      const collided = arrived.collided + merged.collided;
      if (collided > 0) state.add('collided', collided);
      if (merged.columns.timeUs.length > 0) this.#sealer.addBlocks(slot, epoch, merged.columns, true);
      this.#correctRollups(slot, pickRows(arrived.columns, added));
      tags.save(slot);
    });
  }

  /** Works the hours and days of added points out anew; where what they were made of is gone, the points are added to them. */
  #correctRollups(slot: number, added: Columns): void {
    const { rollups, tags, state } = this.#file;
    const tag = tags.ids[slot]!;
    for (const { startUs: fromUs } of cellsOf(added, HOUR_US)) {
      const hour = { fromUs, toUs: fromUs + HOUR_US };
      if (fromUs >= state.get('raw_from_us')) rollups.replace(tag, HOUR_US, hour, this.#hourOf(slot, hour));
      else rollups.add(tag, HOUR_US, cellsOf(clipToRange(added, hour.fromUs, hour.toUs), HOUR_US));
    }
    for (const { startUs: fromUs } of cellsOf(added, DAY_US)) {
      const day = { fromUs, toUs: fromUs + DAY_US };
      if (fromUs >= state.get('hour_from_us'))
        rollups.replace(tag, DAY_US, day, widerCells(rollups.cells(tag, HOUR_US, day), DAY_US));
      else rollups.add(tag, DAY_US, cellsOf(clipToRange(added, day.fromUs, day.toUs), DAY_US));
    }
  }

  #hourOf(slot: number, hour: TimeRange): Cell[] {
    const { blocks, tags } = this.#file;
    const pieces = [...blocks.pieces(tags.ids[slot]!, tags.spanUs[slot]!, hour)];
    const found = clusters(pieces).map((cluster) => mergeParts(loadPieces(cluster).parts, 'latest').columns);
    return cellsOf(clipToRange(concatColumns(found), hour.fromUs, hour.toUs), HOUR_US);
  }
}

/**
 * The first pieces that are merged in one go: of one epoch, and close to the first one. They keep their order: merging
 * a later one before an earlier one could let the wrong point of two stay.
 */
function together([first, ...others]: readonly LatePiece[]): readonly LatePiece[] {
  const taken = [first!];
  let points = first!.count;
  for (const piece of others) {
    points += piece.count;
    const isNear = piece.startUs >= first!.startUs - HOUR_US && piece.endUs <= first!.endUs + HOUR_US;
    if (piece.epoch !== first!.epoch || !isNear || points > MOST_POINTS) break;
    taken.push(piece);
  }
  return taken;
}

function has(sorted: Float64Array, us: number): boolean {
  return sorted[firstAtOrAfter(sorted, us)] === us;
}
