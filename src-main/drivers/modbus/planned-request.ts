import type { PlannedRequest } from '../plan-summary.ts';
import { gapsIn } from '../range-gaps.ts';
import type { Area } from './area.ts';
import type { Block, Extent } from './read-plan.ts';

const bytesFor = ({ cell }: Area, count: number): number => (cell === 'bit' ? Math.ceil(count / 8) : count * 2);

/** A block as one line of the poll plan, in wire addresses. */
function describeBlock({ area, start, count }: Extent): string {
  const cells = `${count} ${area.cell === 'bit' ? 'bit' : 'register'}${count === 1 ? '' : 's'}`;
  return `FC${area.readFunction} ${area.name} ${start}–${start + count - 1} (${cells})`;
}

/** What a block costs. @param maxCount longest request of its area */
export function plannedRequest(block: Block<Extent & { readonly row: number }>, maxCount: number): PlannedRequest {
  const { area, start, count, items } = block;
  const gaps = gapsIn(block, items);
  const wanted = gaps.reduce((rest, gap) => rest - gap.count, count);
  const read = bytesFor(area, count);
  return {
    text: describeBlock(block),
    tags: items.length,
    ranges: [{ area: area.name, cell: area.cell, start, count, rows: items.map(({ row }) => row), gaps }],
    bytes: { read, wasted: read - bytesFor(area, wanted), capacity: Math.max(read, bytesFor(area, maxCount)) },
  };
}
