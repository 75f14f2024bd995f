import type { PointBatch } from '../../src-shared/domain/point-batch.ts';
import type { TagFeed } from '../drivers/tag-feed.ts';
import type { Disposable } from '../kernel/lifetime.ts';

type Take = (batch: PointBatch, isSnapshot: boolean) => void;

/** The values of other tags in one host: asks the engine for those that its devices are made of, and hands them on. */
export class HostFeed implements TagFeed {
  readonly #listeners = new Map<Take, readonly number[]>();
  readonly #ask: (tags: readonly number[]) => void;

  /** @param ask all tags that are wanted from now on; the engine answers with a snapshot of them */
  constructor(ask: (tags: readonly number[]) => void) {
    this.#ask = ask;
  }

  listen(tags: readonly number[], take: Take): Disposable {
    // A function of its own, so that two that are the same are two.
    const own: Take = (batch, isSnapshot) => take(batch, isSnapshot);
    this.#listeners.set(own, tags);
    this.#tell();
    return {
      dispose: () => {
        if (this.#listeners.delete(own)) this.#tell();
      },
    };
  }

  take(batch: PointBatch, isSnapshot: boolean): void {
    for (const take of [...this.#listeners.keys()]) take(batch, isSnapshot);
  }

  #tell(): void {
    this.#ask([...new Set([...this.#listeners.values()].flat())]);
  }
}
