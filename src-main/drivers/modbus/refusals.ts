import type { Area, AreaName } from './area.ts';
import type { Extent } from './read-plan.ts';

/** How long a refused address is left alone before it is asked for once more. */
const RETRY_MS = 60_000;

interface Refused {
  readonly count: number;
  /** The exception the device answered with. */
  readonly code: number;
  retryAtMs: number;
}

/**
 * What a device was seen to refuse. A read that holds all of a refused range is refused as well, so plans go round it.
 * Never holds more ranges than there are tags.
 */
export class Refusals {
  /** Rises with every change: a plan made under another version is out of date. */
  version = 0;
  /** Per area and start address the shortest refused range. */
  readonly #ranges = new Map<AreaName, Map<number, Refused>>();
  readonly #maxCounts = new Map<AreaName, number>();

  /** The device refused these cells asked for by themselves, or nothing but they can be why it refused. */
  refuse({ area, start, count }: Extent, code: number, nowMs: number): void {
    const ranges = this.#ranges.get(area.name) ?? new Map<number, Refused>();
    this.#ranges.set(area.name, ranges);
    const known = ranges.get(start);
    const retryAtMs = nowMs + RETRY_MS;
    if (known && known.count <= count) {
      known.retryAtMs = retryAtMs;
      return;
    }
    ranges.set(start, { count, code, retryAtMs });
    this.version++;
  }

  /** Two neighbours were read apart and refused together: the gap between them, or else the length, is to blame. */
  refuseJoin(left: Extent, right: Extent, code: number, nowMs: number): void {
    const { area } = left;
    const start = left.start + left.count;
    if (right.start > start) {
      this.refuse({ area, start, count: right.start - start }, code, nowMs);
      return;
    }
    this.limitCount(area, Math.max(left.count, right.count));
  }

  /** Longer requests are not answered. */
  limitCount(area: Area, count: number): void {
    if (count >= this.maxCount(area)) return;
    this.#maxCounts.set(area.name, count);
    this.version++;
  }

  /** The exception that the device would answer with, by what is known; undefined when nothing speaks against a read. */
  codeFor(extent: Extent): number | undefined {
    return this.#inside(extent)?.code;
  }

  /** True when it is time to ask for a refused tag again. */
  isDue(extent: Extent, nowMs: number): boolean {
    const refused = this.#inside(extent);
    return refused !== undefined && refused.retryAtMs <= nowMs;
  }

  /** Another minute of rest for what makes this tag unreadable. */
  postpone(extent: Extent, nowMs: number): void {
    const refused = this.#inside(extent);
    if (refused) refused.retryAtMs = nowMs + RETRY_MS;
  }

  /** A refused tag answered: the device was changed, so everything known of this area is asked for anew. */
  forget(area: Area): void {
    this.#ranges.delete(area.name);
    this.#maxCounts.delete(area.name);
    this.version++;
  }

  refusedEnd(area: Area, start: number): number | undefined {
    const refused = this.#ranges.get(area.name)?.get(start);
    return refused && start + refused.count;
  }

  maxCount(area: Area): number {
    return this.#maxCounts.get(area.name) ?? Number.POSITIVE_INFINITY;
  }

  #inside({ area, start, count }: Extent): Refused | undefined {
    const ranges = this.#ranges.get(area.name);
    if (!ranges) return undefined;
    for (let address = start; address < start + count; address++) {
      const refused = ranges.get(address);
      if (refused && address + refused.count <= start + count) return refused;
    }
    return undefined;
  }
}
