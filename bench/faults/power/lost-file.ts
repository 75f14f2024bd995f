import type { Random } from '../../../src-main/testing/random-from.ts';

/** A medium writes sectors whole or not at all. */
const SECTOR_BYTES = 512;

interface Pending {
  readonly seq: number;
  /** Undefined for a truncation to `offset`. */
  readonly bytes: Buffer | undefined;
  readonly offset: number;
}

/** One file: what of it is on the medium, and what is only in the memory of the system. */
export class LostFile {
  /** What the medium holds, in a buffer that grows ahead of it. */
  #durable: Buffer;
  #size: number;
  #pending: Pending[] = [];

  /** @param content what the medium held before. */
  constructor(content: Buffer = Buffer.alloc(0)) {
    this.#durable = content;
    this.#size = content.length;
  }

  get unsynced(): number {
    return this.#pending.length;
  }

  write(seq: number, offset: number, bytes: Buffer): void {
    this.#pending.push({ seq, offset, bytes });
  }

  truncate(seq: number, size: number): void {
    this.#pending.push({ seq, offset: size, bytes: undefined });
  }

  /** Everything before record `until` is on the medium from now on. */
  sync(until: number): void {
    for (const pending of this.#pending) if (pending.seq < until) this.#apply(pending);
    this.#pending = this.#pending.filter(({ seq }) => seq >= until);
  }

  /** What is there after the power came back: of the unsynced writes none, the first ones, or any sectors in any order. */
  afterCut(random: Random): Buffer {
    const after = new LostFile(Buffer.from(this.#durable.subarray(0, this.#size)));
    const fate = random(3);
    if (fate === 1)
      for (const pending of this.#pending.slice(0, random(this.#pending.length + 1))) after.#apply(pending);
    if (fate === 2)
      for (const pending of this.#pending) for (const part of partsOf(pending)) if (random(2) === 0) after.#apply(part);
    return after.#durable.subarray(0, after.#size);
  }

  #apply({ offset, bytes }: Pending): void {
    const size = bytes === undefined ? offset : Math.max(this.#size, offset + bytes.length);
    if (size > this.#durable.length) {
      const grown = Buffer.alloc(size * 2);
      this.#durable.copy(grown, 0, 0, this.#size);
      this.#durable = grown;
    }
    // What lies behind the end must be zeros when the file grows again.
    if (size < this.#size) this.#durable.fill(0, size, this.#size);
    this.#size = size;
    bytes?.copy(this.#durable, offset);
  }
}

/** A truncation happens or not; of a write each sector. */
function* partsOf({ seq, offset, bytes }: Pending): Generator<Pending> {
  if (bytes === undefined) yield { seq, offset, bytes };
  for (let at = 0; bytes !== undefined && at < bytes.length; ) {
    const end = Math.min(bytes.length, at + SECTOR_BYTES - ((offset + at) % SECTOR_BYTES));
    yield { seq, offset: offset + at, bytes: bytes.subarray(at, end) };
    at = end;
  }
}
