import { concatColumns } from '../columns.ts';
import { DAY_US } from '../split-columns.ts';
import type { StoredBlock } from './block-table.ts';
import type { HistorianFile } from './historian-file.ts';
import { ROOM, type Sealer, SMALL } from './sealer.ts';

/** Blocks that may lie side by side before they are merged, although more of their time is to come. */
const MOST_OPEN = 48;
/** Blocks of one tag that are looked at. */
const LOOK_AT = 256;
/** What one piece of work looks at and writes anew at most, give or take one tag. */
const MOST_TAGS = 256;
const MOST_BLOCKS = 1_000;
const MOST_POINTS = 10_000;

/** Merges blocks that were sealed small, by age or early, into full ones. */
export class Compaction {
  readonly #file: HistorianFile;
  readonly #sealer: Sealer;
  readonly #blockPoints: number;
  /** Slots to be looked at. */
  readonly #waiting = new Set<number>();
  /** Of each slot, what was sealed into small blocks since the last look. */
  readonly #smallPoints = new Map<number, number>();
  readonly #smallBlocks = new Map<number, number>();

  constructor(file: HistorianFile, sealer: Sealer, blockPoints: number) {
    this.#file = file;
    this.#sealer = sealer;
    this.#blockPoints = blockPoints;
    // What an earlier run left is not known; a look costs little.
    for (let slot = 0; slot < file.tags.count; slot++) this.#waiting.add(slot);
  }

  /** Notes a seal; enough small ones are worth a look. */
  sealed(slot: number, points: number): void {
    if (points >= this.#blockPoints * SMALL) return;
    const [pointsNow, blocksNow] = [
      (this.#smallPoints.get(slot) ?? 0) + points,
      (this.#smallBlocks.get(slot) ?? 0) + 1,
    ];
    this.#smallPoints.set(slot, pointsNow);
    this.#smallBlocks.set(slot, blocksNow);
    if (pointsNow >= this.#blockPoints || blocksNow >= MOST_OPEN) this.lookAt(slot);
  }

  lookAt(slot: number): void {
    this.#waiting.add(slot);
    this.#smallPoints.delete(slot);
    this.#smallBlocks.delete(slot);
  }

  /** Looks at a few tags and merges, in one transaction. Returns false when no tag waits. */
  step(): boolean {
    if (this.#waiting.size === 0) return false;
    const runs: { slot: number; run: Run }[] = [];
    const looked: (Look & { readonly slot: number })[] = [];
    let [points, blocks] = [0, 0];
    for (const slot of this.#waiting) {
      const look = this.#look(slot, MOST_POINTS - points);
      runs.push(...look.runs.map((run) => ({ slot, run })));
      points += look.runs.reduce((sum, run) => sum + run.points, 0);
      blocks += look.found;
      looked.push({ slot, ...look });
      if (points >= MOST_POINTS || blocks >= MOST_BLOCKS || looked.length >= MOST_TAGS) break;
    }
    if (runs.length > 0) this.#file.transaction(() => this.#merge(runs, looked));
    for (const { slot, compactedUs, isDone } of looked) {
      this.#file.tags.compactedUs[slot] = compactedUs;
      if (isDone) this.#waiting.delete(slot);
    }
    return true;
  }

  #merge(runs: readonly { slot: number; run: Run }[], looked: readonly { slot: number; compactedUs: number }[]): void {
    const { tags, blocks, state } = this.#file;
    for (const { slot, run } of runs) {
      const [first] = run.blocks;
      if (run.blocks.length === 1) {
        const lonely = first!.load();
        if (lonely) blocks.addMinutes(first!.id, lonely);
        continue;
      }
      const columns = run.blocks.map((block) => block.load());
      // A damaged block stays as it is, and its neighbours with it.
      if (columns.includes(undefined)) continue;
      for (const block of run.blocks) blocks.remove(tags.ids[slot]!, block);
      state.add('blocks', -run.blocks.length);
      const merged = concatColumns(columns as NonNullable<(typeof columns)[0]>[]);
      this.#sealer.addBlocks(slot, first!.epoch, merged, run.isClosed);
    }
    for (const { slot, compactedUs } of looked) {
      tags.compactedUs[slot] = compactedUs;
      tags.save(slot);
    }
  }

  /** What is worth merging of one tag, up to about `most` points, and how far that is everything. */
  #look(slot: number, most: number): Look {
    const { tags, blocks } = this.#file;
    const found = blocks.after(tags.ids[slot]!, tags.compactedUs[slot]!, LOOK_AT);
    const all = runsOf(found, this.#blockPoints);
    const last = all.at(-1);
    const isAll = found.length < LOOK_AT;
    const closed = isAll ? all.slice(0, -1) : all;
    const runs: Run[] = [];
    let points = 0;
    for (const run of closed) {
      if (points >= most) return { runs, compactedUs: run.blocks[0]!.startUs, isDone: false, found: found.length };
      run.isClosed = true;
      // A small block that found no neighbour to be merged with gets its minutes now.
      if (run.blocks.length === 1 && run.points >= this.#blockPoints * SMALL) continue;
      runs.push(run);
      points += run.points;
    }
    if (isAll && last && last.blocks.length >= MOST_OPEN) runs.push(last);
    const nextUs = last?.blocks[0]!.startUs ?? tags.compactedUs[slot]!;
    // A run as long as the look, or one that cannot be merged, must not be looked at again and again.
    const isStuck = !isAll && nextUs <= tags.compactedUs[slot]!;
    return { runs, compactedUs: isStuck ? found.at(-1)!.startUs : nextUs, isDone: isAll, found: found.length };
  }
}

/** What is to be merged of one tag. */
interface Look {
  readonly runs: Run[];
  /** What begins before this needs no other look. */
  readonly compactedUs: number;
  readonly isDone: boolean;
  /** How many blocks were looked at. */
  readonly found: number;
}

/** Neighbours that one block can hold. */
interface Run {
  readonly blocks: StoredBlock[];
  points: number;
  /** Nothing can be added to it any more. */
  isClosed: boolean;
}

function runsOf(blocks: readonly StoredBlock[], blockPoints: number): Run[] {
  const runs: Run[] = [];
  for (const block of blocks) {
    const run = runs.at(-1);
    const [first, last] = [run?.blocks[0], run?.blocks.at(-1)];
    const fits =
      run !== undefined &&
      first!.epoch === block.epoch &&
      last!.endUs < block.startUs &&
      run.points + block.count <= blockPoints * ROOM &&
      block.endUs - first!.startUs <= DAY_US;
    if (fits) {
      run.blocks.push(block);
      run.points += block.count;
    } else runs.push({ blocks: [block], points: block.count, isClosed: false });
  }
  return runs;
}
