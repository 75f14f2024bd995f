import { type Columns, firstAtOrAfter, sliceColumns, sortByTime } from '../columns.ts';
import { cellsOf, widerCells } from '../rollup-cells.ts';
import { DAY_US, HOUR_US, splitColumns } from '../split-columns.ts';
import { uniquePoints } from '../unique-points.ts';
import type { HistorianFile } from './historian-file.ts';
import type { EpochRun } from './tail.ts';

/** A block may become this much larger than its aim, rather than leave a small rest. */
export const ROOM = 1.25;
/** A block with less than this share of its aim is small: two of them make one. They get their minutes when they are merged. */
export const SMALL = ROOM / 2;

/** Writes the points of a tag as blocks, or as late points where they share their time with what is stored. */
export class Sealer {
  readonly #file: HistorianFile;
  readonly #blockPoints: number;

  constructor(file: HistorianFile, blockPoints: number) {
    this.#file = file;
    this.#blockPoints = blockPoints;
  }

  /** Inside a transaction, with the row of the tag. */
  seal(slot: number, runs: readonly EpochRun[]): void {
    const { tags, state } = this.#file;
    for (const { epoch, columns: arrived } of runs) {
      const { columns, collided } = uniquePoints(sortByTime(arrived));
      if (collided > 0) state.add('collided', collided);
      const fresh = firstAfter(columns.timeUs, tags.endUs[slot]!);
      if (fresh > 0) this.#sealEarlier(slot, epoch, sliceColumns(columns, 0, fresh));
      if (fresh < columns.timeUs.length) this.settle(slot, epoch, sliceColumns(columns, fresh, columns.timeUs.length));
    }
    tags.save(slot);
  }

  /** Adds points that share their time with nothing that is stored; inside a transaction. */
  settle(slot: number, epoch: number, columns: Columns): void {
    this.addBlocks(slot, epoch, columns);
    const tag = this.#file.tags.ids[slot]!;
    const hours = cellsOf(columns, HOUR_US);
    this.#file.rollups.add(tag, HOUR_US, hours);
    this.#file.rollups.add(tag, DAY_US, widerCells(hours, DAY_US));
  }

  /**
   * Adds blocks alone; whoever calls sees to the rollups. Inside a transaction.
   * @param isFinal no merge is to come: small ones get their minutes, too.
   */
  addBlocks(slot: number, epoch: number, columns: Columns, isFinal = false): void {
    const { tags, blocks, state } = this.#file;
    const parts = splitColumns(columns, { rows: Math.floor(this.#blockPoints * ROOM), spanUs: DAY_US });
    for (const part of parts) {
      const [startUs, endUs] = [part.timeUs[0]!, part.timeUs.at(-1)!];
      blocks.insert(tags.ids[slot]!, epoch, part, isFinal || part.timeUs.length >= this.#blockPoints * SMALL);
      tags.noteSealed(slot, startUs, endUs);
      tags.compactedUs[slot] = Math.min(tags.compactedUs[slot]!, startUs);
    }
    state.add('blocks', parts.length);
  }

  /** Points before the latest sealed one fill a hole, or are late. */
  #sealEarlier(slot: number, epoch: number, columns: Columns): void {
    if (!this.#isTaken(slot, columns)) return this.settle(slot, epoch, columns);
    const limits = { rows: Math.floor(this.#blockPoints * ROOM), spanUs: HOUR_US, pauseUs: HOUR_US };
    const { tags, late, lateTags, state } = this.#file;
    for (const part of splitColumns(columns, limits)) {
      if (!this.#isTaken(slot, part)) {
        this.settle(slot, epoch, part);
        continue;
      }
      late.insert(tags.ids[slot]!, epoch, part);
      tags.noteSealed(slot, part.timeUs[0]!, part.timeUs.at(-1)!);
      lateTags.add(tags.ids[slot]!);
      state.add('late', 1);
    }
  }

  /** True when something that is stored, of whatever epoch, shares the time of the points. */
  #isTaken(slot: number, { timeUs }: Columns): boolean {
    const { tags, blocks, late } = this.#file;
    const [tag, startUs, endUs] = [tags.ids[slot]!, timeUs[0]!, timeUs.at(-1)!];
    if (late.pieces(tag, { fromUs: startUs, toUs: endUs }).length > 0) return true;
    return blocks.overlapping(tag, tags.spanUs[slot]!, startUs, endUs).length > 0;
  }
}

function firstAfter(timeUs: Float64Array, us: number): number {
  const at = firstAtOrAfter(timeUs, us);
  // Each time is there once.
  return timeUs[at] === us ? at + 1 : at;
}
