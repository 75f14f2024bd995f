import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const LAST = 255;

/** The number that joins a death with its birth, over restarts. */
export interface BdSeqSource {
  /** For the next CONNECT: 0 at first, one more each time, 0 behind 255. */
  next(): number;
}

/** Kept in a file of one number. Where it cannot be written it goes on counting in memory. */
export class BdSeqFile implements BdSeqSource {
  readonly #path: string;
  #last: number;

  constructor(path: string) {
    this.#path = path;
    this.#last = read(path);
  }

  next(): number {
    this.#last = this.#last >= LAST ? 0 : this.#last + 1;
    try {
      mkdirSync(dirname(this.#path), { recursive: true });
      writeFileSync(`${this.#path}.new`, String(this.#last));
      renameSync(`${this.#path}.new`, this.#path);
    } catch {
      // The cursor beside it cannot be written either, which is said.
    }
    return this.#last;
  }
}

/** -1 where there is none, or none that can be read. */
function read(path: string): number {
  try {
    const number = Number.parseInt(readFileSync(path, 'latin1'), 10);
    return number >= 0 && number <= LAST ? number : -1;
  } catch {
    return -1;
  }
}
