import type { PointBatch } from '../../src-shared/domain/point-batch.ts';
import { isBad } from '../../src-shared/domain/quality.ts';

type BatchListener = (batch: PointBatch) => void;

const FIRST_CAPACITY = 1_024;

/**
 * The newest point of every watched tag, as columns indexed by the tag's number. Outside React and zustand: cells
 * compare `version` and read what they show. A Bad point keeps the number that was there before it.
 */
export class LiveValues {
  /** Last usable number, in engineering units; NaN where there never was one. */
  value = new Float64Array(FIRST_CAPACITY).fill(Number.NaN);
  /** OPC UA status of the newest point. */
  status = new Uint32Array(FIRST_CAPACITY);
  /** Time of the newest point that was not Bad, µs; 0 before the first. */
  usableUs = new Float64Array(FIRST_CAPACITY);
  /** POINT_FLAG bits. */
  flags = new Uint8Array(FIRST_CAPACITY);
  /** Rises with each point; 0 means that none ever came. */
  version = new Uint32Array(FIRST_CAPACITY);
  readonly #texts = new Map<number, string>();
  readonly #listeners = new Set<BatchListener>();

  /** The value of a tag that is not a float64: a string, an exact 64-bit integer, bytes in hexadecimal. */
  text(tag: number): string | undefined {
    return this.#texts.get(tag);
  }

  seen(tag: number): boolean {
    return (this.version[tag] ?? 0) > 0;
  }

  apply(batch: PointBatch): void {
    for (let row = 0; row < batch.count; row++) {
      const tag = batch.tag[row]!;
      if (tag >= this.version.length) this.#grow(tag + 1);
      this.version[tag]!++;
      this.status[tag] = batch.status[row]!;
      this.flags[tag] = batch.flags?.[row] ?? 0;
      if (isBad(batch.status[row]!)) continue;
      this.value[tag] = batch.value[row]!;
      this.usableUs[tag] = batch.timeUs[row]!;
    }
    for (const cell of batch.cells ?? []) {
      if (!isBad(batch.status[cell.row]!)) this.#texts.set(batch.tag[cell.row]!, cellText(cell));
    }
    for (const listener of this.#listeners) listener(batch);
  }

  /** Calls `listener` after each batch, until the returned function is called. */
  onBatch(listener: BatchListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The engine numbered its tags anew: keeps what is shown under the new numbers and forgets the rest. */
  renumber(moves: ReadonlyMap<number, number>): void {
    const { value, status, usableUs, flags, version } = this;
    const texts = new Map(this.#texts);
    const capacity = Math.max(FIRST_CAPACITY, ...[...moves.values()].map((to) => to + 1));
    this.value = new Float64Array(capacity).fill(Number.NaN);
    this.status = new Uint32Array(capacity);
    this.usableUs = new Float64Array(capacity);
    this.flags = new Uint8Array(capacity);
    this.version = new Uint32Array(capacity);
    this.#texts.clear();
    for (const [from, to] of moves) {
      if ((version[from] ?? 0) === 0) continue;
      this.value[to] = value[from]!;
      this.status[to] = status[from]!;
      this.usableUs[to] = usableUs[from]!;
      this.flags[to] = flags[from]!;
      this.version[to] = version[from]!;
      const text = texts.get(from);
      if (text !== undefined) this.#texts.set(to, text);
    }
  }

  #grow(needed: number): void {
    const capacity = 2 ** Math.ceil(Math.log2(needed));
    const value = new Float64Array(capacity).fill(Number.NaN);
    value.set(this.value);
    this.value = value;
    this.status = widen(this.status, new Uint32Array(capacity));
    this.usableUs = widen(this.usableUs, new Float64Array(capacity));
    this.flags = widen(this.flags, new Uint8Array(capacity));
    this.version = widen(this.version, new Uint32Array(capacity));
  }
}

function widen<T extends Uint8Array | Uint32Array | Float64Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

function cellText(cell: NonNullable<PointBatch['cells']>[number]): string {
  if (cell.kind === 'string') return cell.value;
  if (cell.kind !== 'bytes') return cell.value.toString();
  return Array.from(cell.value, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
}

/** The one store of this page. */
export const liveValues = new LiveValues();
