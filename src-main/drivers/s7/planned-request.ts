import type { PlannedRange, PlannedRequest } from '../plan-summary.ts';
import { gapsIn } from '../range-gaps.ts';
import { type Piece, readCapacity } from './read-plan.ts';
import { ITEM_HEADER } from './read-request.ts';
import { type Range, wireBytes } from './request.ts';

type Planned = Range & { readonly row: number };

const nameOf = ({ area, db }: Range): string => (area.name === 'DB' ? `DB${db}` : area.name);

/** A message as one line of the poll plan: `DB1 0–99, M 4–7 (104 of 222 bytes)`. */
function describeMessage(pieces: readonly Range[], read: number, capacity: number): string {
  const places = pieces.map((piece) => {
    const { start, count } = piece;
    return count === 1 ? `${nameOf(piece)} ${start}` : `${nameOf(piece)} ${start}–${start + count - 1}`;
  });
  return `${places.join(', ')} (${read} of ${capacity} bytes)`;
}

function plannedRange(piece: Piece<Planned>): PlannedRange {
  const { area, start, count, block } = piece;
  const items = block.items.filter((item) => item.start < start + count && item.start + item.count > start);
  const gaps = gapsIn(piece, items);
  return { area: nameOf(piece), cell: area.cell, start, count, rows: items.map(({ row }) => row), gaps };
}

/** What a message brings of tags: those whose block is whole with it. */
const tagsIn = (pieces: readonly Piece<Planned>[]): number =>
  pieces.reduce(
    (sum, { block, start, count }) => sum + (start + count === block.start + block.count ? block.items.length : 0),
    0,
  );

/** What a message costs. @param pdu as agreed with the CPU */
export function plannedRequest(pieces: readonly Piece<Planned>[], pdu: number): PlannedRequest {
  const read = pieces.reduce((sum, piece) => sum + wireBytes(piece), 0);
  const ranges = pieces.map(plannedRange);
  const wasted = ranges.reduce((sum, { cell, gaps }) => {
    const cells = gaps.reduce((all, gap) => all + gap.count, 0);
    return sum + cells * (cell === 'word' ? 2 : 1);
  }, 0);
  // Each range takes a head of its own from the room for data.
  const capacity = readCapacity(pdu) - ITEM_HEADER * (pieces.length - 1);
  return {
    text: describeMessage(pieces, read, readCapacity(pdu)),
    tags: tagsIn(pieces),
    ranges,
    bytes: { read, wasted, capacity: Math.max(read, capacity) },
  };
}
