import type { Disposable } from '../kernel/lifetime.ts';
import { allotPaces } from './allot-paces.ts';
import type { GroupPace } from './group-pace.ts';

/**
 * The time of one endpoint, shared out to the groups of all devices behind it: polls of adaptive periods never ask for more
 * of it than the lowest limit that one of them has. What is polled at a fixed period counts, and is left as it is.
 */
export class EndpointBudget {
  readonly #paces = new Set<GroupPace>();

  /** @returns what takes them out again. */
  join(paces: readonly GroupPace[]): Disposable {
    for (const pace of paces) this.#paces.add(pace);
    return {
      dispose: () => {
        for (const pace of paces) this.#paces.delete(pace);
        this.#allot();
      },
    };
  }

  /** The share of its time that the endpoint is expected to be busy with polls, 0…1 and more. */
  get load(): number {
    let load = 0;
    for (const { costMs, periodMs } of this.#paces) load += costMs / periodMs;
    return load;
  }

  /** A poll of a group took so long. */
  polled(pace: GroupPace, tookMs: number): void {
    if (pace.polled(tookMs)) this.#allot();
  }

  /** What a poll of a group showed, as `GroupPace.seen`. */
  seen(pace: GroupPace, moved: number, isAnomaly: boolean, nowMs: number): void {
    if (pace.seen(moved, isAnomaly, nowMs)) this.#allot();
    if (pace.cause === 'budget') pace.heldBack++;
  }

  #allot(): void {
    const paces = [...this.#paces];
    const limit = paces.reduce((least, { mostLoad }) => Math.min(least, mostLoad), Number.POSITIVE_INFINITY);
    // Nobody here is adaptive.
    if (limit === Number.POSITIVE_INFINITY) return;
    const steps = allotPaces(paces, limit);
    for (const [at, pace] of paces.entries()) pace.grant(steps[at]!);
  }
}
