import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import type { Disposable } from '../../../src-main/kernel/lifetime.ts';

const EVERY_MS = 20;

/** Another program on the same disk, which takes all room there is: once, or whatever becomes free. */
export class GreedyNeighbour implements Disposable {
  readonly #path: string;
  #timer: NodeJS.Timeout | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  /** Takes all the room that there is at this moment. */
  fill(): void {
    const file = openSync(this.#path, 'a');
    try {
      for (const size of [1024 * 1024, 4_096]) {
        const chunk = Buffer.alloc(size, 7);
        while (writeSync(file, chunk) === size);
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    } finally {
      closeSync(file);
    }
  }

  /** Takes from now on whatever becomes free. */
  keepFilling(): void {
    this.#timer ??= setInterval(() => this.fill(), EVERY_MS);
  }

  /** Gives everything back. */
  dispose(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    rmSync(this.#path, { force: true });
  }
}
