import type { Range } from './request.ts';

/** How long a refused address is left alone before it is asked for once more. */
const RETRY_MS = 60_000;

interface Refused {
  /** Return code of the CPU. */
  readonly code: number;
  retryAtMs: number;
}

const placeOf = ({ area, db }: Range): string => `${area.name}${db}`;
const keyOf = (range: Range): string => `${placeOf(range)}/${range.start}/${range.count}`;
const startOf = (range: Range): string => `${placeOf(range)}/${range.start}`;

/** What a CPU was seen to refuse. Plans go round it; never holds more than there are tags. */
export class Refusals {
  /** Rises with every change: a plan made under another version is out of date. */
  version = 0;
  readonly #ranges = new Map<string, Refused>();
  readonly #barriers = new Set<string>();

  /** The CPU refused this tag asked for by itself. */
  refuse(range: Range, code: number, nowMs: number): void {
    this.#ranges.set(keyOf(range), { code, retryAtMs: nowMs + RETRY_MS });
    this.version++;
  }

  /** Two neighbours were read apart and refused together: no block may reach from the one to the other. */
  refuseJoin(right: Range): void {
    this.#barriers.add(startOf(right));
    this.version++;
  }

  codeFor(range: Range): number | undefined {
    return this.#ranges.get(keyOf(range))?.code;
  }

  /** True when it is time to ask for a refused tag again. */
  isDue(range: Range, nowMs: number): boolean {
    const refused = this.#ranges.get(keyOf(range));
    return refused !== undefined && refused.retryAtMs <= nowMs;
  }

  /** Another minute of rest. */
  postpone(range: Range, nowMs: number): void {
    const refused = this.#ranges.get(keyOf(range));
    if (refused) refused.retryAtMs = nowMs + RETRY_MS;
  }

  /** A refused tag answered: the program of the CPU was changed, so everything of its block is asked for anew. */
  forget(range: Range): void {
    const prefix = `${placeOf(range)}/`;
    for (const key of this.#ranges.keys()) if (key.startsWith(prefix)) this.#ranges.delete(key);
    for (const key of this.#barriers) if (key.startsWith(prefix)) this.#barriers.delete(key);
    this.version++;
  }

  isBarrier(range: Range): boolean {
    return this.#barriers.has(startOf(range));
  }
}
