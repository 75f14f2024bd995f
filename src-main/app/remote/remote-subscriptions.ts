import { readFile } from 'node:fs/promises';
import { writeAtomic } from '../../kernel/write-atomic.ts';

/** The filters that our session at the broker has: it outlives a change of the configuration, and so must this list. */
export class RemoteSubscriptions {
  readonly #path: string;
  #writing = Promise.resolve();

  constructor(path: string) {
    this.#path = path;
  }

  /** Empty where nothing can be read. */
  async read(): Promise<string[]> {
    try {
      const filters = JSON.parse(await readFile(this.#path, 'utf8')) as unknown;
      return Array.isArray(filters) ? filters.filter((each) => typeof each === 'string') : [];
    } catch {
      return [];
    }
  }

  write(filters: readonly string[], failed: (error: unknown) => void): void {
    this.#writing = this.#writing.then(() => writeAtomic(this.#path, JSON.stringify(filters))).catch(failed);
  }

  settled(): Promise<void> {
    return this.#writing;
  }
}
