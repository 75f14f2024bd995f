import type { MemoryLook, UnreadRun } from '../../acquisition/memory-reader.ts';

/** Longer counts say nothing more. */
const MOST_CHANGES = 65_535;

/** A run of cells as a scan told of it, with what each of them became over its rounds. Five bytes a cell, and no more. */
export class ScannedCells {
  readonly start: number;
  readonly count: number;
  readonly cellBytes: 1 | 2;
  /** When the last look came back. */
  timeUs = 0;
  readonly #bytes: Uint8Array;
  /** 0: nothing is known. 1: it can be read. 2: it cannot. */
  readonly #states: Uint8Array;
  readonly #changes: Uint16Array;
  /** The round in which it was looked at last, modulo 256; 0 before. */
  readonly #rounds: Uint8Array;
  readonly #reasons = new Map<number, UnreadRun['reason']>();

  constructor(start: number, count: number, cellBytes: 1 | 2) {
    this.start = start;
    this.count = count;
    this.cellBytes = cellBytes;
    this.#bytes = new Uint8Array(count * cellBytes);
    this.#states = new Uint8Array(count);
    this.#changes = new Uint16Array(count);
    this.#rounds = new Uint8Array(count);
  }

  get done(): number {
    return this.count - this.#counted(0);
  }

  get found(): number {
    return this.#counted(1);
  }

  /** The first cell from `from` on that this round has not looked at; undefined where there is none. */
  next(from: number, round: number): number | undefined {
    const at = this.#rounds.subarray(from - this.start).findIndex((seen) => seen !== mark(round));
    return at < 0 ? undefined : from + at;
  }

  /** @param start of the cells that were looked at */
  take(start: number, { bytes, unread, timeUs }: Pick<MemoryLook, 'bytes' | 'unread' | 'timeUs'>, round: number): void {
    const count = bytes.length / this.cellBytes;
    const kinds = new Uint8Array(count).fill(1);
    for (const run of unread) {
      const from = Math.max(0, run.start - start);
      const end = Math.min(count, run.start - start + run.count);
      kinds.fill(run.kind === 'missing' ? 2 : 0, from, end);
      if (run.kind === 'missing')
        for (let i = from; i < end; i++) this.#reasons.set(start + i - this.start, run.reason);
    }
    for (let i = 0; i < count; i++)
      if (kinds[i] !== 0) this.#takeCell(start + i - this.start, kinds[i]!, bytes, i, round);
    this.timeUs = timeUs;
  }

  /** Cells that nobody answers for. */
  giveUp(start: number, count: number, reason: UnreadRun['reason'], round: number): void {
    const unread = [{ start, count, kind: 'missing' as const, reason }];
    this.take(start, { bytes: new Uint8Array(count * this.cellBytes), unread, timeUs: this.timeUs }, round);
  }

  /** A part of it, for whoever looks. */
  part(start: number, count: number) {
    const from = start - this.start;
    return {
      start,
      count,
      bytes: this.#bytes.slice(from * this.cellBytes, (from + count) * this.cellBytes),
      unread: this.#unread(from, count),
      changes: Array.from(this.#changes.subarray(from, from + count)),
      timeUs: this.timeUs,
    };
  }

  #takeCell(at: number, state: number, bytes: Uint8Array, index: number, round: number): void {
    const { cellBytes } = this;
    const wasRead = this.#states[at] === 1;
    this.#states[at] = state;
    this.#rounds[at] = mark(round);
    if (state !== 1) return;
    const now = bytes.subarray(index * cellBytes, (index + 1) * cellBytes);
    const before = this.#bytes.subarray(at * cellBytes, (at + 1) * cellBytes);
    if (wasRead && now.some((byte, i) => byte !== before[i]) && this.#changes[at]! < MOST_CHANGES) this.#changes[at]!++;
    before.set(now);
    this.#reasons.delete(at);
  }

  #counted(state: number): number {
    let counted = 0;
    for (const one of this.#states) if (one === state) counted++;
    return counted;
  }

  #unread(from: number, count: number): UnreadRun[] {
    const runs: { start: number; count: number; kind: UnreadRun['kind']; reason: UnreadRun['reason'] }[] = [];
    for (let at = from; at < from + count; at++) {
      if (this.#states[at] === 1) continue;
      const kind = this.#states[at] === 2 ? 'missing' : 'skipped';
      const reason = this.#reasons.get(at) ?? NOT_YET;
      const last = runs.at(-1);
      if (last && last.start + last.count === at + this.start && last.kind === kind && last.reason.code === reason.code)
        last.count++;
      else runs.push({ start: at + this.start, count: 1, kind, reason });
    }
    return runs;
  }
}

const NOT_YET = { code: '', text: 'The scan has not come here yet.' };

/** Rounds 1, 2, … as a byte that is never 0. */
const mark = (round: number): number => ((round - 1) % 255) + 1;
