import type { UnreadRun } from './memory-reader.ts';

interface Hole {
  readonly start: number;
  readonly count: number;
  readonly reason: UnreadRun['reason'];
  askedMs: number;
}

interface Run {
  readonly start: number;
  readonly count: number;
}

/** A hole is asked for again after this. */
const AGAIN_MS = 60_000;

/** What a device turned out to refuse in one area, and where its blocks must not be joined. */
export class KnownHoles {
  /** By first cell; they do not overlap. */
  readonly #holes = new Map<number, Hole>();
  /** Cells that a block has to begin with: together with the one before they are refused. */
  readonly #cuts = new Set<number>();
  /** Where the next look goes on. */
  next = 0;

  clear(): void {
    this.#holes.clear();
    this.#cuts.clear();
  }

  add({ start, count }: Run, reason: UnreadRun['reason'], nowMs: number): void {
    this.#holes.set(start, { start, count, reason, askedMs: nowMs });
  }

  /** Both halves of what was refused, in whole pairs where `atLeast` is 2; from now on they are asked for apart. */
  halve(
    { start, count }: Run,
    { code, text }: UnreadRun['reason'],
    atLeast = 1,
  ): readonly (Run & { parent: UnreadRun['reason'] })[] {
    const first = Math.max(atLeast, Math.floor(count / 2 / atLeast) * atLeast);
    this.#cuts.add(start + first);
    const parent = {
      code,
      text: `${text} It was asked for together with its neighbours; the next reads tell them apart.`,
    };
    return [
      { start, count: first, parent },
      { start: start + first, count: count - first, parent },
    ];
  }

  /** What there is to ask for in a run of cells: between the holes, cut where it must be, none longer than `most`. */
  *blocks(start: number, count: number, most: number): Iterable<Run> {
    const end = start + count;
    let from = start;
    for (let cell = start; cell <= end; cell++) {
      const hole = this.#holes.get(cell);
      if (cell < end && !hole && cell - from < most && !this.#cuts.has(cell)) continue;
      if (cell > from) yield { start: from, count: cell - from };
      from = cell;
      if (hole && cell < end) {
        cell += hole.count - 1;
        from = cell + 1;
      }
    }
  }

  /** The holes in a run; those that are next to each other and have one reason are one. */
  within(start: number, count: number): readonly UnreadRun[] {
    const end = start + count;
    const runs: { start: number; count: number; kind: 'missing'; reason: UnreadRun['reason'] }[] = [];
    for (const hole of [...this.#holes.values()].toSorted((a, b) => a.start - b.start)) {
      if (hole.start >= end || hole.start + hole.count <= start) continue;
      const last = runs.at(-1);
      if (last && last.start + last.count === hole.start && last.reason.code === hole.reason.code)
        last.count += hole.count;
      else runs.push({ start: hole.start, count: hole.count, kind: 'missing', reason: hole.reason });
    }
    return runs;
  }

  /** The hole that was asked for the longest ago, where that is long enough. */
  due(start: number, count: number, nowMs: number): Run | undefined {
    let found: Hole | undefined;
    for (const hole of this.#holes.values())
      if (hole.start >= start && hole.start < start + count && (!found || hole.askedMs < found.askedMs)) found = hole;
    if (!found || nowMs - found.askedMs < AGAIN_MS) return undefined;
    found.askedMs = nowMs;
    return found;
  }
}
