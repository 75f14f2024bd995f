import type { TypedCell } from '../../../src-shared/domain/point-batch.ts';
import { type Columns, concatColumns, makeColumns, sliceColumns } from '../columns.ts';

/** Points of one chunk. Small, so that 41,000 tags with a few points each do not take much; a power of two. */
const CHUNK_POINTS = 32;
const CHUNKS_PER_SLAB = 2_048;
const SLAB_POINTS = CHUNK_POINTS * CHUNKS_PER_SLAB;
const NONE = -1;

interface Slab {
  readonly timeUs: Float64Array;
  readonly value: Float64Array;
  readonly status: Uint32Array;
  readonly flags: Uint8Array;
  /** The chunk that follows this one in its tag's chain, or that is free next. */
  readonly next: Int32Array;
}

/** Points of one epoch, in the order they came. */
export interface EpochRun {
  readonly epoch: number;
  readonly columns: Columns;
}

/**
 * The points that are not sealed yet, of all tags, 21 bytes each: chains of small chunks from shared slabs, so that a
 * point costs no object and a tag that grows copies nothing. A slot is a tag's index here, from 0.
 */
export class Tail {
  readonly #slabs: Slab[] = [];
  #free = NONE;
  #firstChunk = new Int32Array(0);
  #lastChunk = new Int32Array(0);
  #counts = new Uint32Array(0);
  readonly #cells = new Map<number, TypedCell[]>();
  /** The epoch of a slot's latest point. */
  #epochs = new Uint16Array(0);
  /** Of slots with points of several epochs: where each epoch but the last one ends. */
  readonly #ends = new Map<number, { readonly row: number; readonly epoch: number }[]>();
  #points = 0;

  /** Points of all slots. */
  get points(): number {
    return this.#points;
  }

  count(slot: number): number {
    return this.#counts[slot] ?? 0;
  }

  /** Must be called before the first point of a slot. */
  reserve(slots: number): void {
    if (slots <= this.#counts.length) return;
    const length = Math.max(slots, this.#counts.length * 2, 64);
    this.#firstChunk = grown(this.#firstChunk, new Int32Array(length).fill(NONE));
    this.#lastChunk = grown(this.#lastChunk, new Int32Array(length).fill(NONE));
    this.#counts = grown(this.#counts, new Uint32Array(length));
    this.#epochs = grown(this.#epochs, new Uint16Array(length));
  }

  append(slot: number, timeUs: number, value: number, status: number, flags: number, epoch: number): void {
    const count = this.#counts[slot]!;
    if (this.#epochs[slot] !== epoch) this.#enterEpoch(slot, epoch);
    const inChunk = count & (CHUNK_POINTS - 1);
    const chunk = inChunk === 0 ? this.#chain(slot) : this.#lastChunk[slot]!;
    const slab = this.#slabs[Math.floor(chunk / CHUNKS_PER_SLAB)]!;
    const at = (chunk % CHUNKS_PER_SLAB) * CHUNK_POINTS + inChunk;
    slab.timeUs[at] = timeUs;
    slab.value[at] = value;
    slab.status[at] = status;
    slab.flags[at] = flags;
    this.#counts[slot] = count + 1;
    this.#points++;
  }

  /** Attaches a value that a float64 cannot carry to the point appended last. */
  attach(slot: number, cell: TypedCell): void {
    const cells = this.#cells.get(slot) ?? [];
    cells.push({ ...cell, row: this.#counts[slot]! - 1 });
    this.#cells.set(slot, cells);
  }

  /** A copy of a slot's points by epoch, the earlier one first. */
  runs(slot: number): EpochRun[] {
    const all = this.#copy(slot);
    if (all.timeUs.length === 0) return [];
    const earlier = this.#ends.get(slot);
    const latest = this.#epochs[slot]!;
    if (!earlier) return [{ epoch: latest, columns: all }];
    const ends = [...earlier, { row: all.timeUs.length, epoch: latest }];
    const byEpoch = new Map<number, Columns[]>();
    let start = 0;
    for (const { row, epoch } of ends) {
      byEpoch.set(epoch, [...(byEpoch.get(epoch) ?? []), sliceColumns(all, start, row)]);
      start = row;
    }
    const runs = [...byEpoch].map(([epoch, parts]) => ({ epoch, columns: concatColumns(parts) }));
    return runs.sort((a, b) => a.epoch - b.epoch);
  }

  #copy(slot: number): Columns {
    const count = this.count(slot);
    const columns = makeColumns(count);
    let chunk = count === 0 ? NONE : this.#firstChunk[slot]!;
    for (let row = 0; chunk !== NONE && row < count; row += CHUNK_POINTS) {
      const slab = this.#slabs[Math.floor(chunk / CHUNKS_PER_SLAB)]!;
      const inSlab = chunk % CHUNKS_PER_SLAB;
      const start = inSlab * CHUNK_POINTS;
      const end = start + Math.min(CHUNK_POINTS, count - row);
      columns.timeUs.set(slab.timeUs.subarray(start, end), row);
      columns.value.set(slab.value.subarray(start, end), row);
      columns.status.set(slab.status.subarray(start, end), row);
      columns.flags.set(slab.flags.subarray(start, end), row);
      chunk = slab.next[inSlab]!;
    }
    return { ...columns, cells: this.#cells.get(slot) ?? [] };
  }

  /** Forgets a slot's points. */
  clear(slot: number): void {
    const count = this.count(slot);
    if (count === 0) return;
    this.#setNext(this.#lastChunk[slot]!, this.#free);
    this.#free = this.#firstChunk[slot]!;
    this.#counts[slot] = 0;
    this.#points -= count;
    this.#cells.delete(slot);
    this.#ends.delete(slot);
  }

  #enterEpoch(slot: number, epoch: number): void {
    const row = this.#counts[slot]!;
    if (row > 0) this.#ends.set(slot, [...(this.#ends.get(slot) ?? []), { row, epoch: this.#epochs[slot]! }]);
    this.#epochs[slot] = epoch;
  }

  #chain(slot: number): number {
    const chunk = this.#takeFree();
    if (this.#counts[slot] === 0) this.#firstChunk[slot] = chunk;
    else this.#setNext(this.#lastChunk[slot]!, chunk);
    this.#lastChunk[slot] = chunk;
    return chunk;
  }

  #takeFree(): number {
    if (this.#free === NONE) this.#addSlab();
    const chunk = this.#free;
    this.#free = this.#slabs[Math.floor(chunk / CHUNKS_PER_SLAB)]!.next[chunk % CHUNKS_PER_SLAB]!;
    this.#setNext(chunk, NONE);
    return chunk;
  }

  #setNext(chunk: number, next: number): void {
    this.#slabs[Math.floor(chunk / CHUNKS_PER_SLAB)]!.next[chunk % CHUNKS_PER_SLAB] = next;
  }

  #addSlab(): void {
    const first = this.#slabs.length * CHUNKS_PER_SLAB;
    const next = Int32Array.from({ length: CHUNKS_PER_SLAB }, (_, i) => first + i + 1);
    next[CHUNKS_PER_SLAB - 1] = this.#free;
    this.#slabs.push({
      timeUs: new Float64Array(SLAB_POINTS),
      value: new Float64Array(SLAB_POINTS),
      status: new Uint32Array(SLAB_POINTS),
      flags: new Uint8Array(SLAB_POINTS),
      next,
    });
    this.#free = first;
  }
}

function grown<T extends Int32Array | Uint32Array | Uint16Array>(from: T, into: T): T {
  into.set(from);
  return into;
}
