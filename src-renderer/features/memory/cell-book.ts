import type { MemoryAreaView, UnreadCells } from '../../../src-shared/contract/memory.ts';

/** How a cell stands. `pending`: it was refused together with others. */
export type CellState = 'unknown' | 'read' | 'missing' | 'pending';

const STATES: readonly CellState[] = ['unknown', 'read', 'missing', 'pending'];
const READ = 1;
const CODES = { missing: 2, pending: 3, skipped: 4 } as const;
/** Addresses of all protocols end here; more of an area is not kept. */
const MOST_CELLS = 65_536;

/** What a look brought, with its bytes as they are. */
export interface CellLook {
  readonly start: number;
  readonly count: number;
  readonly bytes: Uint8Array;
  readonly unread: readonly UnreadCells[];
  readonly timeUs: number;
}

/**
 * What is known of the cells of one area: what they held last and first, how often they changed, and which cannot be
 * read. Kept outside of components; who shows it listens.
 */
export class CellBook {
  readonly area: MemoryAreaView;
  readonly cellBytes: 1 | 2;
  readonly #bytes: Uint8Array;
  readonly #first: Uint8Array;
  readonly #states: Uint8Array;
  readonly #changes: Uint32Array;
  readonly #reasons = new Map<number, UnreadCells['reason']>();
  readonly #listeners = new Set<() => void>();
  #mostChanges = 0;
  #looks = 0;

  constructor(area: MemoryAreaView) {
    this.area = area;
    this.cellBytes = area.cell === 'register' ? 2 : 1;
    const size = Math.min(MOST_CELLS, area.last + 1);
    this.#bytes = new Uint8Array(size * this.cellBytes);
    this.#first = new Uint8Array(size * this.cellBytes);
    this.#states = new Uint8Array(size);
    this.#changes = new Uint32Array(size);
  }

  /** One behind the last cell. */
  get end(): number {
    return this.#states.length;
  }

  /** Looks that were taken. */
  get looks(): number {
    return this.#looks;
  }

  /** Of the cell that changed most. */
  get mostChanges(): number {
    return this.#mostChanges;
  }

  state(cell: number): CellState {
    return STATES[this.#states[cell] ?? 0]!;
  }

  /** The number in a cell: 0–1, 0–255 or 0–65535. */
  value(cell: number): number {
    const at = cell * this.cellBytes;
    return this.cellBytes === 1 ? this.#bytes[at]! : (this.#bytes[at]! << 8) | this.#bytes[at + 1]!;
  }

  /** Times it held another value than at the look before. */
  changes(cell: number): number {
    return this.#changes[cell] ?? 0;
  }

  /** It holds something else than when it was read first. */
  isChanged(cell: number): boolean {
    if (this.state(cell) !== 'read') return false;
    for (let at = cell * this.cellBytes; at < (cell + 1) * this.cellBytes; at++)
      if (this.#bytes[at] !== this.#first[at]) return true;
    return false;
  }

  /** Why it could not be read. */
  reason(cell: number): UnreadCells['reason'] | undefined {
    return this.#reasons.get(cell);
  }

  /** The bytes of a run, where all its cells were read. */
  bytes(start: number, count: number): Uint8Array | undefined {
    if (start < 0 || start + count > this.end) return undefined;
    for (let cell = start; cell < start + count; cell++) if (this.state(cell) !== 'read') return undefined;
    return this.#bytes.slice(start * this.cellBytes, (start + count) * this.cellBytes);
  }

  take({ start, count, bytes, unread }: CellLook): void {
    const states = new Uint8Array(count).fill(READ);
    for (const run of unread) {
      states.fill(CODES[run.kind], Math.max(0, run.start - start), Math.min(count, run.start - start + run.count));
      if (run.kind === 'skipped') continue;
      for (let cell = run.start; cell < run.start + run.count; cell++) this.#reasons.set(cell, run.reason);
    }
    for (let i = 0; i < count && start + i < this.end; i++)
      if (states[i] !== CODES.skipped) this.#takeCell(start + i, states[i]!, bytes, i);
    this.#looks++;
    this.#tell();
  }

  /** What a scan of the gateway found, with its own count of changes. */
  takeScan(look: CellLook, changes: readonly number[]): void {
    this.take(look);
    for (const [i, count] of changes.entries()) {
      if (this.state(look.start + i) === 'read') this.#changes[look.start + i] = count;
      this.#mostChanges = Math.max(this.#mostChanges, count);
    }
    this.#tell();
  }

  /** From now on changes are counted anew, against what stands there now. */
  forgetChanges(): void {
    this.#first.set(this.#bytes);
    this.#changes.fill(0);
    this.#mostChanges = 0;
    this.#tell();
  }

  /** @returns what ends it */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #takeCell(cell: number, state: number, bytes: Uint8Array, index: number): void {
    const wasRead = this.#states[cell] === READ;
    this.#states[cell] = state;
    if (state !== READ) return;
    this.#reasons.delete(cell);
    let differs = false;
    for (let i = 0; i < this.cellBytes; i++) {
      const at = cell * this.cellBytes + i;
      const byte = bytes[index * this.cellBytes + i] ?? 0;
      if (this.#bytes[at] !== byte) differs = true;
      this.#bytes[at] = byte;
      if (!wasRead && this.#changes[cell] === 0) this.#first[at] = byte;
    }
    if (!wasRead || !differs) return;
    const changes = ++this.#changes[cell]!;
    this.#mostChanges = Math.max(this.#mostChanges, changes);
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
