import type { PointBatch, TypedCell } from '../../../../src-shared/domain/point-batch.ts';

/** What of a record is needed to place its points. */
export interface LaneRecord {
  readonly seq: number;
  readonly segment: number;
  readonly epoch: number;
  readonly batch: PointBatch;
}

/** A row whose tag nobody knows. */
export const NO_SLOT = -1;

/**
 * Points of some records of one lane that are stored together, as columns in the order in which they came. The columns
 * of records are only lent, so they are copied; 29 bytes a point. Used again and again, because a batch a moment is what
 * keeps the garbage collector busy.
 */
export class LaneBatch {
  count = 0;
  /** Of the first record, and so the oldest. */
  segment = Number.POSITIVE_INFINITY;
  lastSeq = 0;
  /** Index of the tag among those that the store knows; `NO_SLOT` where there is none. */
  slot: Int32Array;
  timeUs: Float64Array;
  epoch: Int32Array;
  value: Float64Array;
  status: Uint32Array;
  flags: Uint8Array;
  /** Row → what a float64 cannot carry. */
  readonly cells = new Map<number, TypedCell>();
  #ends: { readonly seq: number; readonly end: number }[] = [];

  constructor(room = 1_024) {
    this.slot = new Int32Array(room);
    this.timeUs = new Float64Array(room);
    this.epoch = new Int32Array(room);
    this.value = new Float64Array(room);
    this.status = new Uint32Array(room);
    this.flags = new Uint8Array(room);
  }

  /** @param slotOf names the slot of a tag number of the log. */
  add({ seq, segment, epoch, batch }: LaneRecord, slotOf: (tagNumber: number) => number): void {
    const { count, tag } = batch;
    const at = this.count;
    this.#reserve(at + count);
    this.timeUs.set(batch.timeUs.subarray(0, count), at);
    this.value.set(batch.value.subarray(0, count), at);
    this.status.set(batch.status.subarray(0, count), at);
    if (batch.flags) this.flags.set(batch.flags.subarray(0, count), at);
    else this.flags.fill(0, at, at + count);
    this.epoch.fill(epoch, at, at + count);
    for (let row = 0; row < count; row++) this.slot[at + row] = slotOf(tag[row]!);
    for (const cell of batch.cells ?? []) this.cells.set(at + cell.row, keptCell(cell));
    this.count = at + count;
    this.segment = Math.min(this.segment, segment);
    this.lastSeq = seq;
    this.#ends.push({ seq, end: this.count });
  }

  /** Points that have room without a copy of what is there. */
  get room(): number {
    return this.slot.length;
  }

  /** Forgets its points. */
  clear(): void {
    this.count = 0;
    this.segment = Number.POSITIVE_INFINITY;
    this.lastSeq = 0;
    this.cells.clear();
    this.#ends = [];
  }

  /** The number of the record that a row came with. */
  seqOf(row: number): number {
    return this.#ends.find(({ end }) => row < end)?.seq ?? this.lastSeq;
  }

  /** How many of the first rows came with records up to this number. */
  rowsUpTo(seq: number): number {
    let rows = 0;
    for (const each of this.#ends) if (each.seq <= seq) rows = each.end;
    return rows;
  }

  #reserve(rows: number): void {
    if (rows <= this.slot.length) return;
    const room = Math.max(rows, this.slot.length * 2);
    this.slot = grown(this.slot, new Int32Array(room));
    this.timeUs = grown(this.timeUs, new Float64Array(room));
    this.epoch = grown(this.epoch, new Int32Array(room));
    this.value = grown(this.value, new Float64Array(room));
    this.status = grown(this.status, new Uint32Array(room));
    this.flags = grown(this.flags, new Uint8Array(room));
  }
}

/** Bytes are a view into the record, which is only lent. */
function keptCell(cell: TypedCell): TypedCell {
  return cell.kind === 'bytes' ? { ...cell, value: cell.value.slice() } : cell;
}

function grown<T extends Int32Array | Uint32Array | Float64Array | Uint8Array>(from: T, into: T): T {
  into.set(from as never);
  return into;
}
