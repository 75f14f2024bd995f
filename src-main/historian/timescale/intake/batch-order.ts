import type { TypedCell } from '../../../../src-shared/domain/point-batch.ts';
import type { StoredStretches } from '../rollups/stored-stretches.ts';
import { type LaneBatch, NO_SLOT } from './lane-batch.ts';

/** Why a point is not stored among the others. */
export type QuarantineReason = 'time' | 'tag' | 'conflict' | 'refused';

/** A row of a batch that is not stored, and why. */
export interface PutAside {
  readonly row: number;
  readonly reason: QuarantineReason;
  readonly detail?: string;
}

/** A batch in the order of the table's key. */
export interface OrderedBatch {
  /** Rows to be stored, in the order of tag id, time and epoch; no key twice. */
  readonly rows: Uint32Array;
  readonly aside: readonly PutAside[];
  readonly stretches: StoredStretches;
}

/** Slot → points of it in the batch at hand, or where the next of them goes; all 0 between two batches. */
let perSlot = new Int32Array(1_024);

/** What a timestamptz can hold: 4714 BC to 294276 AD. */
const FIRST_US = -210_866_803_200e6;
const END_US = 9_224_318_016_000e6;

/**
 * Orders a batch by (tag id, time, epoch): by counting over its tags, because within a tag the points nearly always come
 * in order. Of several points with one key the first is stored; a copy of it is passed over, one that differs put aside.
 *
 * @param ids slot → id in the table `tags`; of every slot of the batch.
 * @param skip the first so many rows are left out: they are stored already.
 */
export function orderBatch(batch: LaneBatch, ids: Int32Array, skip = 0): OrderedBatch {
  const aside: PutAside[] = [];
  if (perSlot.length < ids.length) perSlot = new Int32Array(ids.length * 2);
  const slots = countSlots(batch, skip, aside);
  slots.sort((a, b) => ids[a]! - ids[b]!);
  /** Where the points of each tag end. */
  const ends = new Uint32Array(slots.length);
  let total = 0;
  for (const [tag, slot] of slots.entries()) {
    const count = perSlot[slot]!;
    perSlot[slot] = total;
    total += count;
    ends[tag] = total;
  }
  const byTag = new Uint32Array(total);
  const { slot: slotOf, timeUs } = batch;
  for (let row = skip; row < batch.count; row++) {
    const slot = slotOf[row]!;
    if (slot !== NO_SLOT && isTime(timeUs[row]!)) byTag[perSlot[slot]!++] = row;
  }
  for (const slot of slots) perSlot[slot] = 0;
  return makeUnique(batch, byTag, slots, ends, ids, aside);
}

/** Counts into `perSlot`. @returns the slots that have points. */
function countSlots({ slot: slotOf, timeUs, count }: LaneBatch, skip: number, aside: PutAside[]): number[] {
  const slots: number[] = [];
  for (let row = skip; row < count; row++) {
    const slot = slotOf[row]!;
    if (slot === NO_SLOT || !isTime(timeUs[row]!)) {
      aside.push({ row, reason: slot === NO_SLOT ? 'tag' : 'time' });
      continue;
    }
    if (perSlot[slot]!++ === 0) slots.push(slot);
  }
  return slots;
}

function makeUnique(
  batch: LaneBatch,
  byTag: Uint32Array,
  slots: readonly number[],
  ends: Uint32Array,
  ids: Int32Array,
  aside: PutAside[],
): OrderedBatch {
  const { timeUs, epoch } = batch;
  const stretches = {
    count: slots.length,
    tagId: Int32Array.from(slots, (slot) => ids[slot]!),
    epoch: new Int32Array(slots.length),
    fromUs: new Float64Array(slots.length),
    toUs: new Float64Array(slots.length),
  };
  let kept = 0;
  let start = 0;
  for (let tag = 0; tag < slots.length; tag++) {
    const end = ends[tag]!;
    if (!isRising(batch, byTag, start, end))
      byTag.subarray(start, end).sort((a, b) => timeUs[a]! - timeUs[b]! || epoch[a]! - epoch[b]! || a - b);
    stretches.fromUs[tag] = timeUs[byTag[start]!]!;
    stretches.toUs[tag] = timeUs[byTag[end - 1]!]!;
    let last = -1;
    for (let i = start; i < end; i++) {
      const row = byTag[i]!;
      stretches.epoch[tag] = Math.max(stretches.epoch[tag]!, epoch[row]!);
      if (last >= 0 && timeUs[row] === timeUs[last] && epoch[row] === epoch[last]) {
        if (!isSame(batch, last, row)) aside.push({ row, reason: 'conflict' });
        continue;
      }
      last = row;
      byTag[kept++] = row;
    }
    start = end;
  }
  return { rows: byTag.subarray(0, kept), aside, stretches };
}

function isRising({ timeUs, epoch }: LaneBatch, rows: Uint32Array, start: number, end: number): boolean {
  for (let i = start + 1; i < end; i++) {
    const before = rows[i - 1]!;
    const row = rows[i]!;
    const step = timeUs[row]! - timeUs[before]! || epoch[row]! - epoch[before]!;
    if (step < 0) return false;
  }
  return true;
}

function isSame({ value, status, cells }: LaneBatch, a: number, b: number): boolean {
  if (!Object.is(value[a], value[b]) || status[a] !== status[b]) return false;
  return cells.size === 0 || textOf(cells.get(a)) === textOf(cells.get(b));
}

const textOf = (cell: TypedCell | undefined): string => (cell ? `${cell.kind} ${String(cell.value)}` : '');

const isTime = (us: number): boolean => us >= FIRST_US && us < END_US;
