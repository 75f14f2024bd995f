import { ALL_AREAS, type Area } from './area.ts';

/** What one tag needs: `count` registers or bits from `start`, whole. */
export interface Extent {
  readonly area: Area;
  readonly start: number;
  readonly count: number;
}

/** One request: it covers every item of it whole. */
export interface Block<T extends Extent> extends Extent {
  /** In rising order of address. */
  readonly items: readonly T[];
}

/** What one request may be, per area. All lengths in registers or bits. */
export interface PlanLimits {
  /** Longest request. */
  readonly maxCount: (area: Area) => number;
  /** Longest run that no tag wants and that is still read along. */
  readonly maxGap: (area: Area) => number;
  /** Smallest end of a refused range that begins at this address: a block holding all of it would be refused too. */
  readonly refusedEnd: (area: Area, start: number) => number | undefined;
}

function endOf(extent: Extent): number {
  return extent.start + extent.count;
}

/** The request that just covers these items. @param items at least one, of one area, in rising order of address */
export function makeBlock<T extends Extent>(items: readonly T[]): Block<T> {
  const { area, start } = items[0]!;
  let end = 0;
  for (const item of items) end = Math.max(end, endOf(item));
  return { area, start, count: end - start, items };
}

/** Cuts where the device may be asked again after a refusal. @param block of two items at least */
export function splitBlock<T extends Extent>(block: Block<T>): readonly [Block<T>, Block<T>] {
  const middle = Math.ceil(block.items.length / 2);
  return [makeBlock(block.items.slice(0, middle)), makeBlock(block.items.slice(middle))];
}

/** Groups between which a run that nobody wants is too long to be read along. */
function splitAtGaps<T extends Extent>(sorted: readonly T[], maxGap: number): T[][] {
  const groups: T[][] = [];
  let end = Number.NEGATIVE_INFINITY;
  for (const item of sorted) {
    if (item.start - end > maxGap) groups.push([]);
    groups.at(-1)!.push(item);
    end = Math.max(end, endOf(item));
  }
  return groups;
}

/** Where a block that starts with this item has to end at the latest. */
function furthestEnd(first: Extent, limits: PlanLimits): number {
  let end = first.start + limits.maxCount(first.area);
  for (let start = first.start; start < end; start++) {
    const refusedEnd = limits.refusedEnd(first.area, start);
    if (refusedEnd !== undefined) end = Math.min(end, refusedEnd - 1);
  }
  // An item longer than a learnt limit still has to be asked for once.
  return Math.max(end, endOf(first));
}

/**
 * The fewest requests that read every item whole. From the lowest address that is left, each block takes everything
 * that fits: no block that holds this item could take more, so that nothing is lost by it.
 */
export function planBlocks<T extends Extent>(items: readonly T[], limits: PlanLimits): Block<T>[] {
  const blocks: Block<T>[] = [];
  for (const area of ALL_AREAS) {
    const ofArea = items.filter((item) => item.area === area);
    const sorted = ofArea.toSorted((a, b) => a.start - b.start || a.count - b.count);
    for (const group of splitAtGaps(sorted, limits.maxGap(area))) {
      let rest: readonly T[] = group;
      while (rest.length > 0) {
        const end = furthestEnd(rest[0]!, limits);
        blocks.push(makeBlock(rest.filter((item) => endOf(item) <= end)));
        rest = rest.filter((item) => endOf(item) > end);
      }
    }
  }
  return blocks;
}
